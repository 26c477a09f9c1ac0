// Connecting during a reset, a deletion or a disabling; and a dump of the store, which is useless to an attacker.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { hashOf, keyIdOf, writeKey } from '../../../src/domain/api-key.ts';
import { machine, tenantKey } from '../../../src/http/callers/api-keys.ts';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';
import { openWatchedStore } from '../../support/stores/watched-store.ts';
import { describeEmbedded } from '../../support/stores/stores.ts';
import { TENANT, tenantAppOf, type TenantAppDevice, type TenantApp } from '../../support/app/tenant-app.ts';

const NO_LIMIT = { DEVICEAUTH_WRONG_KEYS_PER_SECOND: '1000000' };
const CONNECTS = 128;

let app: TestApp;
let acme: TenantApp;
beforeAll(async () => {
  app = await openApp(NO_LIMIT);
  acme = tenantAppOf(app);
});
afterAll(() => app.close());

interface Timed {
  readonly sentAt: number;
  readonly status: number;
}

/** That many connects, some before and some after the command is sent, and the time of its answer. */
async function around(device: TenantAppDevice, command: () => Promise<Answer>) {
  const connects: Promise<Timed>[] = [];
  const connectSome = (count: number): void => {
    for (let n = 0; n < count; n += 1) {
      const sentAt = performance.now();
      connects.push(acme.connect(device).then(({ status }) => ({ sentAt, status })));
    }
  };
  connectSome(CONNECTS / 4);
  const commanded = command().then((answer) => ({ answer, answeredAt: performance.now() }));
  connectSome(CONNECTS / 4);
  const { answer, answeredAt } = await commanded;
  connectSome(CONNECTS / 2);
  return { answer, answeredAt, connects: await Promise.all(connects) };
}

describe(`${CONNECTS} parallel connects (T111)`, () => {
  test.each([
    ['a reset', 200, 401, ({ id }: TenantAppDevice) => acme.devices(`POST /${id}/connections/reset`)],
    ['a deletion', 202, 401, ({ id }: TenantAppDevice) => acme.devices(`DELETE /${id}`)],
    ['a disabling', 200, 400, ({ id }: TenantAppDevice) => acme.devices(`PUT /${id}`, { body: { isEnabled: false } })],
  ])('around %s: each finished before it or is refused', async (_, done, refused, command) => {
    for (let round = 0; round < 3; round += 1) {
      const device = await acme.named();

      const { answer, answeredAt, connects } = await around(device, () => command(device));

      expect(answer.status).toBe(done);
      const after = connects.filter(({ sentAt }) => sentAt > answeredAt);
      expect(after).toHaveLength(CONNECTS / 2);
      expect(after.filter(({ status }) => status !== refused)).toEqual([]);
      expect(connects.filter(({ status }) => status !== 200 && status !== refused)).toEqual([]);
    }
  });
});

describe('parallel resets', () => {
  test('leave exactly one good key', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await acme.named();

      const resets = await Promise.all([1, 2].map(() => acme.devices(`POST /${id}/connections/reset`)));
      const connects = await Promise.all(resets.map(({ body }) => acme.connect({ id, key: body.apiKey })));

      expect(resets.map(({ status }) => status)).toEqual([200, 200]);
      expect(connects.map(({ status }) => status).sort()).toEqual([200, 401]);
    }
  });

  test('a reset and a deletion leave no good key', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id, key } = await acme.named();

      const [reset, deleted] = await Promise.all([
        acme.devices(`POST /${id}/connections/reset`),
        acme.devices(`DELETE /${id}`),
      ]);

      expect(deleted.status).toBe(202);
      expect([200, 404]).toContain(reset.status);
      const keys: string[] = reset.status === 200 ? [key, reset.body.apiKey] : [key];
      for (const one of keys) expect((await acme.connect({ id, key: one })).status).toBe(401);
    }
  });
});

