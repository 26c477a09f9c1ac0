import { describe, expect, test } from '@jest/globals';
import { openTurns } from '../../src/service/turns.ts';
import { inParallel, tally } from './tools.ts';

/** Work that ends when it is told to. */
function openGate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}

describe('turns', () => {
  test('under one key each begins when the one before has ended, in order', async () => {
    const turns = openTurns();
    const gate = openGate();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await gate.opened;
      log.push(`${name} ends`);
      return name;
    };

    const works = ['first', 'second', 'third'].map((name) => turns.take('key', work(name)));
    gate.open();

    expect(await Promise.all(works)).toEqual(['first', 'second', 'third']);
    expect(log).toEqual(['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  test('under another key nobody waits', async () => {
    const turns = openTurns();
    const gate = openGate();
    const held = turns.take('key', () => gate.opened);

    expect(await turns.take('another', () => Promise.resolve('at once'))).toBe('at once');
    gate.open();
    await held;
  });

  test('who fails does not hold up the next', async () => {
    const turns = openTurns();

    const failing = turns.take('key', () => Promise.reject(new Error('no disk')));
    const next = turns.take('key', () => Promise.resolve('next'));

    await expect(failing).rejects.toThrow('no disk');
    expect(await next).toBe('next');
  });

  test('the 129th at once is refused, and when they are through all is as before', async () => {
    const turns = openTurns();
    const gate = openGate();
    const crowd = tally(inParallel(129, () => turns.take('key', () => gate.opened)));
    gate.open();

    expect(await crowd).toEqual({ done: 128, conflict: 1 });
    expect(await turns.take('key', () => Promise.resolve('as before'))).toBe('as before');
  });
});
