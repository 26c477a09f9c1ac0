// Plain words in everything that people read: comments, help texts and messages.
import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SRC = 'src';
const WORST =
  /\b(whoever|whatever|nor (does|do|is)|(?<!there )is none|any more|goes by|meanwhile|is no more|in whatever)\b|\bfor it\b(?= (is|takes|costs|may))/i;
/** No comment begins with one of these. Its first word names the thing, or is the verb of the function. */
const FIRST = /^\s*(\/\*\*|\/\/|\*) (Whether|Whoever|Whatever)\b/;

test.each(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.gen.d.ts') && !path.startsWith('console/'),
  ),
)('src/%s has none of the worst words', (path) => {
  const lines = readFileSync(join(SRC, path), 'utf8').split('\n');

  const wrong = lines.flatMap((line, index) =>
    WORST.test(line) || FIRST.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [],
  );

  expect(wrong).toEqual([]);
});
