// The rules of the tree that a machine can check. A failure prints the lines that break the rule.
import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { IMPORTS, type Row } from './import-table.ts';

/** Packages and names, with the only places that may use them. */
const ONLY = [
  { what: 'process.env', where: /^config\/environment\.ts$/ },
  { what: 'createPublicKey(', where: /^device-keys\// },
  { what: 'Date.now(', where: /^(time\/clock|verifier\/verifier)\.ts$/ },
  { what: 'new Date()', where: /^(time\/clock\.ts|store\/(sqlite|mongo)\/)/ },
  { what: 'randomUUID(', where: /^(compose\/deps\.ts|http\/server\/request-id\.ts|verifier\/proxy\.ts)$/ },
] as const;

/** `as` brands texts and gives types to values of a driver or a parser. The one `any` removes the types of handlers. */
const CASTS = /^(domain\/ids|config\/settings|store\/sqlite\/(rows|statement|messages)|store\/mongo\/documents)\.ts$/;
const ANY = /^http\/bind\/bind\.ts$/;
/** The second one answers bytes that never became a request. */
const NUMBERS = /^http\/(errors|server\/parse-errors)\.ts$/;
const SKIPS_LOUDLY = /^(support\/(optional|stores\/mongo)|store\/contract\/store|device-keys\/hostile\.spec)\.ts$/;
const WITHOUT_SPEC = ['service/deps.ts'];
const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 50;

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

function sourcesIn(folder: string): readonly Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => path.split('\\').join('/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.gen.d.ts') && !path.startsWith('console/'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(ROOT, folder, path), 'utf8');
      return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true) };
    });
}

const sources = sourcesIn('src');
const specs = sourcesIn('spec');

/** Returns every node with a finding, as `path:line finding`. */
function complaints(from: readonly Source[], about: (node: ts.Node, source: Source) => string | undefined): string[] {
  return from.flatMap((source) => {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const what = about(node, source);
      if (what !== undefined) found.push(`${source.path}:${lineOf(node, source)} ${what}`);
      ts.forEachChild(node, visit);
    };
    visit(source.tree);
    return found;
  });
}

const lineOf = (node: ts.Node, { tree }: Source): number =>
  tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

/** Searches plain text, line by line, for rules that need no syntax. */
const lines = (from: readonly Source[], wrong: (line: string, source: Source) => boolean): string[] =>
  from.flatMap((source) =>
    source.text
      .split('\n')
      .flatMap((line, index) => (wrong(line, source) ? [`${source.path}:${index + 1} ${line.trim()}`] : [])),
  );

