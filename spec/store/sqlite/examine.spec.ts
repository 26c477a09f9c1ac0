// The file is examined without a change: nothing in its folder is created, written, renamed or removed.
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWN_TENANT } from '../../../src/domain/ids.ts';
import { examineFile } from '../../../src/store/sqlite/examine.ts';
import { MIGRATIONS, NAME_THE_FILE } from '../../../src/store/sqlite/schema.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { MAX_DAMAGES } from '../../../src/store/stats.ts';
import { given } from '../../support/stores/given.ts';
import { makeOlderFile } from '../../support/stores/older-database.ts';
import { startSqliteProcess } from './process.ts';

const PAGE = 4096;
const KNOWN = MIGRATIONS.length;

let folder = '';
const file = (): string => join(folder, 'devauth.db');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'devauth-examine-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const examine = () => examineFile({ file: file(), defaultLimit: -1, patienceMs: 200 });
const openStore = () => SqliteStore.open({ file: file(), defaultLimit: -1, patienceMs: 200 });

/** Returns the names, times, modes and bytes of everything in the folder. */
const folderNow = (): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    readdirSync(folder).map((name) => {
      const { mtimeMs, mode } = statSync(join(folder, name));
      return [name, [mtimeMs, mode, readFileSync(join(folder, name), 'base64')]];
    }),
  );

/** Returns what the examination finds, after it has left everything as it was. */
async function found() {
  const before = folderNow();
  const examined = examine();
  const { schema, walBytes } = examined;
  const damages = await examined.damages();
  const isReadable = damages.length === 0 && schema.found === KNOWN;
  const devices = isReadable ? await devicesIn(examined.stats()) : 0;
  await examined.close();
  expect(folderNow()).toEqual(before);
  return { damages, devices, schema: schema.found, hasWal: walBytes > 0 };
}

const devicesIn = async (stats: ReturnType<ReturnType<typeof examine>['stats']>): Promise<number> =>
  [...(await stats.devicesByStatus()).values()].reduce((sum, count) => sum + count, 0);

async function makeStore(devices: number): Promise<readonly string[]> {
  const store = await openStore();
  const made = given.devices(devices, { tenant: OWN_TENANT });
  await Promise.all(made.map((device) => store.devices.commit(OWN_TENANT, given.create(device))));
  await store.close();
  return made.map(({ id }) => id);
}

/** Leaves the file as a process that was killed while it wrote. Returns the number of devices that it has answered for. */
async function makeKilled(): Promise<number> {
  const owner = startSqliteProcess(['race', file()]);
  await owner.saidLines(20);
  owner.process.kill('SIGKILL');
  await owner.end();
  return owner.said.filter((line) => line.endsWith(' 1')).length;
}

describe('examineFile', () => {
  describeSound();
  describeDamaged();
  describeRefused();
  describeLock();
});

function describeSound(): void {
  test('reads a complete file and changes nothing', async () => {
    await makeStore(5);

    expect(await found()).toEqual({ damages: [], devices: 5, schema: KNOWN, hasWal: false });
  });

  test('reads a file in a folder without the right to write', async () => {
    await makeStore(5);
    chmodSync(file(), 0o400);
    chmodSync(folder, 0o500);

    expect(await found()).toMatchObject({ damages: [], devices: 5 });

    chmodSync(folder, 0o700);
  });

  test('reads a file whose lock was not copied with it, and makes none', async () => {
    await makeStore(5);
    rmSync(`${file()}.lock`);

    expect(await found()).toMatchObject({ damages: [], devices: 5 });
  });

  test('reads the -wal of a killed process with the file, and moves nothing', async () => {
    const answered = await makeKilled();

    const { devices, ...rest } = await found();

    expect(rest).toEqual({ damages: [], schema: KNOWN, hasWal: true });
    expect(devices).toBeGreaterThanOrEqual(answered);
  });

  test('a process that was killed during a checkpoint leaves no damage', async () => {
    await makeStore(5);
    const size = statSync(file()).size;
    const answered = await makeKilled();
    checkpointOfCopy();
    truncateSync(file(), size); // the first page is written, the last ones are not

    const { devices, damages } = await found();

    expect(damages).toEqual([]);
    expect(devices).toBeGreaterThanOrEqual(answered + 5);
  });

  test('says the schema of an older file, which stays as it is', async () => {
    makeOlderFile(`${file()}.older`, 50);
    vacuumInto(`${file()}.older`);

    expect(await found()).toEqual({ damages: [], devices: 0, schema: 5, hasWal: false });
  });

  test('a file in WAL mode without a -wal gets none', async () => {
    const db = new DatabaseSync(file());
    db.exec(NAME_THE_FILE);
    MIGRATIONS.forEach((migration) => db.exec(migration));
    db.exec('PRAGMA journal_mode = WAL');
    db.close();

    expect(readdirSync(folder)).toEqual(['devauth.db']);
    expect(await found()).toEqual({ damages: [], devices: 0, schema: KNOWN, hasWal: false });
  });
}

