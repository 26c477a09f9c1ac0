// The API for tenant apps: every operation, its statuses, and the decisions that the document leaves open.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { TENANT, tenantAppOf, type TenantApp } from '../../support/app/tenant-app.ts';

const DEFAULT_LOGO = 'https://example.com/crewcheck/logo.png';

let app: TestApp;
let acme: TenantApp;
beforeAll(async () => {
  app = await openApp({ DEVICEAUTH_PUBLIC_URL: 'https://devices.example.com' });
  acme = tenantAppOf(app);
});
afterAll(() => app.close());

describe('create', () => {
  test('an empty body makes an enabled CrewCheck device without name, description and key', async () => {
    const made = await acme.devices('POST');

    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      deviceId: made.body.deviceId,
      name: '',
      description: null,
      isEnabled: true,
      type: 'CrewCheck',
      settings: { logoUrl: DEFAULT_LOGO },
    });
    expect(made.headers.get('location')).toBe(`/api/${TENANT}/devices/${made.body.deviceId}`);
    const shown = await app.public(`GET ${made.headers.get('location')}`, { headers: acme.user(['Device.Read']) });
    expect(shown.text).toBe(made.text);
  });

  test.each([
    ['application/json', 201],
    ['application/json; charset=utf-8', 201],
    ['text/json', 201],
    ['application/vnd.acme.v2+json', 201],
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=latin1', 415],
    ['application/+json', 415],
  ])('a body of type %s is %d', async (type, status) => {
    const made = await acme.devices('POST', { body: '{"name":"Gate 4"}', headers: { 'Content-Type': type } });

    expect(made.status).toBe(status);
  });

  // T97
  test.each([
    'deviceId',
    '_id',
    'tenantId',
    'isEnabled',
    'settings',
    'apiKey',
    'key',
    'apiKeyHash',
    'revision',
    '__proto__',
  ])('a body with %s is refused, and nothing is created', async (member) => {
    const before = (await acme.devices('GET')).text;
    const made = await acme.devices('POST', {
      body: `{"name":"x","${member}":"y"}`,
      headers: { 'Content-Type': 'application/json' },
    });

    expect(made.status).toBe(400);
    expect((await acme.devices('GET')).text).toBe(before);
  });

  test('a fault is reported with its place, as a problem', async () => {
    const made = await acme.devices('POST', { body: { name: 7, type: 'Toaster' } });

    expect(made.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(made.body).toMatchObject({ type: 'invalid_request', title: 'Bad Request', status: 400 });
    expect(made.body.errors).toEqual({ 'body.type': [expect.stringContaining('CrewCheck')] });
    expect(made.body.request_id).toBe(made.headers.get('x-men-requestid'));
  });
});

describe('update', () => {
  test('absent members stay, null clears the description, and the device is returned', async () => {
    const id = await acme.create({ name: 'Gate 4', description: 'north' });

    const renamed = await acme.devices(`PUT /${id}`, { body: { name: 'Gate 5' } });
    const cleared = await acme.devices(`PUT /${id}`, { body: { description: null, isEnabled: false } });
    const same = await acme.devices(`PUT /${id}`);

    expect(renamed.body).toMatchObject({ name: 'Gate 5', description: 'north', isEnabled: true });
    expect(cleared.body).toMatchObject({ name: 'Gate 5', description: null, isEnabled: false });
    expect(same.status).toBe(200);
    expect(same.text).toBe((await acme.devices(`GET /${id}`)).text);
  });

  test('a device that is not there is 404', async () => {
    const { status, body } = await acme.devices('PUT /nobody', { body: {} });

    expect(status).toBe(404);
    expect(body).toMatchObject({ type: 'device_not_found', status: 404 });
  });

  test.each([{ type: 'CrewCheck' }, { settings: {} }, { name: null }, { isEnabled: 'no' }, { deviceId: 'x' }])(
    'a body of %j is refused',
    async (body) => {
      const id = await acme.create();

      expect((await acme.devices(`PUT /${id}`, { body })).status).toBe(400);
    },
  );
});

describe('If-Match', () => {
  test('a change is made only on the state that it names', async () => {
    const id = await acme.create();
    const etag = (await acme.devices(`GET /${id}`)).headers.get('etag') ?? '';
    const put = (name: string, ifMatch: string) =>
      acme.devices(`PUT /${id}`, { body: { name }, headers: { 'If-Match': ifMatch } });

    const first = await put('first', etag);
    const second = await put('second', etag);

    expect([first.status, second.status]).toEqual([200, 412]);
    expect(second.body.type).toBe('precondition_failed');
    expect((await put('weak', `W/${first.headers.get('etag')}`)).status).toBe(412);
    expect((await put('third', `"x", ${first.headers.get('etag')}`)).body.name).toBe('third');
    expect((await put('fourth', '*')).body.name).toBe('fourth');
  });

  test('of parallel changes on one state one is made', async () => {
    const id = await acme.create();
    const headers = { 'If-Match': (await acme.devices(`GET /${id}`)).headers.get('etag') ?? '' };

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => acme.devices(`PUT /${id}`, { body: { name: `name ${n}` }, headers })),
    );

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(19);
  });

  test('settings that the tenant has changed since are another state', async () => {
    const app2 = tenantAppOf(app);
    const made = await app2.devices('POST', { tenant: 'umbrella' });
    const headers = { ...app2.user(['Device.Update'], 'umbrella'), 'If-Match': made.headers.get('etag') ?? '' };

    await app.internal('PUT /tenants/umbrella/device-settings/CrewCheck', { body: { logoUrl: 'https://u.example/l' } });

    const put = await app2.devices(`PUT /${made.body.deviceId}`, { tenant: 'umbrella', body: {}, headers });
    expect(put.status).toBe(412);
  });

  test('a deletion with it is 412 for another state, and for a device that is not there', async () => {
    const id = await acme.create();
    const headers = { 'If-Match': '"0.0"' };

    expect((await acme.devices(`DELETE /${id}`, { headers })).status).toBe(412);
    expect((await acme.devices('DELETE /nobody', { headers: { 'If-Match': '*' } })).status).toBe(412);
    expect((await acme.devices(`GET /${id}`)).status).toBe(200);
  });
});

