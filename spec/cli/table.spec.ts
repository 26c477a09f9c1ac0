import { describe, expect, test } from '@jest/globals';
import type { Column } from '../../src/cli/output.ts';
import { widthOf } from '../../src/cli/show-text.ts';
import { drawTable } from '../../src/cli/table.ts';

interface Row {
  readonly name: string;
  readonly status: string;
  readonly key: string;
  readonly text: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { name: 'name', of: ({ name }) => name, isText: true },
  { name: 'status', of: ({ status }) => status, isStatus: true },
  { name: 'key', of: ({ key }) => key, isExtra: true },
  { name: 'text', of: ({ text }) => text, isText: true, isExtra: true },
];

const ROWS: readonly Row[] = [
  { name: 'E20260001', status: 'pending', key: '461b46dd…49f6', text: 'mac=02:00:00:00:00:00 site=berlin-03' },
];

function drawn(columns: number): { readonly lines: readonly string[]; readonly missing: readonly string[] } {
  const missing: string[] = [];
  const leftOut = (names: readonly string[]): void => void missing.push(...names);
  const text = drawTable(COLUMNS, { columns, hasColors: false, now: new Date(), leftOut })(ROWS);
  return { lines: text.trimEnd().split('\n'), missing };
}

describe('a table', () => {
  test('of a wide terminal is complete', () => {
    expect(drawn(100)).toEqual({
      lines: [
        'NAME       STATUS   KEY            TEXT',
        'E20260001  pending  461b46dd…49f6  mac=02:00:00:00:00:00 site=berlin-03',
      ],
      missing: [],
    });
  });

  test('cuts texts before it leaves anything out', () => {
    expect(drawn(40)).toEqual({
      lines: ['NAME       STATUS   KEY            TEXT', 'E20260001  pending  461b46dd…49f6  mac=…'],
      missing: [],
    });
  });

  test('leaves out columns that may be missing and have no room, and says which, so that the first text can be read', () => {
    expect(drawn(30)).toEqual({
      lines: ['NAME       STATUS', 'E20260001  pending'],
      missing: ['KEY', 'TEXT'],
    });
  });

  test.each([5, 12, 20, 30, 40, 60])(
    'has no line that is wider than %d columns, unless its necessary columns are',
    (columns) => {
      const { lines } = drawn(columns);

      expect(lines.filter((line) => widthOf(line) > Math.max(columns, 'E20260001  pending'.length))).toEqual([]);
    },
  );
});
