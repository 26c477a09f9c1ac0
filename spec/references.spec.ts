// The targets of references in comments are in this repository: decisions in src/README.md, threats in spec/README.md.
import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NOT_OURS = /(\.gen\.d\.ts|^spec\/(architecture|references)\.spec\.ts)$/;

interface Line {
  /** `path:line text`. */
  readonly place: string;
  readonly text: string;
}

function linesOf(folder: string): readonly Line[] {
  const paths = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
    (path) => `${folder}/${path}`,
  );
  const ours = paths.filter((path) => path.endsWith('.ts') && !NOT_OURS.test(path)).sort();
  return ours.flatMap((path) =>
    readFileSync(join(ROOT, path), 'utf8')
      .split('\n')
      .map((text, index) => ({ place: `${path}:${index + 1} ${text.trim()}`, text })),
  );
}

const headingsOf = (folder: string, heading: RegExp): ReadonlySet<string | undefined> =>
  new Set([...readFileSync(join(ROOT, folder, 'README.md'), 'utf8').matchAll(heading)].map(([, name]) => name));

const specs = linesOf('spec');
const all = [...linesOf('src'), ...specs];

describe('references', () => {
  test('to a decision, such as (D4), have a heading in src/README.md', () => {
    const known = headingsOf('src', /^### (D\d+[a-z]?) /gm);

    const wrong = all.filter(({ text }) =>
      [...text.matchAll(/(?:\(|, |; )(D\d+[a-z]?)(?=[),;])/g)].some(([, name]) => !known.has(name)),
    );

    expect(known.size).toBeGreaterThan(20);
    expect(wrong.map(({ place }) => place)).toEqual([]);
  });

  test('to a threat, such as T120, have an entry in spec/README.md', () => {
    const known = headingsOf('spec', /^- (T\d+) /gm);

    const wrong = specs.filter(({ text }) => {
      const isCite = /^\s*\/\/ T\d/.test(text) || /\(T\d+[),; ]/.test(text);
      return isCite && [...text.matchAll(/\bT\d+\b/g)].some(([name]) => !known.has(name));
    });

    expect(known.size).toBeGreaterThan(90);
    expect(wrong.map(({ place }) => place)).toEqual([]);
  });

  test.each(['README.md', 'api/README.md', 'src/README.md', 'spec/README.md', 'scripts/deploy/README.md'])(
    'of %s to files lead to files that are there',
    (readme) => {
      const text = readFileSync(join(ROOT, readme), 'utf8');
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = '']) =>
        join(dirname(readme), path),
      );
      const paths = [...text.matchAll(/`((?:api|scripts|spec|src)\/[\w./-]+)`/g)].map(([, path = '']) => path);

      expect(links.length + paths.length).toBeGreaterThan(0);
      expect([...links, ...paths].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    },
  );

  test('do not lead out of the repository', () => {
    const outside = /\b(security|DESIGN|STYLE)\.md\b|\breference\/|\bSTYLE \d/;
    const bareNumber = /^\s*\/\/ \d+(, \d+)*$/; // of a list that is elsewhere

    const wrong = all.filter(({ text }) => outside.test(text) || bareNumber.test(text));

    expect(wrong.map(({ place }) => place)).toEqual([]);
  });
});
