import { describe, expect, test } from '@jest/globals';
import { untilWritten } from '../../src/service/until-written.ts';

describe('untilWritten', () => {
  test.each([0, 1, 99])('returns the first answer after %i attempts that were lost', async (lost) => {
    let attempts = 0;

    const answer = await untilWritten(() => Promise.resolve((attempts += 1) > lost ? 'written' : undefined));

    expect(answer).toBe('written');
    expect(attempts).toBe(lost + 1);
  });

  test('refuses with conflict after a hundred attempts that were lost', async () => {
    let attempts = 0;

    const work = untilWritten(() => Promise.resolve(void (attempts += 1)));

    await expect(work).rejects.toMatchObject({ code: 'conflict', details: { retryAfterSeconds: 1 } });
    expect(attempts).toBe(100);
  });
});