describe('delete', () => {
  test('from the 202 on the device does not exist and its key is refused (T112)', async () => {
    const device = await acme.named();
    expect((await acme.connect(device)).status).toBe(200);

    const deleted = await acme.devices(`DELETE /${device.id}`);

    expect([deleted.status, deleted.text]).toEqual([202, '']);
    expect((await acme.connect(device)).status).toBe(401);
    expect((await acme.devices(`GET /${device.id}`)).status).toBe(404);
    expect((await acme.devices('GET')).text).not.toContain(device.id);
  });

  test('an id that is not there is 202', async () => {
    expect((await acme.devices('DELETE /nobody')).status).toBe(202);
  });
});

describe('reset and connect', () => {
  test('a reset returns what the device needs, and the key is valid for that device', async () => {
    const id = await acme.create();

    const reset = await acme.devices(`POST /${id}/connections/reset`, { headers: { Host: 'evil.example' } });

    expect(reset.status).toBe(200);
    const { apiKey } = reset.body;
    const environment = 'https://devices.example.com';
    expect(reset.body).toEqual({ deviceId: id, tenantId: TENANT, apiKey, environment });
    const connected = await acme.connect({ id, key: apiKey });
    expect([connected.status, connected.body]).toEqual([200, { settings: { logoUrl: DEFAULT_LOGO } }]);
  });

  test('the key before a reset is dead from the moment of the 200 (T111)', async () => {
    const device = await acme.named();

    const { body } = await acme.devices(`POST /${device.id}/connections/reset`);

    expect((await acme.connect(device)).status).toBe(401);
    expect((await acme.connect(device, body.apiKey)).status).toBe(200);
  });

  test('a reset of a device that is not there is 404', async () => {
    expect((await acme.devices('POST /nobody/connections/reset')).body.type).toBe('device_not_found');
  });

  test('a disabled device is 400, only for callers with its key (T113)', async () => {
    const [device, other] = [await acme.named(), await acme.named()];
    await acme.devices(`PUT /${device.id}`, { body: { isEnabled: false } });

    const refused = await acme.connect(device);

    expect([refused.status, refused.body.type]).toEqual([400, 'device_disabled']);
    expect((await acme.connect(device, other.key)).status).toBe(401);
    await acme.devices(`PUT /${device.id}`, { body: { isEnabled: true } });
    expect((await acme.connect(device)).status).toBe(200);
  });

  test('a key is shown in the answer to its reset and nowhere else (T119)', async () => {
    const { id, key } = await acme.named();

    const answers = [await acme.devices('GET'), await acme.devices(`GET /${id}`), await acme.connect({ id, key })];

    for (const { text, headers } of answers) expect(text + JSON.stringify([...headers])).not.toContain(key.slice(40));
  });
});

describe('the tenant in the path', () => {
  test('default is the own tenant of the installation', async () => {
    const made = await acme.devices('POST', { tenant: '' });

    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/api/default/devices/${made.body.deviceId}`);
    expect((await acme.devices(`GET /${made.body.deviceId}`, { tenant: '' })).status).toBe(200);
    expect((await acme.devices(`GET /${made.body.deviceId}`)).status).toBe(404);
  });

  // T95
  test.each(['management', 'devices', 'internal', 'Default', 'INTERNAL'])(
    '%s is refused for every caller',
    async (name) => {
      const { headers } = await acme.machine(['Device.Read']);
      const list = (as: Readonly<Record<string, string>>) => app.public(`GET /api/${name}/devices`, { headers: as });

      expect((await list({})).status).toBe(401);
      expect((await list(acme.user(['Device.Read'], name))).status).toBe(401);
      expect((await list(acme.user(['Device.Read'], ''))).status).toBe(403);
      expect((await list(headers)).status).toBe(403);
      expect(
        (await app.internal('POST /api-keys', { body: { tenant_id: name, scopes: ['Device.Read'] } })).status,
      ).toBe(400);
    },
  );

  test.each(['a%00b', 'a%0ab', '%7f'])('%s has control characters: no token is good for it', async (tenant) => {
    const headers = acme.user(['Device.Read'], decodeURIComponent(tenant));

    expect((await app.public(`GET /api/${tenant}/devices`, { headers })).status).toBe(401);
  });

  test('names that mean something elsewhere are names like any other', async () => {
    for (const tenant of ['__proto__', 'a%20b', 'constructor']) {
      const name = decodeURIComponent(tenant);
      const headers = acme.user(['Device.Read', 'Device.Create'], name);
      expect((await app.public(`POST /api/${tenant}/devices`, { headers })).status).toBe(201);
      expect(JSON.parse((await app.public(`GET /api/${tenant}/devices`, { headers })).text)).toHaveLength(1);
    }
  });
});
