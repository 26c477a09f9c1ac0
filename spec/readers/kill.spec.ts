// A node that runs a reader is killed: another one, or the same after its restart, continues, and nothing is lost or out of order.
import { afterEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';
import { given } from '../support/stores/given.ts';
import { describeMongo, openMongo, testMongo } from '../support/stores/mongo.ts';
import { LOADER, ROOT } from '../support/typescript.ts';
import { until } from '../support/until.ts';

interface Node {
  /** The positions that it has delivered. */
  readonly got: readonly number[];
  readonly ready: Promise<unknown>;
  kill(): Promise<void>;
  pause(): void;
  resume(): void;
}

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function startNode(name: string, leaseMs: number, place: readonly string[]): Node {
  const args = ['--import', LOADER, join(ROOT, 'spec/readers/reader.child.ts'), name, String(leaseMs), ...place];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  cleanups.push(() => child.kill('SIGKILL'));
  const got: number[] = [];
  const lines = createInterface({ input: child.stdout });
  const ready = once(lines, 'line');
  lines.on('line', (line) => {
    if (line !== 'ready') got.push(Number(line));
  });
  return {
    got,
    ready,
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
  };
}

async function writeEvents(store: Store, count: number): Promise<void> {
  const tenant = given.tenant();
  for (const device of given.devices(count, { tenant })) await store.devices.commit(tenant, given.create(device));
}

const increasing = (positions: readonly number[]): boolean =>
  positions.every((position, index) => index === 0 || position === (positions[index - 1] ?? 0) + 1);

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

const allOf = (...runs: readonly Node[]): readonly number[] =>
  [...new Set(runs.flatMap(({ got }) => got))].sort((a, b) => a - b);

test('on the embedded store a killed process continues at its restart, after the cursor', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'devauth-reader-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'devauth.db');
  const store = await SqliteStore.open({ file, defaultLimit: -1 });
  await writeEvents(store, 400);
  await store.close();

  const runs: Node[] = [];
  for (const count of [25, 60, 90]) {
    const node = startNode('embedded', 60_000, [file]);
    runs.push(node);
    await until(`${count} more are delivered`, () => node.got.length >= count);
    await node.kill();
  }
  const last = startNode('embedded', 60_000, [file]);
  await until('all are delivered', () => last.got.includes(400), 30_000);
  await last.kill();

  expect(allOf(...runs, last)).toEqual(upTo(400));
  for (const { got } of [...runs, last]) expect(increasing(got)).toBe(true);
  [...runs.slice(1), last].forEach((run, index) => {
    const before = runs[index]?.got.at(-1) ?? 0;
    expect(run.got[0]).toBeGreaterThan(before - 20); // at most the batch that was under way again, and the one before it
  });
});

describeMongo('of two nodes on MongoDB', () => {
  test('the other one takes over after the lease when one is killed, and when one hangs', async () => {
    const mongo = await testMongo();
    const opened = await openMongo(mongo.uri);
    cleanups.push(
      () => mongo.stop(),
      () => opened.destroy(),
    );
    const place = [mongo.uri, opened.database];
    const nodes = ['node-1', 'node-2', 'node-3'].map((name) => startNode(name, 1500, place));
    await Promise.all(nodes.map(({ ready }) => ready));
    const runs = (position: number, others: readonly Node[]): Promise<Node> =>
      until(`${position} is delivered`, () => others.find(({ got }) => got.includes(position)), 30_000);

    await writeEvents(opened.store, 50);
    const first = await runs(50, nodes);
    const writing = writeEvents(opened.store, 100);
    await runs(70, [first]);
    await first.kill();
    await writing;
    const left = nodes.filter((node) => node !== first);
    const second = await runs(150, left);
    second.pause();
    await writeEvents(opened.store, 50);
    const third = await runs(
      200,
      left.filter((node) => node !== second),
    );
    second.resume();
    await writeEvents(opened.store, 10);
    await runs(210, [third]);

    expect(allOf(...nodes)).toEqual(upTo(210));
    for (const { got } of nodes) expect(increasing(got)).toBe(true);
    expect(second.got.at(-1)).toBe(150);
  }, 120_000);
});
