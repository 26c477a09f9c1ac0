// Lists of tenant devices, complete and in parts, and the media types of answers.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tenantId } from '../../../src/domain/ids.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { tenantAppOf, type TenantApp } from '../../support/app/tenant-app.ts';
import { givenTenantDevice } from '../../support/stores/given-tenant-device.ts';

let app: TestApp;
let acme: TenantApp;
beforeAll(async () => {
  app = await openApp({ DEVICEAUTH_MAX_TENANT_DEVICES: '560' });
  acme = tenantAppOf(app);
});
afterAll(() => app.close());

describe('list', () => {
  const tenant = 'many';
  const ids: string[] = [];
  beforeAll(async () => {
    for (let count = 0; count < 520; count += 52) {
      const made = await Promise.all(
        Array.from({ length: 52 }, (_, n) => acme.devices('POST', { tenant, body: { name: `${count + n}` } })),
      );
      ids.push(...made.map(({ body }) => body.deviceId));
    }
  });

  test('the plain list has every device of the tenant, in order, as get shows it', async () => {
    const { status, headers, text } = await acme.devices('GET', { tenant });
    const list = JSON.parse(text);

    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(list.map((device: { deviceId: string }) => device.deviceId)).toEqual([...ids].sort());
    expect((await acme.devices(`GET /${ids[7]}`, { tenant })).body).toEqual(
      list.find((device: { deviceId: string }) => device.deviceId === ids[7]),
    );
  });

  test('a walk by cursor has every device once, and ends without a next link', async () => {
    const seen: string[] = [];
    const pages: number[] = [];
    let next: string | undefined = `/api/${tenant}/devices?limit=250`;
    while (next !== undefined) {
      const page = await app.public(`GET ${next}`, { headers: acme.user(['Device.Read'], tenant) });
      seen.push(...page.body.map((device: { deviceId: string }) => device.deviceId));
      pages.push(page.body.length);
      next = /^<(.*)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
    }

    expect(pages).toEqual([250, 250, 20]);
    expect(seen).toEqual([...ids].sort());
  });

  test.each(['limit=0', 'limit=501', 'limit=x', 'limit=1e1', 'cursor=bogus', 'page=1', 'status=x'])(
    '%s is 400',
    async (query) => {
      expect((await acme.devices(`GET ?${query}`, { tenant })).status).toBe(400);
    },
  );

  test('a tenant without devices has an empty list', async () => {
    expect((await acme.devices('GET', { tenant: 'nobody' })).text).toBe('[]');
  });

  test('the plain list ends at a device that was created after it began, so that it always ends', async () => {
    const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
    const node = await openApp({}, { store });
    const [now, later] = [new Date(), new Date(Date.now() + 120_000)];
    const [there, made] = [
      givenTenantDevice.device({ tenant: tenantId('t'), createdAt: now }),
      givenTenantDevice.device({ tenant: tenantId('t'), createdAt: later }),
    ];
    for (const device of [there, made])
      await store.tenantDevices.commit(device.tenant, givenTenantDevice.create(device));

    const { text } = await tenantAppOf(node).devices('GET', { tenant: 't' });

    expect(JSON.parse(text)).toMatchObject([{ deviceId: there.id }]);
    await node.close();
  });

  test('one device more than a tenant may have is 409, until one is deleted', async () => {
    await Promise.all(Array.from({ length: 40 }, () => acme.devices('POST', { tenant })));

    const refused = await acme.devices('POST', { tenant });

    expect(refused.body).toMatchObject({ type: 'limit_reached', status: 409, limit: 560 });
    await acme.devices(`DELETE /${ids[0]}`, { tenant });
    expect((await acme.devices('POST', { tenant })).status).toBe(201);
    expect((await app.internal('GET /tenant/many/limits/max_devices')).body.used).toBe(0);
  });
});

describe('answers', () => {
  test.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['text/json', 'text/json; charset=utf-8'],
    ['text/plain', 'text/plain; charset=utf-8'],
    ['text/plain;q=0.1, application/json', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['image/png', 'application/json; charset=utf-8'],
  ])('Accept: %s is answered as %s, with the same bytes, by every operation with a body', async (accept, type) => {
    const id = await acme.create();
    const { key } = await acme.named();
    const headers = { Accept: accept };

    const plain = await acme.devices(`GET /${id}`);
    const shown = await acme.devices(`GET /${id}`, { headers });

    expect(shown.headers.get('content-type')).toBe(type);
    expect(shown.text).toBe(plain.text);
    for (const request of ['GET', 'GET ?limit=1', 'POST', `PUT /${id}`, `POST /${id}/connections/reset`]) {
      expect((await acme.devices(request, { headers })).headers.get('content-type')).toBe(type);
    }
    expect(key).not.toBe('');
  });

  test('a problem is a problem for every Accept', async () => {
    const { status, headers } = await acme.devices('GET /nobody', { headers: { Accept: 'text/plain' } });

    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
  });

  test.each([
    ['HEAD', 405],
    ['OPTIONS', 405],
    ['PATCH', 405],
  ])('%s is %d, a problem, with Allow', async (method, status) => {
    const answer = await acme.devices(`${method} /x`);

    expect(answer.status).toBe(status);
    expect(answer.headers.get('allow')).toBe('GET, PUT, DELETE');
  });
});
