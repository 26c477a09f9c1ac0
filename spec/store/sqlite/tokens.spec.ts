// The table `token` names the device of every live token, after every kind of write.
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Device, LiveToken } from '../../../src/domain/device.ts';
import { MIGRATIONS, NAME_THE_FILE } from '../../../src/store/sqlite/schema.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { given } from '../../support/stores/given.ts';

describe('the tokens of a file', () => {
  let folder = '';
  let store: SqliteStore;
  const file = (): string => join(folder, 'devauth.db');
  const open = async (): Promise<void> => {
    store = await SqliteStore.open({ file: file(), defaultLimit: -1 });
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'devauth-tokens-'));
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  /** Creates a device with the tokens, then gives it each of the lists in turn. */
  async function move(...lists: readonly (readonly LiveToken[])[]): Promise<void> {
    const [first = [], ...later] = lists;
    let device = given.device({ status: 'accepted', tokens: first });
    await store.devices.commit(device.tenant, given.create(device));
    for (const tokens of later) {
      expect(await store.devices.commit(device.tenant, given.update(device, { set: { tokens } }))).toBe('done');
      device = { ...device, tokens, revision: device.revision + 1 };
    }
  }

  /** Every entry of the table, and every token of a device, as pairs of token and device. */
  const both = () => {
    const db = new DatabaseSync(file());
    const read = (sql: string): readonly unknown[] => db.prepare(sql).all({});
    const pairs = {
      table: read('SELECT jti, device FROM token ORDER BY jti'),
      devices: read(`SELECT value ->> 'jti' AS jti, row_id AS device FROM device, json_each(tokens) ORDER BY jti`),
    };
    db.close();
    return pairs;
  };

  const [a, b, c, d] = [given.token(), given.token(), given.token(), given.token()];

  test.each<[string, number, readonly (readonly LiveToken[])[]]>([
    ['a first token', 1, [[], [a]]],
    ['one more', 2, [[a], [a, b]]],
    [
      'one that supersedes another',
      2,
      [
        [a, b],
        [b, c],
      ],
    ],
    [
      'others in place of all',
      2,
      [
        [a, b],
        [c, d],
      ],
    ],
    [
      'the same in another order',
      2,
      [
        [a, b],
        [b, a],
      ],
    ],
    ['the same with another time', 1, [[a], [{ ...a, expiresAt: given.time(90) }]]],
    ['none', 0, [[a, b], []]],
    ['none, and then one again', 1, [[a, b], [], [a]]],
    [
      'the last one of three revoked',
      2,
      [
        [a, b, c],
        [a, b],
      ],
    ],
  ])('%s', async (_, count, lists) => {
    await open();
    await move([given.token()], [given.token(), given.token()]);

    await move(...lists);

    const { table, devices } = both();
    expect(table).toEqual(devices);
    expect(table).toHaveLength(2 + count);
  });

  test('a purge and a removal leave none of theirs', async () => {
    await open();
    const [purged, kept] = [given.tenant(), given.tenant()];
    const devices = [purged, purged, kept, kept].map((tenant) => given.device({ tenant, tokens: [given.token()] }));
    for (const device of devices) await store.devices.commit(device.tenant, given.create(device));

    await store.devices.purgeTokens(purged, given.event({ tenant: purged }));
    await store.devices.commit(kept, given.remove(devices.at(-1) as Device));

    expect(both().table).toEqual(both().devices);
    expect(both().table).toHaveLength(1);
  });

  test('a file of the version before is in step after the next token', async () => {
    const old = new DatabaseSync(file());
    old.exec(NAME_THE_FILE);
    for (const migration of MIGRATIONS.slice(0, 11)) old.exec(migration);
    old.close();

    await open();
    await move([a], [a, b], [b, c]);

    expect(both().table).toEqual(both().devices);
    expect(both().table).toHaveLength(2);
  });
});
