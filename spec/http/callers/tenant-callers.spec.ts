// Callers of the tenant devices API: its own issuer, its scopes, the ways to send a key, and what a refusal reveals.
// spec/matrix/who-may.spec.ts has every operation with every credential.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { operationsOf } from '../../../src/http/bind/document.ts';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';
import { exchange, head } from '../../support/raw-http.ts';
import { openWatchedStore, type WatchedStore } from '../../support/stores/watched-store.ts';
import { openUserIssuer } from '../../support/app/users.ts';
import {
  ALL_USER_SCOPES,
  TENANT,
  tenantAppOf,
  type TenantAppDevice,
  type TenantApp,
} from '../../support/app/tenant-app.ts';

const documented = operationsOf('tenant-devices');

/** The table of the document: the scope of each operation. spec/matrix/who-may.spec.ts calls each with it and without. */
const SCOPES: Readonly<Record<string, string>> = {
  listTenantDevices: 'Device.Read',
  createDevice: 'Device.Create',
  getDevice: 'Device.Read',
  updateDevice: 'Device.Update',
  deleteDevice: 'Device.Delete',
  connect: 'Device.Connect',
  resetConnections: 'Device.Connect.Reset',
};

type Headers = Readonly<Record<string, string>>;

let store: WatchedStore;
let app: TestApp;
let acme: TenantApp;
let device: TenantAppDevice;
let other: TenantAppDevice;

const TOKEN = { iss: 'https://auth.example.com', aud: 'tenant-apps' };
const tokenWith = (claims: Readonly<Record<string, unknown>>): Headers => ({
  Authorization: `Bearer ${app.users.token(TENANT, { ...TOKEN, ...claims })}`,
});

beforeAll(async () => {
  const settings = {
    DEVICEAUTH_TENANT_JWT_ISSUER: TOKEN.iss,
    DEVICEAUTH_TENANT_JWT_AUDIENCE: TOKEN.aud,
    DEVICEAUTH_WRONG_KEYS_PER_SECOND: '1000000',
  };
  store = await openWatchedStore();
  app = await openApp(settings, { store: store.store });
  const { users } = app;
  const plain = tenantAppOf(app);
  const user: TenantApp['user'] = (scopes, tenant = TENANT) => ({
    Authorization: `Bearer ${users.token(tenant, { ...TOKEN, scope: scopes?.join(' ') })}`,
  });
  const devices: TenantApp['devices'] = (request, call) =>
    plain.devices(request, { ...call, headers: { ...user(ALL_USER_SCOPES), ...call?.headers } });
  acme = { ...plain, user, devices };
  const named = async (): Promise<TenantAppDevice> => {
    const { body } = await devices('POST');
    return { id: body.deviceId, key: (await devices(`POST /${body.deviceId}/connections/reset`)).body.apiKey };
  };
  [device, other] = [await named(), await named()];
});
afterAll(() => app.close());

test('the document asks for the scope that the table has', () => {
  expect(Object.fromEntries(documented.map(({ id, scopes }) => [id, scopes]))).toEqual(
    Object.fromEntries(Object.entries(SCOPES).map(([id, scope]) => [id, [scope]])),
  );
});

describe('where tenant apps have an issuer and an audience of their own (T91)', () => {
  test.each([
    ['of them is let in', {}, 200],
    ['that has expired is refused', { exp: 1 }, 401],
    ['of another issuer is refused', { iss: 'else' }, 401],
    ['for another audience is refused', { aud: 'else' }, 401],
    ['without scopes may do nothing', { scope: undefined }, 403],
  ])('a token %s', async (_rule, claims, status) => {
    for (const path of ['', `/${device.id}`]) {
      const headers = tokenWith({ scope: 'Device.Read', ...claims });
      expect((await app.public(`GET /api/${TENANT}/devices${path}`, { headers })).status).toBe(status);
    }
  });
});

