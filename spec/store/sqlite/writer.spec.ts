// The thread that writes: its messages, their order, and who may open the file beside it.
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWN_TENANT } from '../../../src/domain/ids.ts';
import { Refused } from '../../../src/domain/errors.ts';
import { errorOf, failureOf } from '../../../src/store/sqlite/messages.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { given } from '../../support/stores/given.ts';

let folder = '';
const file = (): string => join(folder, 'devauth.db');
const open = (): Promise<SqliteStore> => SqliteStore.open({ file: file(), defaultLimit: -1, patienceMs: 200 });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'devauth-writer-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('messages between the threads', () => {
  test('a refusal arrives as a refusal with its code, its text and when to ask again', () => {
    const sent = new Refused('store_unavailable', 'the store cannot be used', {
      retryAfterSeconds: 5,
      cause: Object.assign(new Error('disk I/O error'), { sqliteCode: 1034 }),
    });

    const arrived = errorOf(structuredClone(failureOf(sent)));

    expect(arrived).toBeInstanceOf(Refused);
    expect(arrived).toMatchObject({
      code: 'store_unavailable',
      message: 'the store cannot be used',
      details: { retryAfterSeconds: 5 },
      cause: { message: 'disk I/O error', sqliteCode: 1034 },
    });
  });

  test('a bug arrives as an error with the stack of the thread', async () => {
    const store = await open();
    const device = given.device({ tenant: OWN_TENANT });
    const [once] = given.create(device).events;
    const twice = { ...given.create(device), events: [once, once].filter((event) => event !== undefined) };

    const error: unknown = await store.devices.commit(OWN_TENANT, twice).catch((reason: unknown) => reason);

    expect(error).not.toBeInstanceOf(Refused);
    expect(error).toMatchObject({
      message: expect.stringContaining('UNIQUE constraint failed'),
      stack: expect.stringContaining('commit.'),
    });
    await store.close();
  });

  test('times, absent members and texts with a NUL arrive as they were', async () => {
    const store = await open();
    const tenant = given.tenant();
    const authSets = [given.authSet({ pubkey: 'a text with a \0 in it' })];
    const device = given.device({ tenant, authSets });
    const accepted = { ...given.accept(device), checkIn: given.time(7) };

    await store.devices.commit(tenant, given.create(device));
    await store.devices.commit(tenant, accepted);

    expect(await store.devices.find(tenant, device.id)).toEqual({
      ...device,
      ...accepted.set,
      checkInAt: given.time(7),
      revision: 2,
    });
    await store.close();
  });
});

describe('writes on the thread', () => {
  test('keep the order in which they were asked for', async () => {
    const store = await open();
    const tenant = given.tenant();
    const device = given.device({ tenant });
    const set = (revision: number) =>
      given.update({ ...device, revision }, { set: { updatedAt: given.time(revision) } });

    const answers = await Promise.all([
      store.devices.commit(tenant, given.create(device)),
      ...[1, 2, 3, 4, 5].map((revision) => store.devices.commit(tenant, set(revision))),
    ]);

    expect(answers).toEqual(Array.from({ length: 6 }, () => 'done'));
    expect(await store.devices.find(tenant, device.id)).toMatchObject({ revision: 6, updatedAt: given.time(5) });
    await store.close();
  });

  test('are there for a read that begins after their answer', async () => {
    const store = await open();
    const devices = given.devices(200, { tenant: OWN_TENANT });

    const missing = await Promise.all(
      devices.map(async (device) => {
        await store.devices.commit(OWN_TENANT, given.create(device));
        return (await store.devices.find(OWN_TENANT, device.id)) === undefined;
      }),
    );

    expect(missing.filter(Boolean)).toEqual([]);
    await store.close();
  });
});

describe('the lock of a SqliteStore', () => {
  test('keeps a store out also where the other one was started without our lock', async () => {
    await (await open()).close();
    const older = new DatabaseSync(file(), { timeout: 0 });
    older.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT'); // like versions before the thread

    await expect(open()).rejects.toThrow(`${file()} is in use by another process`);

    older.exec('PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema');
    older.close();
    await (await open()).close();
  }, 30_000);

  test('keeps a store of such a version out', async () => {
    const store = await open();
    const older = new DatabaseSync(file(), { timeout: 0 });

    expect(() => older.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')).toThrow('locked');

    older.close();
    await store.close();
  });

  test('is taken before the file is opened: a store that is refused has not touched the -wal', async () => {
    const lock = new DatabaseSync(`${file()}.lock`, { timeout: 0 });
    lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');

    await expect(open()).rejects.toThrow('in use by another process');

    expect(existsSync(file())).toBe(false);
    lock.exec('ROLLBACK; PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema');
    lock.close();
  }, 30_000);
});
