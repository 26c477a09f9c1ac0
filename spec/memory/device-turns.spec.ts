import { describe, expect, test } from '@jest/globals';
import { createDeviceTurns } from '../../src/memory/device-turns.ts';
import { inParallel, tally } from '../service/fleet/tools.ts';

describe('turns', () => {
  test('of a pair that is on record are one at a time', async () => {
    const turns = createDeviceTurns();
    let atWork = 0;
    let most = 0;

    const work = async (): Promise<void> => {
      atWork += 1;
      most = Math.max(most, atWork);
      await Promise.resolve();
      atWork -= 1;
    };
    await Promise.all(inParallel(8, () => turns.known('pair', work)));

    expect(most).toBe(1);
  });

  test('of a pair are refused with conflict to the 129th at once', async () => {
    const turns = createDeviceTurns();
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));

    const crowd = tally(inParallel(129, () => turns.known('pair', () => opened)));
    open();

    expect(await crowd).toEqual({ done: 128, conflict: 1 });
  });

  test('of strangers of one identity are refused to the sixth at once, and take none from pairs on record', async () => {
    const turns = createDeviceTurns();
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));

    const strangers = tally(inParallel(7, () => turns.strangers('identity', () => opened)));
    const known = turns.known('identity', () => Promise.resolve('served'));

    expect(await known).toBe('served');
    open();
    expect(await strangers).toEqual({ done: 5, too_many_requests: 2 });
  });
});
