// Who may do what: every operation of every document against every kind of credential. The tables say what is
// answered; an operation without a row is a failure.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readDocuments, type DocumentedOperation, type Listener } from '../support/documents/document.ts';
import { dumpOf } from '../support/stores/store-dump.ts';
import { canSucceed } from '../support/stores/stores.ts';
import { ALL_USER_SCOPES, TENANT } from '../support/app/tenant-app.ts';
import { USER_AUDIENCE, USER_ISSUER, openUserIssuer } from '../support/app/users.ts';
import { ANYONE, CALLERS, INTERNAL, VERDICTS } from './who-may-rows.ts';
import { openWorld, send, validRequest, type World } from '../support/documents/valid-requests.ts';

const operations = await readDocuments();
const of = (keys: readonly string[]) =>
  operations.filter(({ key }) => keys.includes(key)).map((operation) => [operation.key, operation] as const);

const INTERNAL_KEY = 'internal-key-of-the-specs-32-bytes';
const FOREIGN = 'umbrella';

type Headers = Readonly<Record<string, string>>;

let world: World;
let guarded: World;
let bad: Readonly<Record<string, Headers>>;
let deviceToken: string;
beforeAll(async () => {
  const settings = {
    DEVICEAUTH_USER_ISSUER: USER_ISSUER,
    DEVICEAUTH_USER_AUDIENCE: USER_AUDIENCE,
    DEVICEAUTH_WRONG_KEYS_PER_SECOND: '1000000',
  };
  world = await openWorld(settings);
  guarded = await openWorld({ ...settings, DEVICEAUTH_INTERNAL_API_KEY: INTERNAL_KEY });
  deviceToken = (await world.fleet.accepted()).token;
  bad = badCredentials();
});
afterAll(async () => {
  await world.app.close();
  await guarded.app.close();
});

test('every operation has a row, and no row is without its operation', () => {
  const written = [...Object.keys(CALLERS), ...Object.keys(INTERNAL), ...Object.keys(ANYONE), ...VERDICTS];

  expect(written.sort()).toEqual(operations.map(({ key }) => key).sort());
});

describe('with a credential that is none, nobody is let in, and nothing changes', () => {
  test.each(of(Object.keys(CALLERS)))('%s', async (_key, operation) => {
    const request = await validRequest(world, operation);
    const before = await dump();

    const letIn: string[] = [];
    for (const [name, credential] of Object.entries(bad)) {
      const { status } = await send(world.app, operation, { ...request, credential });
      if (status !== 401) letIn.push(`${name}: ${status}`);
    }

    expect(letIn).toEqual([]);
    expect(await dump()).toBe(before);
  });
});

describe('a user, a machine and a tenant device may what the table says', () => {
  test.each(of(Object.keys(CALLERS)))('%s', async (key, operation) => {
    const callers = [
      userOf(TENANT),
      await machineOf(TENANT, operation.scopes),
      await machineOf(TENANT, otherScopes(operation)),
      userOf(FOREIGN),
      await deviceKey(),
    ];

    const answers: number[] = [];
    for (const credential of callers) {
      answers.push(
        (await send(world.app, operation, { ...(await validRequest(world, operation)), credential })).status,
      );
    }
    const foreignMachine = await send(world.app, operation, {
      ...(await validRequest(world, operation)),
      credential: await machineOf(FOREIGN, operation.scopes),
    });

    expect(answers).toEqual(CALLERS[key]);
    const [, machine, , foreign] = CALLERS[key] ?? [];
    expect(foreignMachine.status).toBe(machine === 401 ? 401 : foreign); // 401: for users only
  });

  test('a tenant device connects with its own key, and with no other', async () => {
    const [one, other] = [await world.acme.named(), await world.acme.named()];

    expect((await world.acme.connect(one)).status).toBe(200);
    expect((await world.acme.connect(one, other.key)).status).toBe(401);
  });
});

describe('the internal API', () => {
  test.each(of(Object.keys(INTERNAL).filter(canSucceed)))(
    '%s is for whoever reaches its listener',
    async (key, operation) => {
      for (const credential of [{}, bad['expired'] ?? {}, userOf(TENANT), { Authorization: `Bearer ${deviceToken}` }]) {
        const { status } = await send(world.app, operation, { ...(await validRequest(world, operation)), credential });
        expect(status).toBe(INTERNAL[key]);
      }
    },
  );

  test.each(of(Object.keys(INTERNAL).filter(canSucceed)))(
    '%s is for whoever has the internal key, where there is one',
    async (key, operation) => {
      const request = await validRequest(world, operation);
      const almost = [`${INTERNAL_KEY}x`, INTERNAL_KEY.slice(1), INTERNAL_KEY.toUpperCase()].map(bearer);

      for (const credential of [...Object.values(bad), userOf(TENANT), ...almost]) {
        expect((await send(guarded.app, operation, { ...request, credential })).status).toBe(401);
      }
      const known = idless(operation) ? INTERNAL[key] : 404; // the thing is another installation's
      for (const credential of [bearer(INTERNAL_KEY), { 'X-API-KEY': INTERNAL_KEY }]) {
        expect((await send(guarded.app, operation, { ...request, credential })).status).toBe(known);
      }
    },
  );
});

describe('what asks for no credential looks at none', () => {
  test.each(of(Object.keys(ANYONE)))('%s', async (key, operation) => {
    for (const credential of [...Object.values(bad), userOf(TENANT)]) {
      const { status } = await send(world.app, operation, { ...(await validRequest(world, operation)), credential });
      expect(status).toBe(ANYONE[key]);
    }
  });
});

