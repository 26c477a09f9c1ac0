import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLoopShare } from '../../src/readers/loop-share.ts';
import type { Delivery } from '../../src/readers/reader.ts';
import { until } from '../support/until.ts';
import { openHeld, openReceiver, openTestReaders, type TestReaders } from './tools.ts';

let readers: TestReaders;

beforeEach(async () => {
  readers = await openTestReaders();
});
afterEach(() => readers.close());

describe('a reader', () => {
  test('delivers every entry in order, and after a restart continues after the last one', async () => {
    const receiver = openReceiver();
    await readers.events(5);

    const first = readers.open({ name: 'audit', batch: 2, ...receiver });
    await until('five are delivered', () => receiver.got.length === 5);
    await first.close();
    await readers.events(2);
    readers.open({ name: 'audit', ...receiver });
    await until('seven are delivered', () => receiver.got.length === 7);

    expect(receiver.got).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await readers.metric('devauth_reader_delivered_total')).toBe(
      'devauth_reader_delivered_total{reader="audit"} 7',
    );
  });

  test('that begins at the newest entry delivers only later ones', async () => {
    const receiver = openReceiver();
    await readers.events(3);

    const reader = readers.open({ name: 'webhooks:1', begins: 'newest', ...receiver });
    await until('the reader runs', async () => (await readers.store.feed.cursor('webhooks:1')) === 3);
    await readers.events(1);
    reader.wake();
    await until('one is delivered', () => receiver.got.length === 1);

    expect(receiver.got).toEqual([4]);
  });

  test('delivers new entries on a wake-up, without waiting for the poll', async () => {
    const receiver = openReceiver();
    const reader = readers.open({ name: 'audit', ...receiver });
    await until('the reader runs', async () => (await readers.store.stats.readers()).length === 1);

    await readers.events(1);
    reader.wake();

    await until('one is delivered', () => receiver.got.length === 1);
  });

  test('delivers at the poll the entries of another node', async () => {
    const receiver = openReceiver();
    readers.open({ name: 'audit', ...receiver }, { rhythm: { pollMs: 20 } });
    await until('the reader runs', async () => (await readers.store.stats.readers()).length === 1);

    await readers.events(1);

    await until('one is delivered', () => receiver.got.length === 1);
  });

  test('has its cursor in the store later than in memory, and at its end', async () => {
    const receiver = openReceiver();
    await readers.events(3);

    const reader = readers.open({ name: 'audit', batch: 1, ...receiver }, { rhythm: { cursorMs: 60_000 } });
    await until('three are delivered', () => receiver.got.length === 3);
    const before = await readers.store.feed.cursor('audit');
    await reader.close();

    expect([before, await readers.store.feed.cursor('audit')]).toEqual([0, 3]);
    expect(receiver.got).toEqual([1, 2, 3]);
  });

  test('gathers what comes within its time into one batch', async () => {
    const batches: number[] = [];
    const reader = readers.open({
      ...{ name: 'audit', gatherMs: 200 },
      deliver: ({ entries }) => Promise.resolve(void batches.push(entries.length)),
    });
    await until('the reader runs', async () => (await readers.store.stats.readers()).length === 1);

    for (let count = 0; count < 4; count += 1) {
      await readers.events(1);
      reader.wake();
    }
    await until('it is delivered', () => batches.length > 0);

    expect(batches).toEqual([4]);
  });

  test('whose entries wait for turns delivers them at once when it is closed', async () => {
    const share = createLoopShare(() => ({ now: 0, idle: 0 })); // a rest never ends
    let turns = 0;
    const receiver = openReceiver(async ({ entries, turn }) => {
      for (let entry = 0; entry < entries.length; entry += 1) await turn().then(() => (turns += 1));
    });
    await readers.events(30);

    const reader = readers.open({ name: 'workflows', ...receiver }, { share });
    await until('it waits for a turn', () => turns === 8);
    await reader.close();

    expect(receiver.got).toHaveLength(30);
  });

  test('waits for the delivery under way when it is closed', async () => {
    const held = openHeld();
    await readers.events(2);
    const reader = readers.open({ name: 'audit', batch: 1, ...held });
    await until('the first is under way', () => held.isUnderWay());

    const closed = reader.close();
    held.letGo();
    await closed;

    expect(held.got).toEqual([1]);
    expect(await readers.store.feed.cursor('audit')).toBe(1);
  });
});

