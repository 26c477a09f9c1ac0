import { describe, expect, test } from '@jest/globals';
import { authSetId, deviceId } from '../../src/domain/ids.ts';
import type { Place } from '../../src/domain/places.ts';
import { createWaiting } from '../../src/memory/waiting.ts';
import { openClock } from '../support/clock.ts';
import { given } from '../support/stores/given.ts';

const TENANT = given.tenant();
const SECOND = 1000;

/** A port with that many places of that source, one for each device. It counts its reads. */
function open({ taken, from = 'heavy', maxPending = 3 }: { taken: number; from?: string; maxPending?: number }) {
  const clock = openClock();
  const reads: string[] = [];
  const state = { taken };
  const placeAt = (index: number): Place => ({
    device: deviceId(`device ${String(index).padStart(6, '0')}`),
    authSet: authSetId(`set ${index}`),
    from,
    createdAt: clock.now(),
    askedAt: clock.now(),
  });
  const devices = {
    countWaiting: () => {
      reads.push('count');
      return Promise.resolve(state.taken);
    },
    listWaiting: (_: unknown, { limit, after }: { limit: number; after: Place['device'] | undefined }) => {
      reads.push('list');
      const all = Array.from({ length: state.taken }, (_unused, index) => placeAt(index));
      const rest = all.filter(({ device }) => after === undefined || device > after);
      const places = rest.slice(0, limit);
      return Promise.resolve({ places, next: rest.length > limit ? places.at(-1)?.device : undefined });
    },
  };
  return { clock, reads, state, waiting: createWaiting({ devices, maxPending, now: clock.now }) };
}

describe('the places of a tenant', () => {
  test('are free until they are all taken', async () => {
    const { waiting, reads } = open({ taken: 1, from: 'mine' });

    const answers = [];
    for (let count = 0; count < 3; count += 1) answers.push(await waiting.takePlace(TENANT, 'mine'));

    expect(answers).toEqual(['free', 'free', undefined]);
    expect(reads).toEqual(['count', 'list']);
  });

  test('are not given to more strangers at once than there are', async () => {
    const { waiting } = open({ taken: 1, from: 'mine' });

    const answers = await Promise.all(Array.from({ length: 5 }, () => waiting.takePlace(TENANT, 'mine')));

    expect(answers.filter((answer) => answer === 'free')).toHaveLength(2);
  });

  test('are counted again after ten seconds', async () => {
    const { waiting, clock, state, reads } = open({ taken: 3, from: 'mine' });
    expect(await waiting.takePlace(TENANT, 'mine')).toBeUndefined();
    state.taken = 1;

    expect(await waiting.takeFreePlace(TENANT)).toBe(false);
    clock.advance(10 * SECOND);
    expect(await waiting.takeFreePlace(TENANT)).toBe(true);
    expect(reads.filter((read) => read === 'count')).toHaveLength(2);
  });

  test('are taken from the heaviest source, each once', async () => {
    const { waiting } = open({ taken: 3 });

    const answers = [await waiting.takePlace(TENANT, 'light'), await waiting.takePlace(TENANT, 'light')];

    expect(answers).toEqual([expect.objectContaining({ from: 'heavy' }), expect.objectContaining({ from: 'heavy' })]);
    expect(new Set(answers).size).toBe(2);
  });

  test('are read in pieces, once in ten seconds, however many strangers are refused', async () => {
    const { waiting, reads } = open({ taken: 1200, from: 'mine', maxPending: 1200 });

    for (let count = 0; count < 50; count += 1) await waiting.takePlace(TENANT, 'mine');

    expect(reads).toEqual(['count', 'list', 'list', 'list']);
  });

  test('that are given back are free', async () => {
    const { waiting } = open({ taken: 2 });
    expect(await waiting.takeFreePlace(TENANT)).toBe(true);
    expect(await waiting.takeFreePlace(TENANT)).toBe(false);

    waiting.giveBack(TENANT);
    await Promise.resolve();

    expect(await waiting.takeFreePlace(TENANT)).toBe(true);
  });

  test('a store that was away is asked again', async () => {
    const { waiting, state } = open({ taken: 0 });
    const devices = {
      countWaiting: () => (state.taken === 0 ? Promise.reject(new Error('away')) : Promise.resolve(0)),
      listWaiting: () => Promise.reject(new Error('away')),
    };
    const flaky = createWaiting({ devices, maxPending: 1, now: openClock().now });

    await expect(flaky.takeFreePlace(TENANT)).rejects.toThrow('away');
    state.taken = 1;

    expect(await flaky.takeFreePlace(TENANT)).toBe(true);
    expect(await waiting.takeFreePlace(TENANT)).toBe(true);
  });
});
