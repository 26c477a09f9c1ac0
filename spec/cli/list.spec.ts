import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import { list, type Column } from '../../src/cli/output.ts';

test('a table behind a pipe keeps a value in its cell: tabs and line ends are shown by their number', () => {
  const columns: readonly Column<string>[] = [
    { name: 'text', of: (value) => value },
    { name: 'end', of: () => 'end' },
  ];
  let out = '';
  const io = { out: (text: string) => void (out += text), err: () => undefined };

  list(io, new Command(), ['a\tb\nc'], { short: columns, whole: columns, name: (value) => value });

  expect(out).toBe('a⟨U+0009⟩b⟨U+000A⟩c\tend\n');
});