/** Writes the -wal into a copy of the file, and puts that copy in the place of the file. */
function checkpointOfCopy(): void {
  const copy = join(mkdtempSync(join(tmpdir(), 'devauth-examine-copy-')), 'devauth.db');
  for (const part of ['', '-wal']) cpSync(file() + part, copy + part);
  const db = new DatabaseSync(copy);
  db.exec('PRAGMA wal_checkpoint(FULL)');
  cpSync(copy, file());
  db.close();
  rmSync(join(copy, '..'), { recursive: true });
}

/** Makes the file from another one, which is removed. */
function vacuumInto(other: string): void {
  const db = new DatabaseSync(other);
  db.exec(`VACUUM INTO '${file()}'`);
  db.close();
  for (const name of readdirSync(folder)) if (name.includes('.older')) rmSync(join(folder, name));
}

function describeDamaged(): void {
  test('names a damaged page in the middle', async () => {
    const ids = await makeStore(200);
    const bytes = readFileSync(file());
    const page = Math.floor(bytes.indexOf(ids[100] ?? '') / PAGE);
    writeFileSync(file(), bytes.fill(0xff, page * PAGE, (page + 1) * PAGE));

    const { damages } = await found();

    expect(damages.join('\n')).toMatch(new RegExp(`page ${page + 1}\\b`));
  });

  test('finds the damage of each page, or refuses the file as damaged', async () => {
    await makeStore(50);
    const whole = readFileSync(file());
    const pages = Array.from({ length: whole.length / PAGE }, (_, page) => page);

    const unnoticed = [];
    for (const page of pages.slice(1)) {
      writeFileSync(file(), Buffer.from(whole).fill(0xff, page * PAGE, (page + 1) * PAGE));
      if ((await damagesOrRefusal()).length === 0) unnoticed.push(page);
    }

    expect(pages.length).toBeGreaterThan(30);
    expect(unnoticed).toEqual([]);
  });

  const damagesOrRefusal = async (): Promise<readonly string[]> => {
    try {
      return (await found()).damages;
    } catch (error) {
      const message = String(Reflect.get(Object(error), 'message'));
      if (message !== `${file()} is damaged; restore it from a backup`) throw error;
      return [message];
    }
  };

  test('lists a bounded number of damages', async () => {
    await makeStore(2000);
    const bytes = readFileSync(file());
    for (let page = 60; page < bytes.length / PAGE; page += 2) bytes.fill(0xff, page * PAGE, (page + 1) * PAGE);
    writeFileSync(file(), bytes);

    expect((await found()).damages).toHaveLength(MAX_DAMAGES);
  });
}

function describeRefused(): void {
  /** Returns the reason of the refusal, after it has left everything as it was. */
  const refusal = (): string => {
    const before = folderNow();
    try {
      examine();
    } catch (error) {
      expect(folderNow()).toEqual(before);
      return error instanceof Error ? error.message : 'no error';
    }
    throw new TypeError('the file is not refused');
  };

  test.each<readonly [string, RegExp, () => unknown]>([
    ['a file that is missing', /devauth\.db does not exist; a first start makes it/, () => {}],
    ['an empty file', /devauth\.db is empty; restore a backup/, () => writeFileSync(file(), '')],
    ['a text', /is not a devauth database/, () => writeFileSync(file(), 'Dear diary,\n'.repeat(1000))],
    ['a database of another program', /is not a devauth database/, () => write('CREATE TABLE other (a)')],
    ['a newer schema', /newer devauth \(schema 99/, () => write(`${NAME_THE_FILE}; PRAGMA user_version = 99`)],
    ['a file that was cut short', /is damaged; restore it from a backup/, () => cutShort()],
    ['a -wal that was left beside a backup', /-wal does not belong here/, () => strayWal()],
    ['a -wal without its -shm', /-shm, which is missing; a start of the server.*completes/, () => walAlone()],
    ['a write that was cut off', /-journal is of a write that was cut off.*a start of the server/, () => journal()],
  ])('refuses %s', async (_name, says, make) => {
    await make();

    expect(refusal()).toMatch(says);
  });

  const write = (sql: string): void => {
    const db = new DatabaseSync(file());
    db.exec(sql);
    db.close();
  };
  const cutShort = async (): Promise<void> => {
    await makeStore(5);
    truncateSync(file(), 2 * PAGE);
  };
  const strayWal = async (): Promise<void> => {
    await makeStore(5);
    writeFileSync(`${file()}-wal`, 'of another file');
  };
  const walAlone = async (): Promise<void> => {
    await makeKilled();
    rmSync(`${file()}-shm`);
  };
  const journal = async (): Promise<void> => {
    await makeStore(5);
    writeFileSync(`${file()}-journal`, 'a part');
  };
}

function describeLock(): void {
  test('refuses the file of a running process, and names it', async () => {
    const owner = startSqliteProcess(['hold', file()]);
    await owner.saidLines(1);

    expect(examine).toThrow(`${file()} is in use by process ${owner.process.pid}; \`devauth doctor\` asks a server`);

    expect(await owner.end()).toEqual({ code: 0, stderr: '' });
  });

  test('no store opens the file before the end of the examination, and another examination does', async () => {
    await makeStore(5);
    const [first, second] = [examine(), examine()];
    await second.close();

    await expect(openStore()).rejects.toThrow(`${file()} is in use`);

    await first.close();
    await (await openStore()).close();
  });
}