describe('D12: a device is no user, and a user is no device', () => {
  test.each(of(VERDICTS))(
    "%s takes a device's token, and nothing that a user or a machine comes with",
    async (_key, operation) => {
      const request = await validRequest(world, operation);
      const machine = await machineOf(TENANT, ['devices:read']);
      const { [DEVICE_TOKEN]: _none, ...others } = bad;

      for (const credential of [
        ...Object.values(others),
        userOf(TENANT),
        machine,
        bearer(machine['X-API-KEY'] ?? ''),
      ]) {
        expect((await send(world.app, operation, { ...request, credential })).status).toBe(401);
      }
      expect((await send(world.app, operation, request)).status).toBe(200);
    },
  );

  test('behind a gateway that verifies, a device token is no user either', async () => {
    const secret = 'secret-of-the-gateway-of-the-specs';
    const settings = { DEVICEAUTH_USER_AUTH: 'gateway', DEVICEAUTH_USER_KEYS: '', DEVICEAUTH_GATEWAY_SECRET: secret };
    const { app } = await openWorld(settings);
    const list = (token: string) =>
      app.public('GET /api/management/v2/devauth/devices', {
        headers: { ...bearer(token), 'X-Devauth-Gateway': secret },
      });

    expect((await list(app.users.token())).status).toBe(200);
    expect((await list(deviceToken)).status).toBe(401);
    expect((await list(app.users.token('', { 'mender.device': true }))).status).toBe(401);
    await app.close();
  });
});

describe('104: what belongs on one listener is not on the other', () => {
  test.each(of(operations.map(({ key }) => key).filter(canSucceed)))('%s', async (_key, operation) => {
    const request = await validRequest(world, operation);

    for (const listener of ['public', 'internal'] as const satisfies readonly Listener[]) {
      const { status } = await send(world.app, { ...operation, listeners: [listener] }, request);
      const isHere = operation.listeners.includes(listener);
      expect([listener, isHere ? status < 300 : status]).toEqual([listener, isHere || 404]);
    }
  });
});

const dump = (): Promise<string> => dumpOf(world.app.service.store, ['', TENANT, FOREIGN]);

const bearer = (token: string): Headers => ({ Authorization: `Bearer ${token}` });

const CLAIMS = { scope: ALL_USER_SCOPES.join(' ') };

const userOf = (tenant: string): Headers => bearer(world.app.users.token(tenant, CLAIMS));

async function machineOf(tenant: string, scopes: readonly string[]): Promise<Headers> {
  const held = scopes.length === 0 ? ['devices:read'] : scopes; // an operation that needs no scope takes any key
  return (await world.acme.machine(held, { tenant_id: tenant })).headers;
}

/** Every scope of a machine but those. */
const otherScopes = ({ scopes }: DocumentedOperation): readonly string[] =>
  [...new Set(operations.flatMap((operation) => operation.scopes))].filter((scope) => !scopes.includes(scope));

const deviceKey = async (): Promise<Headers> => ({ 'X-API-KEY': (await world.acme.named()).key });

/** About no thing that another installation would not know. */
const idless = ({ parameters }: DocumentedOperation): boolean =>
  !parameters.some(({ in: place, name }) => place === 'path' && ['did', 'jti', 'id'].includes(name));

const DEVICE_TOKEN = "a device's token";

/** Each is the right one but for what its name says. */
function badCredentials(): Readonly<Record<string, Headers>> {
  const { users } = world.app;
  const right = users.token(TENANT, CLAIMS);
  const [, payload = '', signature = ''] = right.split('.');
  const header = (fields: object) => Buffer.from(JSON.stringify({ typ: 'JWT', ...fields })).toString('base64url');
  const user = (claims: Readonly<Record<string, unknown>>) => bearer(users.token(TENANT, { ...CLAIMS, ...claims }));
  const hmac = `${header({ alg: 'HS256' })}.${payload}`;
  const { kid } = JSON.parse(Buffer.from(deviceToken.split('.')[0] ?? '', 'base64url').toString());
  return {
    none: {},
    empty: { Authorization: '' },
    'another scheme': { Authorization: 'Basic b3BlcmF0b3I6' },
    malformed: bearer('not.a-token'),
    'without its signature': bearer(`${right.split('.').slice(0, 2).join('.')}.`),
    expired: user({ exp: 1_700_000_000 }),
    'not yet good': user({ nbf: 9_999_999_999 }),
    'of another issuer': user({ iss: 'https://others.example' }),
    'without issuer': user({ iss: undefined }),
    'for another audience': user({ aud: 'devauth' }),
    'alg none': bearer(`${header({ alg: 'none' })}.${payload}.`),
    'alg none with a signature': bearer(`${header({ alg: 'none' })}.${payload}.${signature}`),
    'HS256 with the public key': bearer(
      `${hmac}.${createHmac('sha256', readFileSync(users.publicKeyFile)).update(hmac).digest('base64url')}`,
    ),
    'under the key of others': bearer(openUserIssuer().token(TENANT, CLAIMS)),
    [DEVICE_TOKEN]: bearer(deviceToken),
    'of a user that says to be a device': user({ 'mender.device': true }),
    'without the user claim': user({ 'mender.user': undefined }),
    'with a user claim that is not true': user({ 'mender.user': 'true' }),
    'without subject': user({ sub: undefined }),
    'of a reserved tenant': bearer(users.token('management', CLAIMS)),
    'under the kid of device tokens': bearer(users.token(TENANT, CLAIMS, { kid })),
    'the internal key': bearer('k'.repeat(32)),
    'an API key that is none': { 'X-API-KEY': `dak_${'0'.repeat(32)}_${'0'.repeat(49)}` },
    'a user and an API key': { ...bearer(right), 'X-API-KEY': `dak_${'0'.repeat(32)}_${'0'.repeat(49)}` },
    'in a cookie': { Cookie: `JWT=${right}` },
  };
}
