// Many requests of one peer that never succeeds: operators are still served, memory is bounded, and nothing is written.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Devices } from '../../src/store/store.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import { openApp } from '../support/app/app.ts';
import { runChild } from '../support/child.ts';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { openUserIssuer } from '../support/app/users.ts';
import { times } from '../support/times.ts';
import { MANAGEMENT } from './tools.ts';

const BODIES = times({ inCi: 64, here: 16 });
/** CPU time is counted in ticks of 10 ms, so many lists are one measurement. */
const LISTS = 200;
/** The CPU time that a body without end may take, in lists. */
const MOST_LISTS = 150;

const users = openUserIssuer();
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pubkey = publicKey.export({ type: 'spki', format: 'pem' }).toString();

let program: Program;
let serving: Serving;
beforeAll(async () => {
  program = openProgram();
  serving = await program.serve({
    DEVICEAUTH_USER_KEYS: users.publicKeyFile,
    DEVICEAUTH_LOG_LEVEL: 'error',
    DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '0',
  });
}, 60_000);
afterAll(() => program.close());

async function timeOfList(): Promise<number> {
  const began = performance.now();
  const answer = await fetch(`${serving.publicUrl + MANAGEMENT}/devices`, {
    headers: { Authorization: `Bearer ${users.token()}` },
  });
  await answer.text();
  expect(answer.status).toBe(200);
  return performance.now() - began;
}

async function timesWhile(isGoingOn: () => boolean): Promise<readonly number[]> {
  const times: number[] = [];
  while (isGoingOn()) times.push(await timeOfList());
  return times;
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;

const residentBytes = (): number =>
  1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${serving.process.pid}/status`, 'utf8'))?.[1]);

/** The CPU time of the service, in ticks of 10 ms. */
function cpuMs(): number {
  const fields = readFileSync(`/proc/${serving.process.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** The CPU time of one list that an operator asks for, as a measure of the machine. */
async function cpuMsOfList(): Promise<number> {
  const before = cpuMs();
  for (let left = LISTS; left > 0; left -= 1) await timeOfList();
  return (cpuMs() - before) / LISTS;
}

async function flood(kind: string, count: number): Promise<Readonly<Record<string, number>>> {
  const { code, stdout, stderr } = await runChild('spec/hostile/flood.child.ts', {
    args: [serving.publicUrl, kind, String(count), '64', pubkey],
    timeoutMs: 120_000,
  });
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

// T150, T152, T154
test.each([
  ['unsigned', { '400': 2000 }],
  ['badly signed', { '401': 2000 }],
])(
  '2,000 %s auth requests over 64 connections leave an operator served within 10 times the quiet time',
  async (kind, expected) => {
    let left = 60;
    await timesWhile(() => (left -= 1) > 30);
    const quiet = median(await timesWhile(() => (left -= 1) > 0));

    let isOver = false;
    const flooded = flood(kind, 2000).finally(() => (isOver = true));
    const times = await timesWhile(() => !isOver);

    expect(await flooded).toEqual(expected);
    expect(times.length).toBeGreaterThan(10);
    expect(median(times)).toBeLessThan(10 * quiet);
  },
  120_000,
);

// T86, T130
test.each([
  ['oversize', '413', 64],
  // The bytes of one read of a connection are in memory at once; the allocator returns them late.
  ['a byte a chunk', '400', 700],
])(
  `${4 * BODIES} bodies without end, %s, cost no memory that stays and less time than ${MOST_LISTS} lists`,
  async (kind, status, megabytes) => {
    await flood(kind, BODIES);
    const list = await cpuMsOfList();
    const before = residentBytes();
    const cpuBefore = cpuMs();

    const statuses = await flood(kind, 3 * BODIES);

    expect(statuses).toEqual({ [status]: 3 * BODIES });
    expect((cpuMs() - cpuBefore) / (3 * BODIES)).toBeLessThan(MOST_LISTS * list);
    expect(residentBytes() - before).toBeLessThan(megabytes * 1_000_000);
  },
  120_000,
);

// T39, T152
describe('a device that asks again and again', () => {
  test.each(['pending', 'rejected'])('and is %s writes nothing', async (status) => {
    const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
    const writes: string[] = [];
    const devices: Devices = new Proxy(store.devices, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...args: readonly unknown[]): unknown => {
          if (/commit|checkIn|purge/.test(String(name))) writes.push(String(name));
          return Reflect.apply(method, target, args);
        };
      },
    });
    const { search, limits, feed, audit, stats, tokenTrustMs, tenantDevices, apiKeys, webhooks } = store;
    const parts = { devices, search, limits, feed, audit, stats, tokenTrustMs, tenantDevices, apiKeys, webhooks };
    const app = await openApp({}, { store: { ...parts, ping: () => store.ping(), close: () => store.close() } });
    try {
      const seen = await app.pending(simulateDevice());
      if (status === 'rejected') await app.setStatus(seen, 'rejected');
      const before = writes.length;

      for (let asked = 0; asked < 100; asked += 1) expect((await app.ask(seen.device)).status).toBe(401);

      expect(before).toBeGreaterThan(0);
      expect(writes).toHaveLength(before);
    } finally {
      await app.close();
    }
  });
});
