import { describe, expect, test } from '@jest/globals';
import { createTurns } from '../../src/time/turns.ts';

/** Work that ends when the spec says so. */
function openGate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}

describe('turns', () => {
  test('so many begin at once, and each of the others when one before it has ended, in order', async () => {
    const turns = createTurns({ atOnce: 2 });
    const gates = ['first', 'second', 'third', 'fourth'].map((name) => ({ name, ...openGate() }));
    const log: string[] = [];

    const works = gates.map(({ name, opened }) =>
      turns.take('name', async () => {
        log.push(`${name} begins`);
        await opened;
        log.push(`${name} ends`);
        return name;
      }),
    );
    gates.at(3)?.open();
    gates.at(1)?.open();
    await works[1];
    gates.at(0)?.open();
    gates.at(2)?.open();

    expect(await Promise.all(works)).toEqual(['first', 'second', 'third', 'fourth']);
    expect(log).toEqual([
      ...['first begins', 'second begins', 'second ends', 'third begins'],
      ...['first ends', 'third ends', 'fourth begins', 'fourth ends'],
    ]);
  });

  test('a work learns whether it waited', async () => {
    const turns = createTurns({ atOnce: 1 });

    const works = ['first', 'second'].map(() => turns.take('name', (turn) => Promise.resolve(turn)));

    expect(await Promise.all(works)).toEqual(['at once', 'waited']);
  });

  test('with another name nothing waits', async () => {
    const turns = createTurns({ atOnce: 1 });
    const gate = openGate();
    const held = turns.take('name', () => gate.opened);

    expect(await turns.take('another', () => Promise.resolve('at once'))).toBe('at once');
    gate.open();
    await held;
  });

  test('a failure does not stop the next', async () => {
    const turns = createTurns({ atOnce: 1 });

    const failing = turns.take('name', () => Promise.reject(new Error('no disk')));
    const next = turns.take('name', () => Promise.resolve('next'));

    await expect(failing).rejects.toThrow('no disk');
    expect(await next).toBe('next');
  });

  test('one more than there may be under a name is refused, and when they are through all is as before', async () => {
    const refusal = () => new Error('too many');
    const turns = createTurns({ atOnce: 2, most: { count: 3, refusal } });
    const gate = openGate();
    const held = [1, 2, 3].map(() => turns.take('name', () => gate.opened));

    await expect(turns.take('name', () => Promise.resolve())).rejects.toThrow('too many');
    expect(await turns.take('another', () => Promise.resolve('there'))).toBe('there');
    gate.open();
    await Promise.all(held);
    expect(await turns.take('name', () => Promise.resolve('as before'))).toBe('as before');
  });
});
