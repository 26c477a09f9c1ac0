// Plain words in what people read: comments, help texts and messages. The folders below are clean; the others are to join them.
import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SRC = 'src';
const CLEAN = /^(config|cli|observe)\/|^(main|serve|maintain|compose[a-z-]*)\.ts$/;
const WORST =
  /\b(whoever|whatever|whose|nor does|nor do|is none|any more|goes by|meanwhile)\b|\bfor it\b(?= (is|takes|costs|may))/i;

test.each(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && CLEAN.test(path)),
)('src/%s has none of the worst words', (path) => {
  const lines = readFileSync(join(SRC, path), 'utf8').split('\n');

  const wrong = lines.flatMap((line, index) => (WORST.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : []));

  expect(wrong).toEqual([]);
});
