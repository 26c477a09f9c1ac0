import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../src/config/make-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'devauth-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a folder of the installation', () => {
  test('is made with those above it, for its owner alone, and may be there', () => {
    const path = join(folder, 'a', 'b');

    makeFolder(path);
    makeFolder(path);

    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
  });

  test.each(['/proc/devauth', '/proc/devauth/data', '/dev/null/data'])(
    'cannot be %s, which is said at once',
    (path) => {
      expect(() => makeFolder(path)).toThrow(/ENOENT|ENOTDIR|EACCES|EPERM/);
    },
  );

  test('is refused where a file has its name, or that of one above it', () => {
    writeFileSync(join(folder, 'file'), '');

    expect(() => makeFolder(join(folder, 'file'))).toThrow('EEXIST');
    expect(() => makeFolder(join(folder, 'file', 'data'))).toThrow('ENOTDIR');
  });
});
