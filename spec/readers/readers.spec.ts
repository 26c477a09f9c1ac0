import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openReaders, type Readers } from '../../src/readers/readers.ts';
import { openMetrics } from '../../src/observe/metrics.ts';
import { readDiskSpace } from '../../src/observe/disk-space.ts';
import { openLogLines } from '../support/log-lines.ts';
import { until } from '../support/until.ts';
import { openReceiver, openTestReaders, QUIET, type TestReaders } from './tools.ts';

let given: TestReaders;
let readers: Readers;
const OF_NODE = { id: '1', isShared: false, ttlSeconds: 3600 };

beforeEach(async () => {
  given = await openTestReaders();
  const { store, clock } = given;
  const { log } = openLogLines();
  const sources = {
    stats: store.stats,
    signingKeys: () => Promise.resolve([]),
    now: clock.now,
    space: () => readDiskSpace('.'),
    maxPending: 10,
    ofProcess: false,
  };
  const metrics = openMetrics(sources).readers;
  readers = openReaders({ feed: store.feed, ...OF_NODE, now: clock.now, log, metrics, rhythm: QUIET });
});
afterEach(async () => {
  await readers.close();
  await given.close();
});

const isRunning = async (count: number): Promise<boolean> => (await given.store.stats.readers()).length === count;

describe('the readers of a node', () => {
  test('are all woken by one call', async () => {
    const [one, other] = [openReceiver(), openReceiver()];
    readers.add({ name: 'audit', ...one });
    readers.add({ name: 'webhooks:1', ...other });
    await until('both run', () => isRunning(2));

    await given.events(1);
    readers.wake();

    await until('both have delivered', () => one.got.length === 1 && other.got.length === 1);
  });

  test('have a name each', () => {
    readers.add({ name: 'audit', ...openReceiver() });

    expect(() => readers.add({ name: 'audit', ...openReceiver() })).toThrow(TypeError);
  });

  test('can be removed one by one, and continue at their cursor when they are added again', async () => {
    const receiver = openReceiver();
    readers.add({ name: 'webhooks:1', ...receiver });
    await given.events(1);
    readers.wake();
    await until('one is delivered', () => receiver.got.length === 1);

    await readers.end('webhooks:1');
    await readers.end('webhooks:unknown');
    await given.events(1);
    readers.wake();
    readers.add({ name: 'webhooks:1', ...receiver });

    await until('two are delivered', () => receiver.got.length === 2);
    expect(receiver.got).toEqual([1, 2]);
  });
});
