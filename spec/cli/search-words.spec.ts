import { describe, expect, test } from '@jest/globals';
import { readWords, writeWords } from '../../src/cli/search-words.ts';
import { EXAMPLES, NOW, SPELLINGS, WRONG } from '../support/search-words-table.ts';

describe('readWords', () => {
  test.each([...EXAMPLES, ...SPELLINGS])('reads $words', ({ words, filter }) => {
    expect(readWords(words, NOW)).toEqual({ filter, problems: [] });
  });

  test.each(WRONG)('refuses %s and names the word', (words) => {
    const { problems } = readWords(words, NOW);

    expect(problems).toHaveLength(1);
    expect(words).toContain(problems[0]?.word);
    expect(problems[0]?.says).toMatch(/\w/);
  });

  test('understands the other words beside one that is wrong', () => {
    const { filter, problems } = readWords('sn:E1 status:waiting', NOW);

    expect(filter).toEqual({ identity: [{ name: 'sn', op: 'prefix', value: 'E1' }] });
    expect(problems).toEqual([
      { word: 'status:waiting', says: 'a status is one of pending, accepted, rejected, preauthorized, noauth' },
    ]);
  });
});

describe('writeWords', () => {
  test.each(EXAMPLES)('writes $words', ({ words, filter }) => {
    expect(writeWords(filter)).toBe(words);
  });

  test.each(SPELLINGS)('writes what $words means as words with the same meaning', ({ filter }) => {
    expect(readWords(writeWords(filter), NOW).filter).toEqual(filter);
  });
});
