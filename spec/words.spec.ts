// Plain words in everything that people read: comments, help texts, messages, documents and names of tests.
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Words that hide who does what, or that no other engineer uses in this sense. A plain sentence needs none of them. */
const WORST =
  /\b(whoever|whatever|nor (does|do|is)|(?<!there )is none|any more|goes by|meanwhile|is no more|good no more|throws? nobody|on its way out|handed out|refused untouched|waits no more)\b|\bfor it\b(?= (is|takes|costs|may))/i;
/** No comment begins with one of these. Its first word names the thing, or is the verb of the function. */
const FIRST =
  /^\s*(\{?\/\*\*?|\/\/|\*) (Whether|Whoever|Whatever|Whose|So many|For what|How many|Of (a|an|the|which|what))\b/;

const pathsIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.split('\\').join('/')}`)
    .filter((path) => /\.(ts|tsx|mjs|md|yaml)$/.test(path) && !/\.gen\.d\.ts$|^spec\/(vectors\/|words\.)/.test(path))
    .sort();

function wrongLinesOf(path: string): readonly string[] {
  return readFileSync(join(ROOT, path), 'utf8')
    .split('\n')
    .flatMap((line, index) => (WORST.test(line) || FIRST.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : []));
}

describe('the worst words', () => {
  test.each(['api', 'scripts', 'spec', 'src'])('are in no text of %s', (folder) => {
    const paths = pathsIn(folder);

    const wrong = paths.flatMap(wrongLinesOf);

    expect(paths.length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  test('are not in README.md', () => {
    const wrong = wrongLinesOf('README.md');

    expect(wrong).toEqual([]);
  });

  test.each([
    '// Whoever it is may ask.',
    '/** A removed device is none. */',
    '// Whether it is certain.',
    'A token is good no more.',
  ])('are found in %s', (line) => {
    const isWrong = WORST.test(line) || FIRST.test(line);

    expect(isWrong).toBe(true);
  });
});
