// The page is a program of its own: it imports only types from the service, little from npm, and never makes HTML from a text.
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'src/console';
const NPM = ['preact', 'preact/hooks', '@preact/signals', 'openapi-fetch'];
/** Tables of looks. */
const LONG = /^look\/\w+\.css$/;
const MAX_LINES = 300;

const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(tsx?|css|html)$/.test(path) && !path.startsWith('gen/'))
  .map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));

const lines = (isWrong: (line: string, path: string) => boolean): readonly string[] =>
  sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (isWrong(line, path) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );

describe('src/console', () => {
  test('imports itself and four packages, and nothing of the service', () => {
    const wrong = lines((line, path) => {
      const from = / from '([^']+)';$/.exec(line)?.[1];
      if (from === undefined) return false;
      if (!from.startsWith('.')) return !NPM.includes(from);
      return join(path, '..', from).startsWith('..');
    });

    expect(wrong).toEqual([]);
  });

  test('has files of at most 300 lines, tables excepted', () => {
    const long = sources.filter(({ path, text }) => !LONG.test(path) && text.trimEnd().split('\n').length > MAX_LINES);

    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test('makes no HTML of a text, evaluates none, and writes no inline style', () => {
    const wrong = lines((line) =>
      /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySet|document\.write|\beval\(|new Function|\sstyle=/.test(line),
    );

    expect(wrong).toEqual([]);
  });

  test('names no other host, in code, styles or markup', () => {
    const wrong = lines((line) => /https?:\/\/(?!www\.w3\.org\/)|url\(/.test(line));

    expect(wrong).toEqual([]);
  });

  test('keeps its sentences in the words: no tag contains a text of two words', () => {
    const wrong = lines((line, path) => path.endsWith('.tsx') && />\s*[A-Z][a-z]+ [a-z]+[^<{]*</.test(line));

    expect(wrong).toEqual([]);
  });
});
