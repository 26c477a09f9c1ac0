// The file of the embedded store: who may open it, and files that are refused and not changed.
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explained, openForWriting } from '../../../src/store/sqlite/file.ts';
import { APPLICATION_ID, MIGRATIONS } from '../../../src/store/sqlite/schema.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { given } from '../../support/stores/given.ts';
import { startSqliteProcess } from './process.ts';

describe('the file of a SqliteStore', () => {
  let folder = '';
  const file = (): string => join(folder, 'devauth.db');
  const open = (): Promise<SqliteStore> => SqliteStore.open({ file: file(), defaultLimit: -1, patienceMs: 200 });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'devauth-file-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  describeSettings(file);
  describeMode(file, open);
  describeOwning(file, open);
  describeRefusing(file, open);
  describeLeftovers(file, open);
});

type Open = () => Promise<SqliteStore>;

function describeSettings(file: () => string): void {
  test.each([
    ['synchronous', 2],
    ['journal_mode', 'wal'],
    ['locking_mode', 'normal'],
    ['foreign_keys', 1],
    ['busy_timeout', 5000],
    ['user_version', MIGRATIONS.length],
    ['application_id', APPLICATION_ID],
  ])('%s is %s', (name, value) => {
    const { db, close } = openForWriting({ file: file(), synchronous: 'FULL' });

    expect(Object.values(db.prepare(`PRAGMA ${name}`).get())).toEqual([value]);

    close();
  });
}

function describeMode(file: () => string, open: Open): void {
  const modes = (): Record<string, number> =>
    Object.fromEntries(
      readdirSync(join(file(), '..')).map((name) => [name, statSync(join(file(), '..', name)).mode & 0o777]),
    );

  test('everything it makes is for the owner alone', async () => {
    const store = await open();
    await store.devices.commit(given.device().tenant, given.create(given.device()));

    expect(modes()).toEqual({
      'devauth.db': 0o600,
      'devauth.db-shm': 0o600,
      'devauth.db-wal': 0o600,
      'devauth.db.lock': 0o600,
      'devauth.db.pid': 0o600,
    });

    await store.close();
  });

  test('a file that others could read becomes private', async () => {
    await (await open()).close();
    chmodSync(file(), 0o644);

    const store = await open();

    expect(modes()['devauth.db']).toBe(0o600);
    await store.close();
  });

  test('closing leaves the file and its lock, which is free', async () => {
    const store = await open();
    await store.devices.commit(given.device().tenant, given.create(given.device()));

    await store.close();

    expect(modes()).toEqual({ 'devauth.db': 0o600, 'devauth.db.lock': 0o600 });
  });
}

function describeOwning(file: () => string, open: Open): void {
  test('a second process is refused, and the message names the owner of the file', async () => {
    const owner = startSqliteProcess(['hold', file()]);
    await owner.saidLines(1);

    await expect(open()).rejects.toThrow(`${file()} is in use by process ${owner.process.pid}`);

    expect(await owner.end()).toEqual({ code: 0, stderr: '' });
    await (await open()).close();
  });

  test('a process that was killed during a checkpoint leaves a file that the next one opens, with all devices', async () => {
    const devices = Array.from({ length: 50 }, () => given.device());
    const store = await open();
    const before = statSync(file()).size;
    for (const device of devices) await store.devices.commit(device.tenant, given.create(device));
    const copy = `${file()}.copy`;
    // A process of its own reads the file: closing it here would release the locks of the store.
    execFileSync('cp', [file(), copy]);
    execFileSync('cp', [`${file()}-wal`, `${copy}-wal`]);
    await store.close();
    execFileSync('cp', [`${copy}-wal`, `${file()}-wal`]);
    const checkpoint = new DatabaseSync(copy);
    checkpoint.exec('PRAGMA wal_checkpoint(FULL)');
    execFileSync('cp', [copy, file()]);
    checkpoint.close();
    truncateSync(file(), before); // the first page is written, the last ones are not

    const next = await open();

    const found = await Promise.all(devices.map(({ tenant, id }) => next.devices.find(tenant, id)));
    expect(found.map((device) => device?.id)).toEqual(devices.map(({ id }) => id));
    await next.close();
  });

  test('a second store of the same process is refused, and the first one continues', async () => {
    const store = await open();
    const device = given.device();

    await expect(open()).rejects.toThrow(`in use by process ${process.pid}`);

    expect(await store.devices.commit(device.tenant, given.create(device))).toBe('done');
    const other = startSqliteProcess(['hold', file()]);
    expect((await other.end()).stderr).toContain(`in use by process ${process.pid}`);
    await store.close();
  });

  test('a killed owner leaves no lock, also when another process has its number', async () => {
    const owner = startSqliteProcess(['hold', file()]);
    await owner.saidLines(1);
    owner.process.kill('SIGKILL');
    await owner.end();
    writeFileSync(`${file()}.pid`, '1\n');

    const store = await open();

    expect(readFileSync(`${file()}.pid`, 'utf8')).toBe(`${process.pid}\n`);
    await store.close();
  });
}

