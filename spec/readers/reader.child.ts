// A node that runs the reader `audit`, for the specs of kills. Its arguments are a name, a lease in ms, and either a file or a
// MongoDB address and a database. Each delivered entry is a line with its position. The process ends when its stdin ends.
import { setTimeout as sleep } from 'node:timers/promises';
import winston from 'winston';
import { createLoopShare } from '../../src/readers/loop-share.ts';
import { openReader } from '../../src/readers/reader.ts';
import { MongoStore } from '../../src/store/mongo/store.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';

const [node = '', leaseMs, place = '', database] = process.argv.slice(2);
const store =
  database === undefined
    ? await SqliteStore.open({ file: place, defaultLimit: -1 })
    : await MongoStore.open({ uri: place, database, defaultLimit: -1 });

/** Resolves when the line is in the pipe, so that a kill does not lose it. */
const say = (text: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(`${text}\n`, () => resolve()));
const log = winston.createLogger({ silent: true });

const reader = openReader(
  {
    feed: store.feed,
    node,
    now: () => new Date(),
    log,
    metrics: { delivered: () => undefined, failed: () => undefined, lost: () => undefined },
    rhythm: {
      leaseMs: Number(leaseMs),
      pollMs: 50,
      firstPauseMs: 50,
      longestPauseMs: 200,
      deliveryMs: 10_000,
      cursorMs: 20,
    },
    share: createLoopShare(),
  },
  {
    name: 'audit',
    batch: 10,
    deliver: async ({ entries }) => {
      for (const { position } of entries) {
        await sleep(3); // a slow receiver, so that a kill happens in its middle
        await say(String(position));
      }
    },
  },
);
await say('ready');
for await (const _line of process.stdin) continue;
await reader.close();
await store.close();
