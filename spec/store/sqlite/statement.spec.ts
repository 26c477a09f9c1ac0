// Values and rows cross to the driver by position; callers see names.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMemory, type OpenFile } from '../../../src/store/sqlite/file.ts';
import { FULL, sqliteCode } from '../../../src/store/sqlite/sqlite-errors.ts';
import { prepare } from '../../../src/store/sqlite/statement.ts';

function codeOf(work: () => unknown): number | undefined {
  try {
    work();
  } catch (error) {
    return sqliteCode(error);
  }
  return undefined;
}

describe('prepare', () => {
  let file: OpenFile;
  beforeAll(() => {
    file = openMemory();
  });
  afterAll(() => file.close());

  test('gives each parameter its value, in every place and in any order of the names', () => {
    const statement = prepare<{ a: string; b: number }, object>(
      file.db,
      'SELECT $b AS first, $a AS second, $b + 1 AS third',
    );

    expect(statement.get({ a: 'text', b: 1 })).toEqual({ first: 1, second: 'text', third: 2 });
    expect(statement.all({ b: 2, a: 'other' })).toEqual([{ first: 2, second: 'other', third: 3 }]);
  });

  test.each(['run', 'get', 'all'] as const)('an error of the disk in `%s` is known as one', (call) => {
    const { db, close } = openMemory();
    db.exec('CREATE TABLE grown (a); PRAGMA max_page_count = 1');
    const fill = prepare<object, object>(db, 'INSERT INTO grown VALUES (zeroblob(100000)) RETURNING a');

    expect(codeOf(() => fill[call]({}))).toBe(FULL);
    close();
  });

  test('leaves a text in the statement as it is', () => {
    const statement = prepare<{ name: string }, object>(file.db, `SELECT '$name, it''s $name' AS text, $name AS name`);

    expect(statement.get({ name: 'n' })).toEqual({ text: "$name, it's $name", name: 'n' });
  });

  test('refuses a call without one of its parameters, and does not take the value of the call before', () => {
    const given: { name?: string } = { name: 'before' };
    const statement = prepare<typeof given, object>(file.db, 'SELECT $name AS name');
    statement.get(given);

    expect(() => statement.get({})).toThrow(TypeError);
  });

  test('keeps a NUL in a text, which the driver ends it at', () => {
    const statement = prepare<{ text: string }, { length: number }>(file.db, 'SELECT length($text) AS length');

    expect(statement.get({ text: 'a\0b' })?.length).toBeGreaterThan(1);
  });

  test('returns nothing where there is no row', () => {
    expect(prepare<object>(file.db, 'SELECT 1 AS one WHERE 0').get({})).toBeUndefined();
  });
});
