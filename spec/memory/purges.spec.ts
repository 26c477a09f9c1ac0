import { expect, test } from '@jest/globals';
import { tenantId } from '../../src/domain/ids.ts';
import { purgedUntil } from '../../src/domain/revocation.ts';
import { createPurges } from '../../src/memory/purges.ts';
import { given } from '../support/stores/given.ts';

const [ACME, OTHER] = [tenantId('acme'), tenantId('other')];
const until = (writtenAt: Date): Date => new Date(purgedUntil(writtenAt) * 1000);

/** Purges with a count of reads, and a clock. */
function open(writtenAt: Date | undefined) {
  const state = { at: 0, writtenAt, reads: [] as string[], isDown: false };
  const lastPurge = (tenant: string): Promise<Date | undefined> => {
    state.reads.push(tenant);
    if (state.isDown) return Promise.reject(new Error('no answer'));
    return Promise.resolve(tenant === ACME ? state.writtenAt : undefined);
  };
  return { state, purges: createPurges({ lastPurge }, () => state.at) };
}

test('the store is asked once in five seconds for each tenant', async () => {
  const { state, purges } = open(given.time(1));

  const found = [await purges.until(ACME), await purges.until(ACME), await purges.until(OTHER)];
  state.writtenAt = given.time(2);
  state.at = 4_999;
  found.push(await purges.until(ACME));
  state.at = 5_000;
  found.push(await purges.until(ACME));

  expect(found).toEqual([
    until(given.time(1)),
    until(given.time(1)),
    undefined,
    until(given.time(1)),
    until(given.time(2)),
  ]);
  expect(state.reads).toEqual(['acme', 'other', 'acme']);
});

test('after a purge of its own the store is asked at once', async () => {
  const { state, purges } = open(given.time(1));
  await purges.until(ACME);

  state.writtenAt = given.time(2);
  purges.forget(ACME);

  expect(await purges.until(ACME)).toEqual(until(given.time(2)));
});

test('a read that failed is not remembered', async () => {
  const { state, purges } = open(given.time(1));
  state.isDown = true;
  await expect(purges.until(ACME)).rejects.toThrow('no answer');

  state.isDown = false;

  expect(await purges.until(ACME)).toEqual(until(given.time(1)));
});