describe('imports', () => {
  test('keep to the table: rules in the middle, commands around them, adapters on either side', () => {
    const wrong = complaints(sources, (node, { path }) => {
      if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return undefined;
      const row = rowOf(path);
      const { moduleSpecifier: from } = node;
      if (from === undefined || !ts.isStringLiteral(from)) return undefined;
      if (row === undefined) return 'the file has no row in the table';
      return isAllowed(path, row, from.text, isTypeOnly(node)) ? undefined : node.getText();
    });

    expect(wrong).toEqual([]);
  });

  test.each([
    ['jose', /^(tokens|verifier)\//],
    ['node-forge', /^device-keys\//],
    ['mongodb', /^store\/mongo\//],
    ['@photostructure/sqlite', /^store\/sqlite\//],
    ['express', /^http\//],
    ['commander', /^cli\//],
  ])('of %s are in its own folder only', (name, where) => {
    const wrong = lines(sources, (line, { path }) => line.endsWith(` from '${name}';`) && !where.test(path));

    expect(wrong).toEqual([]);
  });

  test('name no adapter but where parts are put together and in the CLI', () => {
    const adapter = /from '\.[^']*\/(sqlite\/store|mongo\/store|device-tokens|device-key)\.ts'/;
    const wrong = lines(
      sources,
      (line, { path }) =>
        adapter.test(line) &&
        !/^(compose\.ts|compose\/deps\.ts|maintain\/import\.ts|cli\/|store\/|device-keys\/|tokens\/)/.test(path),
    );

    expect(wrong).toEqual([]);
  });
});

describe('the language', () => {
  test.each(ONLY)('$what is used only in its places', ({ what, where }) => {
    const wrong = lines(sources, (line, { path }) => line.includes(what) && !isComment(line) && !where.test(path));

    expect(wrong).toEqual([]);
  });

  test('the domain waits for nothing: no async, no await', () => {
    const waiting = [ts.SyntaxKind.AsyncKeyword, ts.SyntaxKind.AwaitExpression];
    const wrong = complaints(sources, (node, { path }) =>
      path.startsWith('domain/') && waiting.includes(node.kind) ? node.getText() : undefined,
    );

    expect(wrong).toEqual([]);
  });

  test('types are never removed: one any, and as only for brands and values of drivers', () => {
    const wrong = complaints(sources, (node, { path }) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword && !ANY.test(path)) return 'any';
      if (ts.isNonNullExpression(node)) return node.getText();
      if (!ts.isAsExpression(node) || node.type.getText() === 'const' || CASTS.test(path)) return undefined;
      return node.getText();
    });
    const anys = complaints(sources, (node) => (node.kind === ts.SyntaxKind.AnyKeyword ? 'any' : undefined));

    expect(wrong).toEqual([]);
    expect(anys).toHaveLength(1);
  });

  test('nothing is printed past the log: no console', () => {
    const wrong = complaints(sources, (node) =>
      ts.isPropertyAccessExpression(node) && node.expression.getText() === 'console' ? node.getText() : undefined,
    );

    expect(wrong).toEqual([]);
  });

  test('there is no enum, no namespace, no default export and no index.ts', () => {
    const ours = sources.filter(({ path }) => !path.endsWith('.d.ts')); // those describe packages of others
    const wrong = complaints(ours, (node) => {
      if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node) || ts.isExportAssignment(node))
        return node.getText();
      return node.kind === ts.SyntaxKind.DefaultKeyword && ts.isFunctionLike(node.parent)
        ? node.parent.getText()
        : undefined;
    });

    expect(wrong).toEqual([]);
    expect(sources.filter(({ path }) => /(^|\/)index\.ts$/.test(path))).toEqual([]);
  });

  test('a TODO has the number of an issue', () => {
    expect(lines(sources, (line) => /\b(TODO|FIXME|XXX)\b(?!\(#\d+\))/.test(line))).toEqual([]);
  });

  test('a number meets a code in http/errors.ts and server/parse-errors.ts only', () => {
    const wrong = complaints(sources, (node, { path }) => {
      if (!/^(http|service|domain)\//.test(path) || NUMBERS.test(path)) return undefined;
      if (!(ts.isNumericLiteral(node) || ts.isStringLiteral(node)) || !/^[45]\d\d\b/.test(node.text)) return undefined;
      const isSize = ts.isVariableDeclaration(node.parent) && !/status/i.test(node.parent.name.getText());
      return isSize ? undefined : node.parent.getText();
    });

    expect(wrong).toEqual([]);
  });
});

describe('the files', () => {
  test(`have at most ${MAX_FILE_LINES} lines`, () => {
    const long = [...sources, ...specs].filter(({ text }) => text.trimEnd().split('\n').length > MAX_FILE_LINES);

    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test(`have functions of at most ${MAX_FUNCTION_LINES} lines, tables of handlers excepted`, () => {
    const wrong = complaints(sources, (node, { tree }) => {
      if (!ts.isFunctionLike(node) || isTable(node)) return undefined;
      const [start, end] = [node.getStart(tree), node.end].map((at) => tree.getLineAndCharacterOfPosition(at).line);
      const length = (end ?? 0) - (start ?? 0) + 1;
      return length > MAX_FUNCTION_LINES ? `${length} lines: ${node.getText().split('\n')[0]}` : undefined;
    });

    expect(wrong).toEqual([]);
  });

  test('of commands each have their spec', () => {
    const missing = sources
      .map(({ path }) => path)
      .filter((path) => /^(service|memory)\//.test(path) && !WITHOUT_SPEC.includes(path))
      .filter((path) => !existsSync(join(ROOT, 'spec', path.replace(/\.ts$/, '.spec.ts'))));

    expect(missing).toEqual([]);
  });

  test('of the two stores have the same name for the same port', () => {
    const ports = [
      'store',
      'devices',
      'search',
      'limits',
      'feed',
      'audit',
      'tenant-devices',
      'api-keys',
      'webhooks',
      'stats',
      'imports',
    ];
    const stems = (adapter: string): readonly string[] =>
      sources.flatMap(({ path }) => {
        const stem = path.startsWith(`store/${adapter}/`) ? path.slice(`store/${adapter}/`.length, -'.ts'.length) : '';
        return ports.includes(stem) ? [stem] : [];
      });

    expect(stems('sqlite')).toEqual([...ports].sort());
    expect(stems('mongo')).toEqual([...ports].sort());
  });

  test('of the API documents each have their handlers, their types and their spec', () => {
    const documents = readdirSync(join(ROOT, 'api')).filter((name) => name.endsWith('.yaml'));
    const stems = documents.map((name) => name.replace(/\.yaml$/, ''));
    const files = stems.flatMap((stem) => [
      `src/http/api/${stem}.ts`,
      `src/http/api/gen/${stem}.gen.d.ts`,
      `spec/http/api/${stem}.spec.ts`,
    ]);

    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test('of the specs mock nothing, leave nothing out and sleep nowhere', () => {
    const wrong = lines(specs, (line, { path }) => {
      if (path === 'architecture.spec.ts') return false;
      if (/\bjest\.(fn|mock|spyOn|unstable_mockModule)\b|\b(test|it|describe)\.only\b/.test(line)) return true;
      if (/\b(test|it|describe)\.skip\b/.test(line)) return !SKIPS_LOUDLY.test(path);
      return /setTimeout\(resolve, /.test(line) && path !== 'support/until.ts';
    });

    expect(wrong).toEqual([]);
  });
});

function rowOf(path: string): Row | undefined {
  return [...IMPORTS].sort((a, b) => b.files.length - a.files.length).find(({ files }) => path.startsWith(files));
}

function isAllowed(path: string, row: Row, from: string, typeOnly: boolean): boolean {
  if (from.startsWith('.')) {
    const target = posix.join(posix.dirname(path), from);
    return row.src.some((prefix) => target.startsWith(prefix));
  }
  if (from.startsWith('node:')) return row.node === undefined || row.node.includes(from);
  return row.npm.includes(from) || (typeOnly && row.npm.includes(`type:${from}`));
}

const isTypeOnly = (node: ts.ImportDeclaration | ts.ExportDeclaration): boolean =>
  ts.isImportDeclaration(node) ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword : node.isTypeOnly;

/** `(deps) => ({ … })`: the body is one table. */
const isTable = (node: ts.SignatureDeclaration): boolean =>
  ts.isArrowFunction(node) &&
  ts.isParenthesizedExpression(node.body) &&
  ts.isObjectLiteralExpression(node.body.expression);

const isComment = (line: string): boolean => /^\s*(\/\/|\*|\/\*)/.test(line);
