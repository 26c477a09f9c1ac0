// What readers take of the event loop, on simulated loops: an entry keeps the loop busy for a while, and others use a part of the rest.
import { describe, expect, test } from '@jest/globals';
import { createLoopRule, createLoopShare, type LoopTimes } from '../../src/readers/loop-share.ts';

const LOOK_MS = 20;
const SECOND = 1000;

function openLoop() {
  let times: LoopTimes = { now: 0, idle: 0 };
  /** Others are busy for a part of the time. */
  const pass = (ms: number, busy: number): void => {
    times = { now: times.now + ms, idle: times.idle + ms * (1 - busy) };
  };
  return { read: () => times, pass };
}

/** Readers that always have a next entry, for so many seconds. Returns the part of the time that they took. */
function catchUp(loop: ReturnType<typeof openLoop>, mayBegin: () => boolean, { busy = 0, entryMs = 1, seconds = 60 }) {
  const began = loop.read().now;
  let took = 0;
  while (loop.read().now < began + seconds * SECOND) {
    const begins = mayBegin();
    if (begins) took += entryMs;
    if (begins) loop.pass(entryMs, 1);
    else loop.pass(LOOK_MS, busy);
  }
  return took / (seconds * SECOND);
}

describe('readers that always have a next entry', () => {
  test.each([
    { busy: 1, least: 0.08, most: 0.1 },
    { busy: 0.9, least: 0.08, most: 0.1 },
    { busy: 0.35, least: 0.08, most: 0.1 },
    { busy: 0.2, least: 0.95, most: 1 },
    { busy: 0, least: 0.95, most: 1 },
  ])('beside others that use $busy of the loop take between $least and $most of it', ({ busy, least, most }) => {
    const loop = openLoop();

    const part = catchUp(loop, createLoopRule(loop.read), { busy });

    expect(part).toBeGreaterThanOrEqual(least);
    expect(part).toBeLessThanOrEqual(most);
  });

  test('take a tenth of a busy loop on a slow machine, too', () => {
    const loop = openLoop();

    const part = catchUp(loop, createLoopRule(loop.read), { busy: 1, entryMs: 5 });

    expect(part).toBeLessThanOrEqual(0.1);
  });

  test('always progress by 16 entries in a second of rests, also if an entry costs a second', () => {
    const loop = openLoop();

    const part = catchUp(loop, createLoopRule(loop.read), { busy: 1, entryMs: 1000 });

    expect(part).toBeGreaterThanOrEqual(8 / 8.6);
  });

  test('give way within a second when others begin, and take the loop again within a second when they end', () => {
    const loop = openLoop();
    const mayBegin = createLoopRule(loop.read);

    catchUp(loop, mayBegin, {});
    catchUp(loop, mayBegin, { busy: 1, seconds: 1 });
    const beside = catchUp(loop, mayBegin, { busy: 1 });
    catchUp(loop, mayBegin, { seconds: 1 });
    const alone = catchUp(loop, mayBegin, {});

    expect(beside).toBeLessThanOrEqual(0.1);
    expect(alone).toBeGreaterThanOrEqual(0.95);
  });

  test('never rest if they wait for their receiver most of the time', () => {
    const loop = openLoop();
    const mayBegin = createLoopRule(loop.read);
    const began: boolean[] = [];

    for (let entry = 0; entry < 100; entry += 1) {
      began.push(mayBegin());
      loop.pass(LOOK_MS, 0.2);
    }

    expect(began).not.toContain(false);
  });

  test('begin no more entries than a slice in one turn of the loop', () => {
    const loop = openLoop();
    const mayBegin = createLoopRule(loop.read);
    loop.pass(SECOND, 1);

    const began = Array.from({ length: 100 }, () => mayBegin()).filter(Boolean);

    expect(began).toHaveLength(8);
  });
});

describe('a turn', () => {
  test('waits while the loop is busy, and comes with the next look when the reader stops', async () => {
    const share = createLoopShare(openLoop().read); // no time passes, so a rest never ends
    let [turns, isStopping] = [0, false];
    const take = async (): Promise<void> => {
      await share.turn(() => isStopping);
      turns += 1;
    };

    const taken = Array.from({ length: 20 }, take);
    await new Promise((resolve) => setImmediate(resolve));
    const before = turns;
    isStopping = true;
    await Promise.all(taken);

    expect([before, turns]).toEqual([8, 20]);
  });
});