describeEmbedded('a dump of the store', () => {
  test('authenticates nothing, and holds no key (T107)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'devauth-dump-'));
    const own = await openApp({ ...NO_LIMIT, DEVICEAUTH_DATA: folder });
    const named = tenantAppOf(own);
    const device = await named.named();
    const machineKey = await named.machine(['Device.Connect', 'Device.Read']);

    const dump = readdirSync(folder)
      .filter((name) => name.startsWith('devauth.db'))
      .map((name) => readFileSync(join(folder, name)).toString('latin1'))
      .join('');

    const hashes = [device.key, machineKey.key].map(hashOf);
    for (const hash of hashes) expect(dump).toContain(hash);
    for (const { key } of [device, machineKey]) {
      const [kind, id = '', secret = ''] = key.split('_');
      expect(dump).toContain(kind === 'ddk' ? device.id : id);
      expect(dump).not.toContain(secret.slice(0, 12));
      for (const hash of hashes) {
        for (const forged of [hash, `${kind}_${id}_${hash}`, `${kind}_${id}_${hash.slice(0, 49)}`]) {
          expect((await named.connect(device, forged)).status).toBe(401);
        }
      }
    }
    await own.close();
    rmSync(folder, { recursive: true });
  });
});

describe('wrong keys', () => {
  test('100,000 made-up keys cost no store read', async () => {
    const { store, calls: all } = await openWatchedStore();
    const calls = () => all.filter((name) => /^(tenantDevices|apiKeys)\./.test(name));
    const own = await openApp(NO_LIMIT, { store });
    const ways = [tenantKey(own.service.deps), machine(own.service.deps)];
    all.length = 0;

    let refused = 0;
    const identify = (way: number, key: string) =>
      ways[way % 2]?.(requestWith(key), {
        scopes: ['Device.Connect'],
        params: { tenantId: TENANT },
        setHeader: () => undefined,
      });
    for (let count = 0; count < 100_000; count += 1) {
      await identify(count, madeUp(count))?.catch(() => (refused += 1));
    }

    expect(refused).toBe(100_000);
    expect(calls()).toEqual([]);
    const wellMade = writeKey('dak', keyIdOf(randomUUID()), randomBytes(32));
    await expect(identify(1, wellMade)).rejects.toMatchObject({ code: 'caller_unknown' });
    expect(calls()).toEqual(['apiKeys.find']); // such a key does cost a read, so that the count above proves something
    await own.close();
  });

  test('a good form with a wrong secret is one read, and refused', async () => {
    const device = await acme.named();
    const forged = writeKey('ddk', keyIdOf(device.id), randomBytes(32));

    expect((await acme.connect(device, forged)).status).toBe(401);
    expect((await acme.connect(device)).status).toBe(200);
  });

  test('too many of one id from one address are 429 with Retry-After; others are still served (T117)', async () => {
    const own = await openApp({ DEVICEAUTH_WRONG_KEYS_PER_SECOND: '5' }, { now: () => new Date(1_800_000_000_000) });
    const named = tenantAppOf(own);
    const headers = (await named.machine(['Device.Create', 'Device.Connect.Reset', 'Device.Connect'])).headers;
    const of = async (): Promise<TenantAppDevice> => {
      const { body } = await named.devices('POST', { headers });
      const reset = await named.devices(`POST /${body.deviceId}/connections/reset`, { headers });
      return { id: body.deviceId, key: reset.body.apiKey };
    };
    const [device, neighbour] = [await of(), await of()];
    const forged = writeKey('ddk', keyIdOf(device.id), randomBytes(32));

    const answers: Answer[] = [];
    for (let count = 0; count < 7; count += 1) answers.push(await named.connect(device, forged));

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(answers[6]?.headers.get('retry-after')).toBe('1');
    expect(answers[6]?.body.type).toBe('too_many_requests');
    expect((await named.connect(neighbour)).status).toBe(200);
    expect((await named.devices(`POST /${device.id}/connect`, { headers })).status).toBe(200);
    await own.close();
  });
});

/** In the right form, with random check digits; every third has another form. */
function madeUp(count: number): string {
  const random = randomBytes(37).toString('base64url').replace(/[-_]/g, '0').slice(0, 49);
  if (count % 3 === 0) return random;
  return `${count % 3 === 1 ? 'ddk' : 'dak'}_${randomBytes(16).toString('hex')}_${random}`;
}

function requestWith(key: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.headersDistinct = { 'x-api-key': [key] };
  return request;
}
