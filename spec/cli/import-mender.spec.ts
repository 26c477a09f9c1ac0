// `devauth import-mender` from a database that Mender's own service wrote, into either store.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/config/settings.ts';
import { deviceId, tenantId } from '../../src/domain/ids.ts';
import { openStoreAlone } from '../../src/maintain.ts';
import type { ImportingStore } from '../../src/store/imports.ts';
import { openProgram, type Ended, type Program } from '../support/app/program.ts';
import {
  generateFleet,
  keepTokensAlive,
  loadSample,
  openMenderDatabase,
  type MenderDatabase,
} from '../support/stores/mender-database.ts';
import { describeMongo, drop, freshName, testMongo, type TestMongo } from '../support/stores/mongo.ts';

jest.setTimeout(60_000); // processes start slowly on a busy machine

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

describeMongo('devauth import-mender', () => {
  let program: Program;
  let mongo: TestMongo;
  beforeAll(async () => {
    program = openProgram();
    mongo = await testMongo();
  });
  afterAll(async () => {
    await program.close();
    await mongo.stop();
  });

  describe.each(['sqlite', 'mongo'] as const)('into the %s store', (kind) => {
    let source: MenderDatabase;
    let settings: Readonly<Record<string, string>>;
    let dataDir: string;
    let database: string;
    beforeEach(async () => {
      source = await openMenderDatabase(mongo.uri);
      dataDir = mkdtempSync(join(program.folder, 'data-'));
      database = freshName();
      settings = {
        DEVICEAUTH_DATA: dataDir,
        ...(kind === 'mongo' && { DEVICEAUTH_MONGO: mongo.uri, DEVICEAUTH_MONGO_DB: database }),
      };
    });
    afterEach(async () => {
      await source.drop();
      if (kind === 'mongo') await drop(mongo.uri, database);
      rmSync(dataDir, { recursive: true });
    });

    const run = (...options: readonly string[]): Promise<Ended> =>
      program.run(['import-mender', '--from', source.address, ...options], settings);

    const inStore = async <Answer>(use: (store: ImportingStore) => Promise<Answer>): Promise<Answer> => {
      const store = await openStoreAlone(readConfig(settings, { purpose: 'maintain' }).config);
      try {
        return await use(store);
      } finally {
        await store.close();
      }
    };

    test('imports what our rules admit, and reports the rest with the reason', async () => {
      await loadSample(source);

      const { code, stdout, stderr } = await run();

      expect([code, stdout]).toEqual([
        0,
        '16 devices: 12 created, 0 updated, 0 unchanged, 0 changed here, 4 refused\n' +
          '16 auth sets: 12 kept, 0 left out, 4 without a device\n' +
          '2 limits: 2 set, 0 left out\n',
      ]);
      for (const refused of [3, 4, 7, 12])
        expect(stderr).toContain(`device ${id(refused)}: identity data`.slice(0, 43));
      expect(stderr.trim().split('\n')).toHaveLength(4 + Number(kind === 'mongo' && stderr.includes('standalone')));
    });

    test('keeps ids and revisions, recomputes the status, counts the slots and announces nothing', async () => {
      await loadSample(source);
      await run();

      await inStore(async ({ devices, limits, feed }) => {
        const own = (number: number) => devices.find(tenantId(''), deviceId(id(number)));
        expect(await own(10)).toMatchObject({
          status: 'accepted',
          revision: 8,
          tokens: [],
          authSets: [
            { id: id(23), status: 'rejected' },
            { id: id(29), status: 'accepted' },
          ],
        });
        expect(await own(11)).toMatchObject({ status: 'preauthorized' }); // Mender says noauth
        expect(await own(8)).toMatchObject({ status: 'noauth', authSets: [] });
        expect(await own(1)).toMatchObject({ status: 'rejected', decommissioningSince: expect.any(Date) });
        expect(await limits.get(tenantId(''))).toEqual({ limit: 100, used: 2 });
        expect(await limits.get(tenantId('tenant-a'))).toEqual({ limit: 5, used: 0 });
        expect(await feed.head()).toBe(0);
      });
    });

    test('writes in a second run what has changed in Mender since, and keeps what was changed here', async () => {
      await loadSample(source);
      await run();
      const change = { $inc: { revision: 5 } };
      await source.collection('devices').updateOne({ _id: id(6) as never }, change);
      await source.collection('auth_sets').updateOne({ device_id: id(6) }, { $set: { status: 'rejected' } });
      await source.collection('devices').updateOne({ _id: id(10) as never }, change);
      await inStore(async ({ devices }) => {
        const found = await devices.find(tenantId(''), deviceId(id(10)));
        const update = { kind: 'update', device: deviceId(id(10)), revision: 8, slot: 'keep', events: [] } as const;
        await devices.commit(tenantId(''), { ...update, id: 'c' as never, set: { provisioned: !found?.provisioned } });
      });

      const { stdout, stderr } = await run();

      expect(stdout).toContain('16 devices: 0 created, 1 updated, 10 unchanged, 1 changed here, 4 refused\n');
      expect(stderr).toContain(`device ${id(10)}: it was changed here`);
      await inStore(async ({ devices }) => {
        expect(await devices.find(tenantId(''), deviceId(id(6)))).toMatchObject({ status: 'rejected', revision: 7 });
      });
    });

    test('writes nothing with --dry-run, and counts the same', async () => {
      await loadSample(source);

      const { code, stdout } = await run('--dry-run', '--json');

      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        devices: 16,
        created: 12,
        refused: 4,
        authSets: 16,
        authSetsKept: 12,
      });
      await inStore(async ({ stats, limits }) => {
        expect(await stats.tenants()).toEqual([]);
        expect((await limits.get(tenantId(''))).limit).toBe(-1);
      });
    });

    test('takes over with --tokens those that may verify, and ends them in a run without', async () => {
      await loadSample(source);
      await keepTokensAlive(source);

      const first = await run('--tokens');
      const again = await run('--tokens');

      expect(first.stdout).toContain('4 tokens: 2 kept, 2 left out, 0 without a device\n');
      expect(again.stdout).toContain('16 devices: 0 created, 0 updated, 12 unchanged, 0 changed here, 4 refused\n');
      expect(first.stderr).toContain(`token ${id(28)}: of device ${id(1)}: its auth set is not accepted`); // leaving
      expect(first.stderr).toContain(`token ${id(23)}: of device ${id(10)}: its auth set is not accepted`);
      expect(await tokensOf(10)).toMatchObject([{ jti: id(29), authSet: id(29), imported: true }]);

      const without = await run();

      expect(without.stdout).toContain('2 updated, 10 unchanged');
      expect(await tokensOf(10)).toEqual([]);
    });

    const tokensOf = (number: number) =>
      inStore(async ({ devices }) => (await devices.find(tenantId(''), deviceId(id(number))))?.tokens);

    test('takes over a generated fleet, and refuses the second of two devices that are one here', async () => {
      await generateFleet(source, 1_200);
      const id_data = '{"n":1}';
      const twin = (text: string) => ({
        ...{ _id: crypto.randomUUID() as never, tenant_id: '', id_data: text, status: 'pending', revision: 1 },
        ...{
          id_data_sha256: createHash('sha256').update(text).digest(),
          created_ts: new Date(),
          updated_ts: new Date(),
        },
      });
      await source.collection('devices').insertMany([twin(id_data), twin('{"n":1.0}')]);

      const { stdout, stderr } = await run('--tokens');

      expect(stdout).toContain('1200 tokens: 720 kept, 480 left out, 0 without a device\n');
      expect(stdout).toContain('1202 devices: 1201 created, 0 updated, 0 unchanged, 0 changed here, 1 refused\n');
      expect(stderr).toContain('another device has the same identity here');
      await inStore(async ({ stats, limits }) => {
        expect(Object.fromEntries(await stats.devicesByStatus())).toMatchObject({ accepted: 720, rejected: 240 });
        expect((await limits.get(tenantId(''))).used).toBe(720);
      });
    });
  });

  test('refuses a database that is not Mender’s', async () => {
    const other = await openMenderDatabase(mongo.uri);
    const { code, stderr } = await program.run(['import-mender', '--from', other.address]);
    await other.drop();

    expect([code, stderr]).toEqual([1, expect.stringContaining('it is not the one of Mender')]);
  });
});
