// The modules that a command loads: help answers at once, and commands that do not serve load no HTTP.
import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** Returns every module and package that the file loads through static imports. */
function loadedWith(start: string): readonly string[] {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const file = join(SRC, path);
    if (!existsSync(file)) return;
    const { statements } = ts.createSourceFile(path, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023);
    for (const statement of statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      if (statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) continue;
      const { text } = statement.moduleSpecifier;
      if (!text.startsWith('node:')) visit(text.startsWith('.') ? posix.join(posix.dirname(path), text) : text);
    }
  };
  visit(start);
  return [...seen];
}

const packagesOf = (start: string): readonly string[] => loadedWith(start).filter((path) => !path.endsWith('.ts'));

describe('loading', () => {
  test('devauth --help loads commander and no other package', () => {
    expect([packagesOf('main.ts'), packagesOf('cli/main.ts')]).toEqual([[], ['commander']]);
  });

  test('settings load zod and no other package', () => {
    expect(packagesOf('config/settings.ts')).toEqual(['zod']);
  });

  test('migrate and the offline doctor load no HTTP and no composition root', () => {
    const loaded = loadedWith('maintain.ts');

    const ofTheServer = /^(http\/|express$|compose(-(?!diagnosis)[a-z]+)?\.ts$)/;
    expect(loaded.filter((path) => ofTheServer.test(path))).toEqual([]);
    expect(loaded).toContain('store/open.ts');
  });
});