describe('what a refusal reveals', () => {
  const REQUEST_ID = '5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11';
  const bytesOf = ({ status, headers, text }: Answer) => ({
    status,
    text,
    headers: [...headers].filter(([name]) => name !== 'date'),
  });
  const forbidden = (request: string, headers: Headers) =>
    app.public(request, { headers: { ...headers, 'X-MEN-RequestID': REQUEST_ID } });

  test('a foreign tenant or device that exists is refused byte for byte like one that does not (T92, T94)', async () => {
    const user = acme.user(ALL_USER_SCOPES, 'umbrella');
    const machine = (await acme.machine(ALL_USER_SCOPES, { tenant_id: 'umbrella' })).headers;

    for (const headers of [user, machine]) {
      for (const path of [`/${device.id}`, '/nobody']) {
        const [known, unknown] = await Promise.all([
          forbidden(`GET /api/${TENANT}/devices${path}`, headers),
          forbidden(`GET /api/no-such-tenant/devices/nobody`, headers),
        ]);
        expect(bytesOf(known)).toEqual(bytesOf(unknown));
        expect(known.status).toBe(403);
      }
    }
  });

  test('no device is read for a caller without the right (D12)', async () => {
    const headers = acme.user(['Device.Update'], 'umbrella');
    store.calls.length = 0;

    for (const { method, path } of documented) {
      const request = `${method.toUpperCase()} ${path.replace(':tenantId', TENANT).replace(':deviceId', device.id)}`;
      expect((await app.public(request, { headers })).status).toBe(403);
    }
    expect(store.calls.filter((name) => /^(tenantDevices|apiKeys)\./.test(name))).toEqual([]);
  });

  test('another tenant reaches nothing by a header, a query or a body that names it (T94)', async () => {
    const headers = { ...acme.user(ALL_USER_SCOPES), 'X-Tenant': 'umbrella', 'X-MEN-Tenant-Id': 'umbrella' };

    const made = await app.public(`POST /api/${TENANT}/devices`, { headers });

    expect(made.headers.get('location')).toContain(`/api/${TENANT}/`);
    expect((await app.public(`GET /api/${TENANT}/devices?tenantId=umbrella`, { headers })).status).toBe(400);
  });

  test('a wrong key is 401 alike, whether the device is there, was never reset, or is of another tenant (T116)', async () => {
    const { body } = await acme.devices('POST');
    const wrong = [
      `/api/${TENANT}/devices/${device.id}`,
      `/api/${TENANT}/devices/${body.deviceId}`,
      '/api/x/devices/nobody',
    ];

    const answers = await Promise.all(
      wrong.map((path) => forbidden(`POST ${path}/connect`, { 'X-API-KEY': other.key })),
    );

    expect(answers[0]?.status).toBe(401);
    for (const answer of answers) expect(bytesOf(answer)).toEqual(bytesOf(answers[0]!));
  });

  test("a device's key opens nothing in another tenant, though the device is named (T114)", async () => {
    const answer = await app.public(`POST /api/umbrella/devices/${device.id}/connect`, {
      headers: { 'X-API-KEY': device.key },
    });

    expect(answer.status).toBe(401);
  });
});

describe('how a key is sent (T109)', () => {
  const connect = (headers: readonly string[], query = '') =>
    exchange(
      app.publicUrl,
      head(`POST /api/${TENANT}/devices/${device.id}/connect${query}`, 'Content-Length: 0', ...headers),
    );

  test('one header, once, as it was given', async () => {
    expect((await connect([`X-API-KEY: ${device.key}`])).status).toBe(200);
    expect((await connect([`x-api-key: ${device.key}`])).status).toBe(200);
  });

  test.each([
    ['twice', () => [`X-API-KEY: ${device.key}`, `X-API-KEY: ${device.key}`]],
    ['as a list', () => [`X-API-KEY: ${device.key}, ${device.key}`]],
    ['in upper case', () => [`X-API-KEY: ${device.key.toUpperCase()}`]],
    ['with a space inside', () => [`X-API-KEY: ${device.key.slice(0, 50)} ${device.key.slice(50)}`]],
    ['cut off', () => [`X-API-KEY: ${device.key.slice(0, -1)}`]],
    ['with more behind it', () => [`X-API-KEY: ${device.key}0`]],
    ['in quotes', () => [`X-API-KEY: "${device.key}"`]],
    ['in a cookie', () => [`Cookie: X-API-KEY=${device.key}`]],
    ['empty', () => ['X-API-KEY: ']],
    ['after another scheme', () => [`Authorization: ApiKey ${device.key}`]],
  ])('%s it is 401', async (_, headers) => {
    expect((await connect(headers())).status).toBe(401);
  });

  test('in the query it is no credential', async () => {
    expect((await connect([], `?X-API-KEY=${device.key}`)).status).toBe(401);
  });

  test('with a NUL after it the request is refused', async () => {
    expect((await connect([`X-API-KEY: ${device.key}\0`])).status).toBe(400);
  });
});

describe('behind a gateway (D12)', () => {
  const secret = 'a secret of the gateway that is long enough';

  test("a token that is not verified counts only from the gateway, and a machine's key from every caller", async () => {
    const own = await openApp({
      DEVICEAUTH_USER_AUTH: 'gateway',
      DEVICEAUTH_USER_KEYS: '',
      DEVICEAUTH_GATEWAY_SECRET: secret,
    });
    const named = tenantAppOf(own);
    const list = (headers: Headers) => own.public(`GET /api/${TENANT}/devices`, { headers });
    const user = named.user(['Device.Read']);

    expect((await list(user)).status).toBe(401);
    expect((await list({ ...user, 'X-Devauth-Gateway': secret })).status).toBe(200);
    expect((await list({ ...named.user([]), 'X-Devauth-Gateway': secret })).status).toBe(403);
    expect((await list((await named.machine(['Device.Read'])).headers)).status).toBe(200);
    await own.close();
  });
});

describe('an authority of the tenant apps', () => {
  test('has its own keys: its users are not users of the management API, and the other way round', async () => {
    const issuer = openUserIssuer();
    const own = await openApp({
      DEVICEAUTH_TENANT_JWT_KEYS: issuer.publicKeyFile,
      DEVICEAUTH_TENANT_JWT_TENANT_CLAIM: 'org',
    });
    const claims = { scope: 'Device.Read', org: TENANT, 'mender.user': undefined };
    const theirs = { Authorization: `Bearer ${issuer.token('', claims)}` };
    const ours = { Authorization: `Bearer ${own.users.token('', claims)}` };

    expect((await own.public(`GET /api/${TENANT}/devices`, { headers: theirs })).status).toBe(200);
    expect((await own.public(`GET /api/${TENANT}/devices`, { headers: ours })).status).toBe(401);
    expect((await own.management('GET /devices', { headers: theirs })).status).toBe(401);
    await own.close();
  });
});
