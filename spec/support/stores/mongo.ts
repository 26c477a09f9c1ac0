// A MongoDB for specs, and node processes that use it. The server is DEVICEAUTH_TEST_MONGO, else mongodb-memory-server if it has a
// binary without a download, else none: skipped loudly, and a failure with CI=true (D5). Each spec has its own databases.
import { describe, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { MongoMemoryServer } from 'mongodb-memory-server';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MongoStore, type MongoStoreOptions } from '../../../src/store/mongo/store.ts';
import type { OpenedStore } from '../../store/contract/store.ts';
import { LOADER } from '../typescript.ts';

export interface TestMongo {
  readonly uri: string;
  stop(): Promise<void>;
}

const HOW =
  'no MongoDB for tests: set DEVICEAUTH_TEST_MONGO (scripts/try/mongo-server up prints an address), or MONGOMS_SYSTEM_BINARY, or put mongod on the PATH';

/** `describe` with a server; otherwise one skipped test that says what to do. */
export function describeMongo(name: string, specs: () => void): void {
  if (hasMongo()) {
    describe(name, specs);
    return;
  }
  describe(name, () => {
    if (process.env['CI'] === 'true') {
      test('has a server', () => {
        throw new Error(HOW);
      });
      return;
    }
    process.stderr.write(`\nSKIPPED ${name}: ${HOW}\n`);
    test.skip(HOW, () => undefined);
  });
}

export async function testMongo(): Promise<TestMongo> {
  const uri = process.env['DEVICEAUTH_TEST_MONGO'];
  if (uri !== undefined && uri !== '') return { uri, stop: () => Promise.resolve() };
  const systemBinary = binary();
  if (systemBinary === undefined) throw new Error(HOW);
  const server = await MongoMemoryServer.create({ binary: { systemBinary } });
  return {
    uri: server.getUri(),
    stop: async () => {
      await server.stop();
    },
  };
}

/** A new database. */
export const freshName = (): string => `devauth-test-${randomUUID().slice(0, 18)}`;

export interface OpenedMongo extends OpenedStore {
  readonly store: MongoStore;
  readonly uri: string;
  readonly database: string;
}

/** A store on its own database; `destroy` drops it. */
export async function openMongo(
  uri: string,
  options: Partial<Omit<MongoStoreOptions, 'uri' | 'database'>> = {},
): Promise<OpenedMongo> {
  const database = freshName();
  await refuseUnlessEmpty(uri, database);
  const all = { defaultLimit: -1, ...options, uri, database };
  const stores = [await MongoStore.open(all)];
  const [store] = stores;
  if (store === undefined) throw new Error('not opened');
  return {
    store,
    uri,
    database,
    reopen: async () => {
      await Promise.all(stores.map((open) => open.close()));
      const again = await MongoStore.open(all);
      stores.push(again);
      return again;
    },
    destroy: async () => {
      await Promise.all(stores.map((open) => open.close()));
      await drop(uri, database);
    },
  };
}

/** The driver itself, for parts that a spec wants to see or break without the store. */
export async function withClient<Answer>(uri: string, use: (client: MongoClient) => Promise<Answer>): Promise<Answer> {
  const client = new MongoClient(uri);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

export interface Child {
  readonly process: ChildProcess;
  /** Resolves when its store is open. */
  readonly ready: Promise<void>;
  /** Sends a line and resolves with the answer. Rejects if the process ends first. */
  ask(...words: readonly string[]): Promise<string>;
  /** Resolves when its stderr has had that text. */
  said(text: string): Promise<void>;
  /** Ends its stdin. Resolves when it has ended. */
  end(): Promise<{ readonly signal: NodeJS.Signals | null; readonly stderr: string }>;
}

export interface ChildOptions {
  readonly uri: string;
  readonly database: string;
  readonly defaultLimit?: number;
  /** 0 means never, so that die-after counts only the command's own. */
  readonly sweepEveryMs?: number;
  readonly dieAfter?: number;
  readonly signal?: 'SIGKILL' | 'SIGSTOP';
}

/** Runs spec/store/mongo/store.child.ts in a separate process. */
export function startChild(options: ChildOptions): Child {
  const { uri, database, defaultLimit = -1, sweepEveryMs = 1000, dieAfter = Infinity, signal = 'SIGKILL' } = options;
  const args = [CHILD, uri, database, String(defaultLimit), String(sweepEveryMs)];
  const child = spawn(process.execPath, ['--import', LOADER, '--import', DIE_AFTER, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, DIE_AFTER: String(dieAfter), DIE_AFTER_SIGNAL: signal },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const lines = createInterface({ input: child.stdout });
  const ended = new Promise<Awaited<ReturnType<Child['end']>>>((resolve) => {
    child.once('close', (_, by) => resolve({ signal: by, stderr }));
  });
  const answer = async (): Promise<string> => {
    const said = once(lines, 'line').then(([line]) => String(line));
    return Promise.race([said, ended.then(() => Promise.reject(new Error(`the child ended: ${stderr}`)))]);
  };
  const ready = answer().then(() => undefined);
  ready.catch(() => undefined);
  return {
    process: child,
    ready,
    ask: (...words) => {
      child.stdin.write(`${words.join(' ')}\n`);
      return answer();
    },
    said: async (text) => {
      while (!stderr.includes(text)) await once(child.stderr, 'data');
    },
    end: () => {
      child.stdin.end();
      return ended;
    },
  };
}

const here = (file: string): string => new URL(file, import.meta.url).href;
const CHILD = fileURLToPath(here('../../store/mongo/store.child.ts'));
const DIE_AFTER = here('../die-after.ts');

export const drop = (uri: string, database: string): Promise<boolean> =>
  withClient(uri, (client) => client.db(database).dropDatabase());

async function refuseUnlessEmpty(uri: string, database: string): Promise<void> {
  const found = await withClient(uri, (client) =>
    client.db(database).listCollections({}, { nameOnly: true }).toArray(),
  );
  if (found.length > 0) throw new Error(`the test database ${database} is not empty; it was left as it is`);
}

/** True if there is a server for tests. */
export const hasMongo = (): boolean => (process.env['DEVICEAUTH_TEST_MONGO'] ?? '') !== '' || binary() !== undefined;

function binary(): string | undefined {
  const named = process.env['MONGOMS_SYSTEM_BINARY'];
  if (named !== undefined && named !== '') return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, 'mongod')).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
