import { describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { openProgress, progressText } from '../../src/cli/progress.ts';

describe('progressText', () => {
  test.each([
    [{ count: 4200, total: 10_000, seconds: 2 }, '▓▓▓▓░░░░░░ 4,200/10,000 · 2,100/s · 3 s left'],
    [{ count: 0, total: 10, seconds: 0 }, '░░░░░░░░░░ 0/10'],
    [{ count: 10, total: 10, seconds: 1 }, '▓▓▓▓▓▓▓▓▓▓ 10/10 · 10/s · 0 s left'],
    [{ count: 100, total: 100_000, seconds: 10 }, '░░░░░░░░░░ 100/100,000 · 10/s · 167 min left'],
    [{ count: 4200, total: undefined, seconds: 2 }, '4,200 · 2,100/s'],
  ])('%j is %s', (state, expected) => {
    expect(progressText(state)).toBe(expected);
  });
});

describe('openProgress', () => {
  const written = (io: { readonly isTerminal: boolean; readonly words: readonly string[] }): readonly string[] => {
    const texts: string[] = [];
    const command = new Command().option('--quiet').parse([...io.words], { from: 'user' });
    const line = (text: string): void => void texts.push(text);
    const progress = openProgress({ out: () => undefined, err: line, ...(io.isTerminal && { line }) }, command, 10);
    progress.done(5);
    progress.done(6);
    progress.close();
    return texts;
  };

  test('writes over one line on a terminal, not too often, and removes it', () => {
    expect(written({ isTerminal: true, words: [] })).toEqual([expect.stringMatching(/^▓▓▓▓▓░░░░░ 5\/10/), '']);
  });

  test('writes nothing at once elsewhere, and nothing at all with --quiet', () => {
    expect(written({ isTerminal: false, words: [] })).toEqual([]);
    expect(written({ isTerminal: true, words: ['--quiet'] })).toEqual([]);
  });
});
