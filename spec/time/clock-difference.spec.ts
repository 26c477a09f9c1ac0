import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { clockProblem, secondsAhead, watchClock } from '../../src/time/clock-difference.ts';
import { openClock } from '../support/clock.ts';
import { openLogLines } from '../support/log-lines.ts';

const clock = openClock();
const { now } = clock;
const clockThatIs = (msBehind: number) => ({
  now,
  readOther: () => Promise.resolve(new Date(now().getTime() - msBehind)),
});

describe('secondsAhead', () => {
  test.each([
    [7_500, 7.5],
    [-7_500, -7.5],
  ])('of a clock that is %i ms behind is %d', async (ms, seconds) => {
    expect(await secondsAhead(clockThatIs(ms))).toBe(seconds);
  });

  test('an answer that takes four seconds, with the time of their middle, is not a difference', async () => {
    const readOther = (): Promise<Date> => {
      clock.advance(2_000);
      const time = now();
      clock.advance(2_000);
      return Promise.resolve(time);
    };

    expect(await secondsAhead({ now, readOther })).toBe(0);
  });

  test('is unknown where the store has no clock', async () => {
    expect(await secondsAhead({ now, readOther: () => Promise.resolve(undefined) })).toBeUndefined();
  });
});

describe('clockProblem', () => {
  test.each([
    [5, undefined],
    [-5, undefined],
    [5.6, "the clock of this node is 6 s ahead of the database's"],
    [-61, "the clock of this node is 61 s behind the database's"],
  ])('of %d s is %s', (ahead, problem) => {
    expect(clockProblem(ahead)).toBe(problem);
  });
});

describe('watchClock', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('a difference of more than 5 s is logged once a minute, until it is stopped', async () => {
    const { log, lines } = openLogLines();
    const stop = watchClock(clockThatIs(7_000), log);

    await jest.advanceTimersByTimeAsync(3 * 60_000);
    stop();
    await jest.advanceTimersByTimeAsync(60_000);

    const problem = "the clock of this node is 7 s ahead of the database's";
    expect(lines).toEqual(Array(3).fill({ level: 'warn', message: 'clock', problem }));
  });

  test('a difference of 5 s is not logged', async () => {
    const { log, lines } = openLogLines();
    const stop = watchClock(clockThatIs(5_000), log);

    await jest.advanceTimersByTimeAsync(60_000);
    stop();

    expect(lines).toEqual([]);
  });
});