describe('a receiver that fails', () => {
  test('gets the same entries again, after those that it reported as done', async () => {
    const tries: number[][] = [];
    const deliver = ({ entries, done }: Delivery): Promise<void> => {
      tries.push(entries.map(({ position }) => position));
      if (tries.length > 2) return Promise.resolve();
      done(tries.length);
      return Promise.reject(new Error('no'));
    };
    await readers.events(4);

    readers.open({ name: 'audit', deliver });
    await until('all are delivered', async () => (await readers.store.feed.cursor('audit')) === 4);

    expect(tries).toEqual([
      [1, 2, 3, 4],
      [2, 3, 4],
      [3, 4],
    ]);
    expect(await readers.metric('devauth_reader_failures_total')).toBe(
      'devauth_reader_failures_total{reader="audit"} 2',
    );
  });

  test('is logged once when it fails, with the reason, and once when it works again', async () => {
    let failures = 0;
    const receiver = openReceiver(() => {
      failures += 1;
      return failures < 4 ? Promise.reject(new Error('connection refused')) : Promise.resolve();
    });
    await readers.events(1);

    readers.open({ name: 'audit', ...receiver });
    await until('it works again', () => readers.lines.length === 2);

    expect(readers.lines).toMatchObject([
      { level: 'warn', message: 'reader_fails', reader: 'audit', problem: 'connection refused' },
      { level: 'info', message: 'reader_delivers_again', reader: 'audit', after_failures: 3 },
    ]);
  });

  test('is asked again after a pause that grows, and wake-ups do not shorten it', async () => {
    const at: number[] = [];
    const deliver = (): Promise<void> => {
      at.push(performance.now());
      return Promise.reject(new Error('no'));
    };
    await readers.events(1);

    const reader = readers.open({ name: 'audit', deliver }, { rhythm: { firstPauseMs: 20, longestPauseMs: 160 } });
    const waking = setInterval(() => reader.wake(), 1);
    await until('it was asked five times', () => at.length === 5);
    clearInterval(waking);

    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    [10, 20, 40, 80].forEach((least, index) => expect(pauses[index]).toBeGreaterThanOrEqual(least - 1));
  });

  test('holds up no other reader', async () => {
    const dead = openReceiver(() => Promise.reject(new Error('no')));
    const hanging = openReceiver(() => new Promise(() => {}));
    const receiver = openReceiver();
    await readers.events(3);

    readers.open({ name: 'webhooks:dead', ...dead });
    readers.open({ name: 'webhooks:hanging', ...hanging }, { rhythm: { deliveryMs: 20 } });
    readers.open({ name: 'audit', ...receiver });
    await until('three are delivered', () => receiver.got.length === 3);

    expect([dead.got, hanging.got]).toEqual([[], []]);
    expect(await readers.store.stats.readers()).toMatchObject([
      { name: 'audit', behind: 0, oldest: undefined },
      { name: 'webhooks:dead', behind: 3, oldest: readers.clock.now() },
      { name: 'webhooks:hanging', behind: 3 },
    ]);
    expect(await readers.metric('devauth_reader_lag_events{reader="webhooks"}')).toMatch(/ 3$/);
  });

  test('that takes too long is aborted, and gets the entries again', async () => {
    let aborted = 0;
    const receiver = openReceiver(({ signal }) => {
      if (aborted > 0) return Promise.resolve();
      return new Promise(() => signal.addEventListener('abort', () => (aborted += 1)));
    });
    await readers.events(1);

    readers.open({ name: 'audit', ...receiver }, { rhythm: { deliveryMs: 20 } });
    await until('it is delivered', () => receiver.got.length === 1);

    expect(aborted).toBe(1);
  });
});

