import { describe, expect, test } from '@jest/globals';
import { OWN_TENANT, deviceId } from '../../src/domain/ids.ts';
import { diagnose, type DiagnoseDeps, untrustedProxy } from '../../src/service/diagnose.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import type { StoreStats } from '../../src/store/stats.ts';
import { given } from '../support/stores/given.ts';

const NOW = given.time(0);
const before = (ms: number): Date => new Date(NOW.getTime() - ms);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MEBIBYTE = 1024 * 1024;

describe('diagnose', () => {
  test('finds no fault in a store with good counts and a key that signs', async () => {
    expect(await wrong({})).toEqual([]);
  });

  test('names a tenant whose slots differ twice from the number of its accepted devices', async () => {
    const count = { tenant: OWN_TENANT, used: 3, accepted: 2, openOperations: 0 };

    expect(await wrong({ stats: { recount: () => Promise.resolve([count]) } })).toEqual(['slots']);
  });

  test('a tenant that differed only between two reads is well, and one with an open operation too', async () => {
    const counts = [{ tenant: OWN_TENANT, used: 3, accepted: 2, openOperations: 0 }];
    const moving = { recount: () => Promise.resolve(counts.splice(0)) };
    const open = { recount: () => Promise.resolve([{ tenant: OWN_TENANT, used: 3, accepted: 2, openOperations: 1 }]) };

    expect(await wrong({ stats: moving })).toEqual([]);
    expect(await wrong({ stats: open })).toEqual([]);
  });

  test.each([
    [MINUTE - 1, []],
    [MINUTE + 1, ['operations']],
  ])('an operation that is open for %i ms: %j', async (age, expected) => {
    const open = { id: 'op', kind: 'take', device: deviceId('d'), tenant: OWN_TENANT, at: before(age) } as const;

    expect(await wrong({ stats: { openOperations: () => Promise.resolve([open]) } })).toEqual(expected);
  });

  test.each([
    [MINUTE - 1, []],
    [MINUTE + 1, ['events']],
  ])('an event that is unsent for %i ms: %j', async (age, expected) => {
    expect(await wrong({ stats: { oldestUnsentEvent: () => Promise.resolve(before(age)) } })).toEqual(expected);
  });

  test.each([
    [5_000, []],
    [6_000, ['clock']],
  ])('a clock that is %i ms from that of the database: %j', async (difference, expected) => {
    expect(await wrong({ stats: { time: () => Promise.resolve(before(difference)) } })).toEqual(expected);
  });

  test('no active key is wrong, and so is one that has signed for more than a year', async () => {
    const key = (state: string, since: Date) => () => Promise.resolve([{ kid: 'k', state, since }]);

    expect(await wrong({ signingKeys: key('pending', NOW) })).toEqual(['keys']);
    expect(await wrong({ signingKeys: key('active', before(366 * DAY)) })).toEqual(['keys']);
    expect(await wrong({ signingKeys: key('active', before(364 * DAY)) })).toEqual([]);
  });

  test('a store with a failed last call is wrong, and one that works again is not', async () => {
    const failed = (isFailing: boolean) => () =>
      Promise.resolve({ count: 2, last: { at: before(1), problem: 'database or disk is full' }, isFailing });

    expect(await wrong({ stats: { failures: failed(true) } })).toEqual(['writes']);
    expect(await wrong({ stats: { failures: failed(false) } })).toEqual([]);
  });

  test.each([
    ['64 MiB of a large disk', 64 * MEBIBYTE, 1e12, []],
    ['less than 64 MiB of a large disk', 64 * MEBIBYTE - 1, 1e12, ['disk']],
    ['a twentieth of a small disk', 5e6, 1e8, []],
    ['less than a twentieth of a small disk', 4e6, 1e8, ['disk']],
  ])('%s is free: %j', async (_what, freeBytes, totalBytes, expected) => {
    expect(await wrong({ space: () => Promise.resolve({ folder: '/data', freeBytes, totalBytes }) })).toEqual(expected);
  });

  test.each([
    ['7,999 places of 10,000 by one public address', 7999, '203.0.113.7', []],
    ['8,000 places of 10,000', 8000, '203.0.113.7', ['queue']],
    ['1,000 places by a private address, which may be a proxy', 1000, '10.0.0.1', ['queue']],
    ['999 places by a private address', 999, '10.0.0.1', []],
  ])('%s: %j', async (_what, taken, from, expected) => {
    const queue = { tenant: OWN_TENANT, taken, sources: 1, heaviest: [{ from, places: taken }] };

    expect(await wrong({ stats: { queues: () => Promise.resolve([queue]) } })).toEqual(expected);
  });

  test('a proxy that is not trusted is in one finding, with the setting', async () => {
    expect(await wrong({ forwarders: () => ['10.0.0.1'] })).toEqual(['queue']);
    expect(untrustedProxy('10.0.0.1')).toMatch(/^10\.0\.0\.1 forwards .* DEVICEAUTH_TRUSTED_PROXIES/);
  });

  test('a check that fails to run is wrong, and the others still run', async () => {
    const refuse = () => Promise.reject(new Error('out of reach'));

    expect(await wrong({ ping: refuse, stats: { recount: refuse } })).toEqual(['store', 'slots']);
  });
});

/** Returns the checks with a finding, on a real store with the given numbers. */
async function wrong(of: Partial<Omit<DiagnoseDeps, 'stats'>> & { stats?: Partial<StoreStats> }): Promise<string[]> {
  const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  const findings = await diagnose({
    ping: () => store.ping(),
    signingKeys: () => Promise.resolve([{ kid: 'k', state: 'active', since: NOW }]),
    space: () => Promise.resolve({ folder: '/data', freeBytes: 9e9, totalBytes: 9e10 }),
    tokenTtlSeconds: 3600,
    maxPending: 10_000,
    forwarders: () => [],
    now: () => NOW,
    ...of,
    stats: { ...store.stats, ...of.stats },
  });
  await store.close();
  return findings.filter(({ status }) => status === 'wrong').map(({ check }) => check);
}
