// The words of a search become a filter, and a filter becomes words. An unknown word is reported, never left out.
import { describe, expect, test } from '@jest/globals';
import { EXAMPLES, NOW as THEN, SPELLINGS, WRONG } from '../support/search-words-table.ts';
import { readWords, wordFor, writeWords, type Filter } from '../../src/console/search.ts';

const NOW = new Date('2026-11-28T12:00:00.000Z');
const read = (text: string) => readWords(text, NOW);

describe('readWords', () => {
  test.each<[string, Filter]>([
    ['', {}],
    ['sn:E2026', { identity: [{ name: 'sn', op: 'prefix', value: 'E2026' }] }],
    ['sn=E2026', { identity: [{ name: 'sn', op: 'eq', value: 'E2026' }] }],
    ['berlin', { identity: [{ name: '*', op: 'prefix', value: 'berlin' }] }],
    ['02:00:5e:00', { identity: [{ name: '*', op: 'prefix', value: '02:00:5e:00' }] }],
    ['mac:02:00:5e', { identity: [{ name: 'mac', op: 'prefix', value: '02:00:5e' }] }],
    ['site:*', { identity: [{ name: 'site', op: 'exists' }] }],
    ['"serial number":"A 1"', { identity: [{ name: 'serial number', op: 'prefix', value: 'A 1' }] }],
    ['key:3F:2a', { key: '3f2a' }],
    ['id:a id:b', { id: ['a', 'b'] }],
    ['status:accepted,rejected', { status: ['accepted', 'rejected'] }],
    ['status:pending status:noauth', { status: ['pending', 'noauth'] }],
    ['waits:key', { auth_set_status: ['pending'] }],
    ['older:2d', { created: { before: '2026-11-26T12:00:00.000Z' } }],
    ['newer:90m older:1h', { created: { after: '2026-11-28T10:30:00.000Z', before: '2026-11-28T11:00:00.000Z' } }],
    ['unseen:1w', { check_in: { before: '2026-11-21T12:00:00.000Z' } }],
    ['seen:1h', { check_in: { after: '2026-11-28T11:00:00.000Z' } }],
    ['unseen:ever', { check_in: { never: true } }],
  ])('%j', (text, filter) => {
    expect(read(text)).toEqual({ filter, wrong: [] });
  });

  test.each([...EXAMPLES, ...SPELLINGS])('reads $words as the CLI does', ({ words, filter }) => {
    expect(readWords(words, THEN)).toEqual({ filter, wrong: [] });
  });

  test.each(WRONG)('reports %s as the CLI does', (words) => {
    expect(readWords(words, THEN).wrong).toHaveLength(1);
  });

  test.each([
    ['sn:', 'value'],
    ['sn=', 'value'],
    ['status:waiting', 'status'],
    ['status:accepted,', 'status'],
    ['key:xyz1', 'key'],
    ['key:3f2', 'key'],
    ['older:soon', 'age'],
    ['older:2y', 'age'],
    ['waits:me', 'value'],
    ['sn:"open', 'quote'],
  ])('%j is reported', (word, why) => {
    expect(read(`site:berlin ${word}`).wrong).toEqual([{ word, why }]);
  });

  test('a ninth condition is reported', () => {
    const words = Array.from({ length: 9 }, (_, index) => `a${index}:x`);

    expect(read(words.join(' ')).wrong).toEqual([{ word: 'a8:x', why: 'many' }]);
  });
});

describe('writeWords', () => {
  test.each(['sn:E2026', 'sn=E2026', 'berlin', 'site:*', 'key:3f2a', 'id:a', 'status:accepted,rejected', 'waits:key'])(
    '%j is read and written back',
    (text) => {
      expect(writeWords(read(text).filter)).toBe(text);
    },
  );

  test('quotes a text with spaces or special characters', () => {
    const filter = read('"serial number":"A 1" "a:b"').filter;

    expect(read(writeWords(filter)).filter).toEqual(filter);
    expect(wordFor('a b', 'c=d')).toBe('"a b"="c=d"');
  });
});
