import { beforeEach, describe, expect, test } from '@jest/globals';
import { createCursorWrites } from '../../src/readers/cursor-writes.ts';
import { until } from '../support/until.ts';

let written: number[];
let isDown: boolean;
const write = (position: number): Promise<void> => {
  if (isDown) return Promise.reject(new Error('down'));
  written.push(position);
  return Promise.resolve();
};
beforeEach(() => {
  written = [];
  isDown = false;
});

describe('the writes of a cursor', () => {
  test('are one for all positions of a delay, of the last one', async () => {
    const writes = createCursorWrites(write, 20);

    for (const position of [1, 2, 3]) await writes.note(position);
    await until('it is written', () => written.length > 0);
    await writes.note(4);
    await until('the next is written', () => written.length > 1);

    expect(written).toEqual([3, 4]);
  });

  test('are made at once without a delay, and rejected when the store is down', async () => {
    const writes = createCursorWrites(write, 0);

    await writes.note(1);
    isDown = true;

    expect(written).toEqual([1]);
    await expect(writes.note(2)).rejects.toThrow('down');
  });

  test('are made before their time by a flush, and once', async () => {
    const writes = createCursorWrites(write, 60_000);
    await writes.note(5);

    await writes.flush();
    await writes.flush();

    expect(written).toEqual([5]);
  });

  test('are tried again after a store that was down', async () => {
    const writes = createCursorWrites(write, 5);
    isDown = true;
    await writes.note(5);
    await expect(writes.flush()).rejects.toThrow('down');
    await writes.note(6);

    isDown = false;
    await until('it is written', () => written.length > 0);

    expect(written).toEqual([6]);
  });

  test('are forgotten when the reader is another node’s', async () => {
    const writes = createCursorWrites(write, 60_000);
    await writes.note(5);

    writes.cancel();
    await writes.flush();

    expect(written).toEqual([]);
  });
});
