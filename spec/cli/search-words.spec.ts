import { describe, expect, test } from '@jest/globals';
import { readWords, writeWords, type WordFilter } from '../../src/cli/search-words.ts';
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

describe('readWords of the CLI', () => {
  test.each<[string, WordFilter]>([
    ['sn:"E2026*"', { identity: [{ name: 'sn', op: 'prefix', value: 'E2026*' }] }],
    ['"a \\"b\\" \\\\"', { identity: [{ name: '*', op: 'prefix', value: 'a "b" \\' }] }],
    ['"status":on', { identity: [{ name: 'status', op: 'prefix', value: 'on' }] }],
    ['older:90s', { created: { before: '2026-11-28T11:58:30.000Z' } }],
    ['older:2026-11-26', { created: { before: '2026-11-26T00:00:00.000Z' } }],
    ['newer:2026-11-26T10:00:00+02:00', { created: { after: '2026-11-26T08:00:00.000Z' } }],
  ])('also reads %s', (words, filter) => {
    expect(readWords(words, NOW)).toEqual({ filter, problems: [] });
    expect(readWords(writeWords(filter), NOW).filter).toEqual(filter);
  });

  test.each(['sn:E2026*', 'E2026*', ':x', '*:x', '""', 'older:2026-13-01', 'older:1d older:2d', 'key:3f2a key:3f2b'])(
    'also refuses %s',
    (words) => {
      expect(readWords(words, NOW).problems).toHaveLength(1);
    },
  );
});

describe('writeWords', () => {
  test.each(EXAMPLES)('writes $words', ({ words, filter }) => {
    expect(writeWords(filter)).toBe(words);
  });

  test.each(SPELLINGS)('writes the meaning of $words as words with the same meaning', ({ filter }) => {
    expect(readWords(writeWords(filter), NOW).filter).toEqual(filter);
  });
});
