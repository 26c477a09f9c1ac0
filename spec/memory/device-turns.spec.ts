import { describe, expect, test } from '@jest/globals';
import { createDeviceTurns } from '../../src/memory/device-turns.ts';
import { inParallel, tally } from '../service/fleet/tools.ts';

describe('turns of one device', () => {
  test('are one at a time', async () => {
    const turns = createDeviceTurns();
    let atWork = 0;
    let most = 0;

    const work = async (): Promise<void> => {
      atWork += 1;
      most = Math.max(most, atWork);
      await Promise.resolve();
      atWork -= 1;
    };
    await Promise.all(inParallel(8, () => turns.take('key', work)));

    expect(most).toBe(1);
  });

  test('are refused with `conflict` to the 129th at once', async () => {
    const turns = createDeviceTurns();
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));

    const crowd = tally(inParallel(129, () => turns.take('key', () => opened)));
    open();

    expect(await crowd).toEqual({ done: 128, conflict: 1 });
  });
});
