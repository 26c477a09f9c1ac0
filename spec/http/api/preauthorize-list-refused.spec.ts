// A list that the store refuses in the middle: the report has no gap, so that the rest of the list can be sent separately.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Refused } from '../../../src/domain/errors.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import type { Devices } from '../../../src/store/store.ts';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';

const DOWN = new Refused('store_unavailable', 'the disk is full');
const REFUSED_CALL = 2;
const REFUSED_CHANGE = 30;

/** The second call waits for the fourth, and writes all but one of its changes; the others write all. */
function refusingOnce(commitMany: Devices['commitMany']): Devices['commitMany'] {
  let calls = 0;
  let begin = (): void => undefined;
  const othersBegan = new Promise<void>((resolve) => (begin = resolve));
  return async (tenant, changes) => {
    calls += 1;
    if (calls === REFUSED_CALL + 2) begin();
    if (calls !== REFUSED_CALL) return commitMany(tenant, changes);
    await othersBegan;
    const answers = await commitMany(
      tenant,
      changes.filter((_, at) => at !== REFUSED_CHANGE),
    );
    return [...answers.slice(0, REFUSED_CHANGE), DOWN, ...answers.slice(REFUSED_CHANGE)];
  };
}

let app: TestApp;
beforeAll(async () => {
  const real = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  const devices = { ...real.devices, commitMany: refusingOnce((...call) => real.devices.commitMany(...call)) };
  const store: SqliteStore = Object.assign(Object.create(real), { devices, close: () => real.close() });
  app = await openApp({}, { store });
});
afterAll(() => app.close());

describe('a list that the store refuses in the middle', () => {
  test('reports the rows before the first one that was not decided, and the rest can be sent again', async () => {
    const body = Array.from({ length: 300 }, () => simulateDevice()).map(({ identity, pubkey }) => ({
      identity_data: identity,
      pubkey,
    }));

    const first = await app.management('POST /devices/bulk', { body });
    const reported: number = first.body.results.length;
    const second = await app.management('POST /devices/bulk', { body: body.slice(reported) });

    expect(first.body.results.map(({ row }: { row: number }) => row)).toEqual(
      Array.from({ length: reported }, (_, at) => at + 1),
    );
    // The groups are under way at once, so another one than the second may be the refused one.
    expect([reported % 50, first.body.stopped.error]).toEqual([REFUSED_CHANGE, 'service unavailable']);
    const results: readonly { readonly result: string }[] = second.body.results;
    expect(results.filter(({ result }) => result === 'created' || result === 'exists')).toHaveLength(300 - reported);
    expect((await app.management('GET /devices/count')).body.count).toBe(300);
  });
});
