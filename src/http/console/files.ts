// The built page: all of its files, read once at the start. Any other name is 404.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ConsoleFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** The same file, compressed by the build. */
  readonly gzip: Buffer;
}

export interface ConsoleFiles {
  readonly page: ConsoleFile;
  /** Files by name. */
  readonly parts: ReadonlyMap<string, ConsoleFile>;
}

/** The folder where the build puts the page, for sources and for the build. */
const FOLDER = fileURLToPath(new URL('../../../dist/console/', import.meta.url));
const PAGE = 'index.html';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Returns `undefined` if the page is not built. */
export function readConsoleFiles(folder: string = FOLDER): ConsoleFiles | undefined {
  if (!existsSync(folder + PAGE)) return undefined;
  const files = readdirSync(folder).flatMap((name) => {
    const type = TYPES[extname(name)];
    if (type === undefined || !existsSync(`${folder}${name}.gz`)) return [];
    const file = { type, bytes: readFileSync(folder + name), gzip: readFileSync(`${folder}${name}.gz`) };
    return [[name, file] as const];
  });
  const page = files.find(([name]) => name === PAGE)?.[1];
  if (page === undefined) return undefined;
  return { page, parts: new Map(files.filter(([name]) => name !== PAGE)) };
}