function describeRefusing(file: () => string, open: Open): void {
  const folderNow = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(join(file(), '..')).map((name) => [name, readFileSync(join(file(), '..', name), 'base64')]),
    );
  const write = (sql: string): void => {
    const db = new DatabaseSync(file());
    db.exec(sql);
    db.close();
  };

  test('a file of a newer schema is refused and not changed, and the message has the next step', async () => {
    await (await open()).close();
    write('PRAGMA user_version = 99');
    const before = folderNow();

    await expect(open()).rejects.toThrow(/newer devauth \(schema 99, this one knows \d+\).*start that version/);

    expect(folderNow()).toEqual(before);
  });

  test.each([
    ['SQLite database of another program', () => write('CREATE TABLE other (a); INSERT INTO other VALUES (1)')],
    ['SQLite database of another program in WAL', () => write('PRAGMA journal_mode = WAL; CREATE TABLE other (a)')],
    ['empty SQLite database of another program', () => write('PRAGMA user_version = 1')],
    ['text', () => writeFileSync(file(), 'Dear diary,\n'.repeat(1000))],
    ['one byte', () => writeFileSync(file(), '\n')],
  ])('a file that is not ours is refused and not changed: %s', async (_, make) => {
    make();
    const before = folderNow();

    await expect(open()).rejects.toThrow(`${file()} is not a devauth database; it was left untouched`);

    expect(folderNow()).toEqual(before);
  });

  test('a file that was cut short is refused', async () => {
    await (await open()).close();
    truncateSync(file(), 8192);

    await expect(open()).rejects.toThrow(`${file()} is damaged; restore it from a backup`);
  });

  test('a folder that is not there is refused', async () => {
    const missing = join(file(), '..', 'missing', 'devauth.db');

    await expect(SqliteStore.open({ file: missing, defaultLimit: -1 })).rejects.toThrow('ENOENT');
  });
}

/** What kills, other users and operators leave in the folder. */
function describeLeftovers(file: () => string, open: Open): void {
  /** Makes a file, and the -wal of it at a time with one device more. Returns the backup that was made at that time. */
  async function makeWithWal(): Promise<{ readonly wal: string; readonly backup: string }> {
    const [store, wal, backup] = [await open(), `${file()}.kept`, `${file()}.backup`];
    const device = given.device();
    await store.devices.commit(device.tenant, given.create(device));
    execFileSync('cp', [`${file()}-wal`, wal]);
    writeFileSync(backup, await buffer((await store.backup()).stream));
    await store.close();
    return { wal, backup };
  }

  test.each<readonly [string, (backup: string) => void]>([
    ['a complete file', () => {}],
    ['a restored backup', (backup) => cpSync(backup, file())],
    ['no file', () => rmSync(file())],
    ['an empty file', () => truncateSync(file())],
  ])('a -wal beside %s is refused, and nothing is changed', async (_, make) => {
    const { wal, backup } = await makeWithWal();
    make(backup);
    cpSync(wal, `${file()}-wal`);
    const before = existsSync(file()) && readFileSync(file());

    await expect(open()).rejects.toThrow(`${file()}-wal does not belong here: ${file()}`);

    expect(existsSync(file()) && readFileSync(file())).toEqual(before);
    expect(readFileSync(`${file()}-wal`).equals(readFileSync(wal))).toBe(true);
  });

  test('the copy of a backup that a kill has cut off is removed by the next start', async () => {
    const copy = join(file(), '..', '.devauth-copy-a1b2c3');
    mkdirSync(copy);
    writeFileSync(join(copy, 'devauth.db'), 'a part');

    const store = await open();

    expect(existsSync(copy)).toBe(false);
    await store.close();
  });

  test('a number of the owner that can be neither read nor written does not matter', async () => {
    mkdirSync(`${file()}.pid`);

    const store = await open();

    await expect(open()).rejects.toThrow(`${file()} is in use by another process`);
    await store.close();
  });

  test.each([
    ['a folder that this user cannot enter', { code: 'EACCES' }],
    ['a file system that is only read', { code: 'EROFS' }],
    ['a file that SQLite cannot open', { sqliteCode: 14 }],
  ])('the error of %s becomes plain words', (_name, error) => {
    expect(explained(error, '/data/devauth.db')).toMatchObject({
      message: '/data/devauth.db cannot be opened: look at the owner and the mode of it and of its folder',
    });
  });

  test('a lock that this user cannot open is named', async () => {
    mkdirSync(`${file()}.lock`);

    await expect(open()).rejects.toThrow(`${file()}.lock cannot be opened: look at the owner`);
  });

  test('a page that is damaged refuses the start or the read with the reason, and is not taken for a bug', async () => {
    await (await open()).close();
    const [page, sql] = [4096, `SELECT rootpage FROM sqlite_schema WHERE name = $name`];
    const db = new DatabaseSync(file());
    const [purges, rooms] = ['purge', 'room'].map((name) => Number(Object.values(db.prepare(sql).get({ name }))[0]));
    db.close();
    const damage = (number = 0): void => {
      const bytes = readFileSync(file());
      writeFileSync(file(), bytes.fill(0, (number - 1) * page, number * page));
    };

    damage(rooms);
    const store = await open();
    await expect(store.stats.rooms()).rejects.toMatchObject({ code: 'store_unavailable' });
    await store.close();
    damage(purges);

    await expect(open()).rejects.toThrow(`${file()} is damaged; restore it from a backup`);
  });
}