describe('of two nodes', () => {
  test('one delivers, and the other takes over at once when it closes', async () => {
    const [one, other] = [openReceiver(), openReceiver()];
    const rhythm = { leaseMs: 300 };
    const reader = readers.open({ name: 'audit', ...one }, { node: 'node-1', rhythm });
    await until('the first runs', async () => (await readers.store.stats.readers()).length === 1);
    readers.open({ name: 'audit', ...other }, { node: 'node-2', rhythm });

    await readers.events(2);
    reader.wake();
    await until('two are delivered', () => one.got.length === 2);
    await reader.close();
    await readers.events(1);

    await until('the other delivers', () => other.got.length === 1);
    expect([one.got, other.got]).toEqual([[1, 2], [3]]);
  });

  test('the one that has a long delivery keeps the reader', async () => {
    const [one, other] = [openHeld(), openReceiver()];
    const rhythm = { leaseMs: 90 };
    await readers.events(1);
    readers.open({ name: 'audit', ...one }, { node: 'node-1', rhythm });
    await until('the first runs', async () => (await readers.store.stats.readers()).length === 1);
    readers.open({ name: 'audit', ...other }, { node: 'node-2', rhythm });

    // The clock of the store continues, and would end a claim that is not renewed.
    const turning = setInterval(() => readers.clock.advance(5), 5);
    const renewed = async () => (await readers.store.stats.readers())[0]?.claimedUntil ?? new Date(0);
    const first = await renewed();
    await until('three leases are over', async () => (await renewed()).getTime() > first.getTime() + 270);
    one.letGo();
    await until('it is delivered', () => one.got.length === 1);
    clearInterval(turning);

    expect(other.got).toEqual([]);
  });

  test('the one that hangs loses the reader: its delivery is aborted and it does not move the cursor', async () => {
    const aborted: string[] = [];
    const one = openReceiver(
      ({ signal }) => new Promise(() => signal.addEventListener('abort', () => aborted.push(String(signal.reason)))),
    );
    const other = openReceiver();
    await readers.events(2);
    readers.open({ name: 'audit', ...one }, { node: 'node-1', rhythm: { leaseMs: 600 } });
    await until('the first runs', async () => (await readers.store.stats.readers()).length === 1);

    readers.clock.advance(601); // as if the node had hung: the claim ends before it is renewed
    readers.open({ name: 'audit', ...other }, { node: 'node-2' });
    await until('the other delivers', () => other.got.length === 2);
    await until('the first is told', () => aborted.length === 1);

    expect(aborted).toEqual(['Error: another node runs the reader']);
    expect(one.got).toEqual([]);
    expect(await readers.store.feed.moveCursor('audit', 'node-1', 2)).toBe(false);
  });
});

describe('a reader that was down for longer than the feed keeps unread entries', () => {
  test('logs that it has lost its place, counts the missed entries, and continues', async () => {
    const receiver = openReceiver();
    await readers.events(2);
    const reader = readers.open({ name: 'audit', ...receiver });
    await until('two are delivered', async () => (await readers.store.feed.cursor('audit')) === 2);
    await reader.close();
    await readers.events(4);
    readers.clock.advance(1);
    await readers.store.feed.claim('audit', 'node-1', new Date(Date.UTC(9999, 0, 1)));
    await readers.store.feed.prune(readers.clock.now(), readers.clock.now());

    readers.open({ name: 'audit', ...receiver });
    await until('the newest is delivered', () => receiver.got.length === 3);

    expect(receiver.got).toEqual([1, 2, 6]);
    expect(readers.lines).toMatchObject([{ level: 'error', message: 'reader_lost_place', after: 2, entries: 3 }]);
    expect(await readers.metric('devauth_reader_lost_events_total')).toMatch(/ 3$/);
  });
});
