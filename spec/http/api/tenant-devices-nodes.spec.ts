// Tenant devices and keys on MongoDB, on two nodes that share only the database.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hashOf } from '../../../src/domain/api-key.ts';
import { MongoStore } from '../../../src/store/mongo/store.ts';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { describeMongo, drop, freshName, testMongo, withClient, type TestMongo } from '../../support/stores/mongo.ts';
import {
  ALL_USER_SCOPES,
  tenantAppOf,
  type MachineKey,
  type TenantAppDevice,
  type TenantApp,
} from '../../support/app/tenant-app.ts';

describeMongo('two nodes', () => {
  const database = freshName();
  let mongo: TestMongo;
  let nodes: TestApp[];
  let apps: TenantApp[];
  let machine: MachineKey;
  beforeAll(async () => {
    mongo = await testMongo();
    const settings = { DEVICEAUTH_WRONG_KEYS_PER_SECOND: '1000000', DEVICEAUTH_MAX_TENANT_DEVICES: '40' };
    nodes = [];
    for (let count = 0; count < 2; count += 1) {
      const store = await MongoStore.open({ uri: mongo.uri, database, defaultLimit: -1 });
      nodes.push(await openApp(settings, { store }));
    }
    apps = nodes.map((node) => tenantAppOf(node));
    machine = await one().machine([...ALL_USER_SCOPES, 'devices:read']);
  }, 60_000);
  afterAll(async () => {
    for (const node of nodes) await node.close();
    await drop(mongo.uri, database);
    await mongo.stop();
  });

  const one = () => apps[0]!;
  const other = () => apps[1]!;
  const named = async (): Promise<TenantAppDevice> => {
    const { body } = await one().devices('POST', machine);
    const reset = await one().devices(`POST /${body.deviceId}/connections/reset`, machine);
    return { id: body.deviceId, key: reset.body.apiKey };
  };

  test('each node knows the changes of the other: create, update, reset, delete', async () => {
    const device = await named();
    expect((await other().connect(device)).status).toBe(200);

    await one().devices(`PUT /${device.id}`, { ...machine, body: { isEnabled: false, description: 'north' } });
    expect((await other().connect(device)).status).toBe(400);
    expect((await other().devices(`GET /${device.id}`, machine)).body).toMatchObject({ description: 'north' });

    await one().devices(`PUT /${device.id}`, { ...machine, body: { isEnabled: true } });
    const { body } = await one().devices(`POST /${device.id}/connections/reset`, machine);
    expect((await other().connect(device)).status).toBe(401);
    expect((await other().connect(device, body.apiKey)).status).toBe(200);

    await one().devices(`DELETE /${device.id}`, machine);
    expect((await other().connect(device, body.apiKey)).status).toBe(401);
    expect((await other().devices(`GET /${device.id}`, machine)).status).toBe(404);
  });

  test('a key that one node revoked is refused by the other from that moment', async () => {
    const key = await one().machine(['Device.Read']);
    expect((await other().devices('GET', key)).status).toBe(200);

    expect((await nodes[0]!.internal(`DELETE /api-keys/${key.id}`)).status).toBe(204);

    expect((await other().devices('GET', key)).status).toBe(401);
  });

  test('of resets on both nodes at once exactly one key is good', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await named();

      const resets = await Promise.all(
        [one(), other(), one(), other()].map((node) => node.devices(`POST /${id}/connections/reset`, machine)),
      );
      const connects = await Promise.all(resets.map(({ body }) => other().connect({ id, key: body.apiKey })));

      expect(resets.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(connects.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
      await one().devices(`DELETE /${id}`, machine);
    }
  }, 60_000);

  test('both nodes together fill the cap of the tenant, and pass it at most by the creates that were under way', async () => {
    const key = await one().machine(ALL_USER_SCOPES, { tenant_id: 'capped' });
    const atOnce = 6;
    const made: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const nodesInTurn = Array.from({ length: atOnce }, (_, n) => (n % 2 === 0 ? one() : other()));
      const answers = await Promise.all(nodesInTurn.map((app) => app.devices('POST', { ...key, tenant: 'capped' })));
      made.push(...answers.map(({ status }) => status));
    }

    const created = made.filter((status) => status === 201).length;
    expect(new Set(made)).toEqual(new Set([201, 409]));
    expect(created).toBeGreaterThanOrEqual(40);
    expect(created).toBeLessThan(40 + atOnce);
    expect(JSON.parse((await other().devices('GET', { ...key, tenant: 'capped' })).text)).toHaveLength(created);
  }, 60_000);

  test('a dump of the database authenticates nothing, and holds no key (T107)', async () => {
    const device = await named();

    const dump = await withClient(mongo.uri, async (client) => {
      const collections = await client.db(database).collections();
      return JSON.stringify(await Promise.all(collections.map((collection) => collection.find().toArray())));
    });

    for (const key of [device.key, machine.key]) {
      expect(dump).toContain(hashOf(key));
      expect(dump).not.toContain((key.split('_')[2] ?? '').slice(0, 12));
    }
    for (const text of new Set(dump.match(/"[^"]{20,200}"/g))) {
      const sent = text.slice(1, -1);
      if (/^[\x21-\x7e]+$/.test(sent)) expect((await one().connect(device, sent)).status).toBe(401);
    }
  }, 60_000);
});
