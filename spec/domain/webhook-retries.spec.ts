import { describe, expect, test } from '@jest/globals';
import { HEALTHY, type WebhookHealth } from '../../src/domain/webhook.ts';
import { afterFailure, afterSuccess, GIVE_UP_MS, isGivenUp } from '../../src/domain/webhook-retries.ts';
import { given } from '../support/stores/given.ts';

const START = given.time(0);
const HOUR = 3_600_000;
const fail = (health: WebhookHealth, now: Date, random = 0, retryAfterMs = 0): WebhookHealth =>
  afterFailure(health, { now, random, retryAfterMs, problem: 'x' });
const pauseOf = ({ nextAt }: WebhookHealth, now: Date): number => (nextAt?.getTime() ?? NaN) - now.getTime();

describe('afterFailure', () => {
  test.each([0, 0.999])('takes the steps of the ladder, and has given up after the last one (jitter %d)', (random) => {
    const steps = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
    let health: WebhookHealth = HEALTHY;
    let now = START;

    for (const step of steps) {
      health = fail(health, now, random);
      expect(pauseOf(health, now) / 1000).toBeCloseTo(step * (1 + random / 10), 2);
      expect(isGivenUp(health, now)).toBe(false);
      now = health.nextAt ?? now;
    }

    expect(isGivenUp(fail(health, now, random), now)).toBe(true);
  });

  test('keeps since when it fails, and when it last succeeded', () => {
    const health = fail(fail(afterSuccess(START), given.time(1)), given.time(2));

    expect(health).toMatchObject({ failures: 2, failingSince: given.time(1), deliveredAt: START, problem: 'x' });
  });

  test('waits as long as the receiver asks for, up to a day', () => {
    expect(pauseOf(fail(HEALTHY, START, 0, HOUR), START)).toBe(HOUR);
    expect(pauseOf(fail(HEALTHY, START, 0, 1), START)).toBe(5000);
    expect(pauseOf(fail(HEALTHY, START, 0, 99 * 24 * HOUR), START)).toBe(24 * HOUR);
  });
});

test('a success ends the failures', () => {
  expect(afterSuccess(START)).toEqual({ failures: 0, deliveredAt: START });
});

test('what has failed for three days is given up, and nothing sooner', () => {
  const failing = { failures: 9, failingSince: START };

  expect(isGivenUp(failing, new Date(START.getTime() + GIVE_UP_MS - 1))).toBe(false);
  expect(isGivenUp(failing, new Date(START.getTime() + GIVE_UP_MS))).toBe(true);
  expect(isGivenUp(HEALTHY, given.time(99_999))).toBe(false);
});
