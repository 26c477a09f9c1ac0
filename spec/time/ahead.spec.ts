import { describe, expect, test } from '@jest/globals';
import { ahead } from '../../src/time/ahead.ts';

/** Numbers from 1, and those that were requested so far. */
function openNumbers(end: number) {
  const asked: number[] = [];
  async function* numbers() {
    for (let number = 1; number <= end; number += 1) {
      asked.push(number);
      yield await Promise.resolve(number);
    }
  }
  return { asked, numbers };
}

const someTurns = () => new Promise((resolve) => setImmediate(resolve));

describe('ahead', () => {
  test('asks for so many further things while one is used, and yields all of them in order', async () => {
    const { asked, numbers } = openNumbers(5);
    const seen: [number, number][] = [];

    for await (const number of ahead(numbers(), 2)) {
      await someTurns();
      seen.push([number, asked.length]);
    }

    expect(seen).toEqual([
      [1, 3],
      [2, 4],
      [3, 5],
      [4, 5],
      [5, 5],
    ]);
  });

  test('throws what the source throws where it is reached, after the things before it', async () => {
    async function* broken() {
      yield await Promise.resolve(1);
      throw new Error('broken');
    }
    const seen: number[] = [];

    const walk = async (): Promise<void> => {
      for await (const number of ahead(broken(), 3)) seen.push(number);
    };

    await expect(walk()).rejects.toThrow('broken');
    expect(seen).toEqual([1]);
  });

  test('ends the source when it is left early', async () => {
    let hasEnded = false;
    async function* endless() {
      try {
        for (let number = 1; ; number += 1) yield await Promise.resolve(number);
      } finally {
        hasEnded = true;
      }
    }

    for await (const number of ahead(endless(), 2)) if (number === 2) break;

    expect(hasEnded).toBe(true);
  });
});
