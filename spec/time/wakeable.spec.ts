import { describe, expect, test } from '@jest/globals';
import { openWakeable } from '../../src/time/wakeable.ts';

const HOUR = 3_600_000;

describe('a pause', () => {
  test('ends after its time', async () => {
    const began = performance.now();

    await openWakeable().pause(20);

    expect(performance.now() - began).toBeGreaterThanOrEqual(19);
  });

  test('ends at once when woken', async () => {
    const wakeable = openWakeable();

    const pause = wakeable.pause(HOUR);
    wakeable.wake();

    await expect(pause).resolves.toBeUndefined();
  });

  test('does not begin when it was woken since the last one', async () => {
    const wakeable = openWakeable();
    wakeable.wake();
    wakeable.wake();

    await expect(wakeable.pause(HOUR)).resolves.toBeUndefined();
  });

  test('is not shortened by a wake-up that ended the one before', async () => {
    const wakeable = openWakeable();
    wakeable.wake();
    await wakeable.pause(HOUR);
    const began = performance.now();

    await wakeable.pause(20);

    expect(performance.now() - began).toBeGreaterThanOrEqual(19);
  });
});
