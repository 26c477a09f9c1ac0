// The delivery of one batch: devices in parallel, the events of one device in sequence.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import { identityFromText } from '../../../src/domain/identity.ts';
import { OWN_TENANT } from '../../../src/domain/ids.ts';
import type { WorkflowCall } from '../../../src/readers/workflows/calls.ts';
import type { ReaderSettings } from '../../../src/readers/reader.ts';
import { workflowsReader } from '../../../src/readers/workflows/reader.ts';
import type { FeedEntry } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { until } from '../../support/until.ts';

const [a, b] = ['a', 'b'].map((mac) => given.device({ identity: identityFromText(`{"mac":"${mac}"}`), revision: 9 }));
if (a === undefined || b === undefined) throw new TypeError('two devices are needed');

/** Call texts such as `a2`: the device and the revision. */
const nameOf = ({ body }: WorkflowCall): string => {
  const [{ id, revision } = { id: '', revision: 0 }]: { id: string; revision: number }[] = JSON.parse(
    JSON.stringify(body['devices']),
  );
  return `${id === a.id ? 'a' : 'b'}${revision}`;
};

const entry = (position: number, { id }: Device, revision: number): FeedEntry => ({
  position,
  writtenAt: given.time(0),
  event: given.event(
    { tenant: OWN_TENANT, device: id, revision },
    { type: 'device.changed', from: 'pending', to: 'rejected' },
  ),
});

let begun: string[];
let done: number[];
let held: Map<string, (error?: Error) => void>;
let isHolding: (name: string) => boolean;
let turn: () => Promise<void>;
let reads: number;
let deliver: (entries: readonly FeedEntry[], signal?: AbortSignal) => ReturnType<ReaderSettings['deliver']>;

beforeEach(() => {
  begun = [];
  done = [];
  held = new Map();
  isHolding = () => false;
  turn = () => Promise.resolve();
  reads = 0;
  const reader = workflowsReader({
    devices: {
      find: (_tenant, id) => {
        reads += 1;
        return Promise.resolve([a, b].find((device) => device.id === id));
      },
    },
    call: (call) => {
      const name = nameOf(call);
      begun.push(name);
      if (!isHolding(name)) return Promise.resolve('done');
      return new Promise((resolve, reject) =>
        held.set(name, (error) => (error === undefined ? resolve('done') : reject(error))),
      );
    },
  });
  deliver = (entries, signal = new AbortController().signal) =>
    reader.deliver({ entries, signal, done: (position) => done.push(position), turn: () => turn() });
});

describe('a batch', () => {
  test('has the events of one device sent one after another, and those of others beside them', async () => {
    isHolding = (name) => name === 'a1';

    const delivered = deliver([entry(1, a, 1), entry(2, a, 2), entry(3, b, 1), entry(4, b, 2)]);
    await until('b is sent', () => begun.includes('b2'));
    expect(begun).toEqual(['a1', 'b1', 'b2']);
    expect(done).toEqual([]);
    held.get('a1')?.();
    await delivered;

    expect(begun.at(-1)).toBe('a2');
    expect(done.at(-1)).toBe(4);
  });

  test('that fails is sent again without the finished part, and no event of a device overtakes its failed one', async () => {
    isHolding = (name) => name === 'a1';
    const batch = [entry(1, a, 1), entry(2, b, 1), entry(3, a, 2)];

    const delivered = deliver(batch);
    await until('b is sent', () => begun.includes('b1'));
    held.get('a1')?.(new Error('down'));
    await expect(delivered).rejects.toThrow('down');
    isHolding = () => false;
    await deliver(batch);

    expect(begun).toEqual(['a1', 'b1', 'a1', 'a2']);
    expect(done.at(-1)).toBe(3);
  });

  test('has each entry begin with a turn, and none after another one failed', async () => {
    const turns: (() => void)[] = [];
    turn = () =>
      new Promise((resolve) => {
        turns.push(resolve);
      });
    isHolding = () => true;

    const delivered = deliver([entry(1, a, 1), entry(2, b, 1)]);
    await until('both wait for a turn', () => turns.length === 2);
    expect(begun).toEqual([]);
    turns[0]?.();
    await until('the first has begun', () => held.has('a1'));
    held.get('a1')?.(new Error('down'));
    await new Promise((resolve) => setImmediate(resolve)); // the lanes have seen the failure
    turns[1]?.();

    await expect(delivered).rejects.toThrow('down');
    expect(begun).toEqual(['a1']);
  });

  test('reads each device once', async () => {
    await deliver([entry(1, a, 1), entry(2, b, 1), entry(3, a, 2), entry(4, a, 3)]);

    expect(begun).toHaveLength(4);
    expect(reads).toBe(2);
  });

  test('of a reader that another node has taken over ends with the call under way', async () => {
    isHolding = (name) => name === 'a1';
    const taken = new AbortController();

    const delivered = deliver([entry(1, a, 1), entry(2, a, 2)], taken.signal);
    await until('the first is under way', () => held.has('a1'));
    taken.abort();
    held.get('a1')?.();
    await delivered.catch(() => undefined);

    expect(begun).toEqual(['a1']);
  });
});
