// Every operation of every document with every kind of credential. The tables have the answers; an operation without a row is a
// failure.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDocuments, type DocumentedOperation, type Listener } from '../support/documents/document.ts';
import { dumpOf } from '../support/stores/store-dump.ts';
import { canSucceed } from '../support/stores/stores.ts';
import { NEED_ISSUER } from '../support/app/oidc-issuer.ts';
import { TENANT } from '../support/app/tenant-app.ts';
import { USER_AUDIENCE, USER_ISSUER } from '../support/app/users.ts';
import {
  badCredentials,
  bearer,
  CREDENTIALS,
  DEVICE_TOKEN,
  FOREIGN,
  machineOf,
  userOf,
  type Headers,
} from './credentials.ts';
import { ANYONE, CALLERS, ELSEWHERE, INTERNAL, OWN_PAGE, VERDICTS } from './who-may-rows.ts';
import { openWorld, send, validRequest, type World } from '../support/documents/valid-requests.ts';

const operations = await readDocuments();
const of = (keys: readonly string[]) =>
  operations.filter(({ key }) => keys.includes(key)).map((operation) => [operation.key, operation] as const);

const INTERNAL_KEY = 'internal-key-of-the-specs-32-bytes';

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
  bad = badCredentials(world, deviceToken);
});
afterAll(async () => {
  await world.app.close();
  await guarded.app.close();
});

test('every operation has a row, and no row is without its operation', () => {
  const tables = [CALLERS, INTERNAL, ANYONE, OWN_PAGE];
  const written = [...tables.flatMap((table) => Object.keys(table)), ...VERDICTS];

  expect(written.sort()).toEqual(operations.map(({ key }) => key).sort());
});

describe('with a bad credential every operation is refused, and nothing changes', () => {
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

describe('a credential may do what the table allows (T91)', () => {
  test.each(of(Object.keys(CALLERS)))('%s', async (key, operation) => {
    const row = CALLERS[key];
    if (row === undefined) throw new TypeError('the table has it');
    const scoped = { ...operation, otherScopes: otherScopes(operation) };
    const answers: [string, number][] = [];
    const expected: [string, number][] = [];

    for (const [name, credential] of Object.entries(CREDENTIALS)) {
      const request = { ...(await validRequest(world, operation)), credential: await credential.of(world, scoped) };
      answers.push([name, (await send(world.app, operation, request)).status]);
      expected.push([name, credential.says(row, scoped)]);
    }

    expect(answers).toEqual(expected);
  });

  test('a tenant device connects with its own key, and with no other', async () => {
    const [one, other] = [await world.acme.named(), await world.acme.named()];

    expect((await world.acme.connect(one)).status).toBe(200);
    expect((await world.acme.connect(one, other.key)).status).toBe(401);
  });
});

describe('the internal API', () => {
  test.each(of(Object.keys(INTERNAL).filter(canSucceed)))(
    '%s is for everyone who reaches its listener',
    async (key, operation) => {
      for (const credential of [
        {},
        bad['expired'] ?? {},
        userOf(world, TENANT),
        { Authorization: `Bearer ${deviceToken}` },
      ]) {
        const { status } = await send(world.app, operation, { ...(await validRequest(world, operation)), credential });
        expect(status).toBe(INTERNAL[key]);
      }
    },
  );

  test.each(of(Object.keys(INTERNAL).filter(canSucceed)))(
    '%s is for callers with the internal key, if there is one',
    async (key, operation) => {
      const request = await validRequest(world, operation);
      const almost = [`${INTERNAL_KEY}x`, INTERNAL_KEY.slice(1), INTERNAL_KEY.toUpperCase()].map(bearer);

      for (const credential of [...Object.values(bad), userOf(world, TENANT), ...almost]) {
        expect((await send(guarded.app, operation, { ...request, credential })).status).toBe(401);
      }
      const known = ELSEWHERE[key] ?? (idless(operation) ? INTERNAL[key] : 404); // the thing belongs to another installation
      for (const credential of [bearer(INTERNAL_KEY), { 'X-API-KEY': INTERNAL_KEY }]) {
        expect((await send(guarded.app, operation, { ...request, credential })).status).toBe(known);
      }
    },
  );
});

describe('an operation without a credential reads none', () => {
  test.each(of(Object.keys(ANYONE)))('%s', async (key, operation) => {
    for (const credential of [...Object.values(bad), userOf(world, TENANT)]) {
      const { status } = await send(world.app, operation, { ...(await validRequest(world, operation)), credential });
      expect(status).toBe(ANYONE[key]);
    }
  });
});

describe("the calls of the console's page are refused for every other caller", () => {
  test.each(of(Object.keys(OWN_PAGE)))('%s', async (key, operation) => {
    const request = await validRequest(world, operation);
    const foreign = { 'X-Devauth-Console': '1', 'Sec-Fetch-Site': 'cross-site' };

    for (const credential of [...Object.values(bad), userOf(world, TENANT), foreign]) {
      expect((await send(world.app, operation, { ...request, credential })).status).toBe(403);
    }
    expect((await send(world.app, operation, request)).status).toBe(OWN_PAGE[key]);
  });
});

describe('D12: a device is no user, and a user is no device', () => {
  test.each(of(VERDICTS))(
    "%s accepts a device's token, and no credential of a user or a machine",
    async (_key, operation) => {
      const request = await validRequest(world, operation);
      const machine = await machineOf(world, TENANT, ['devices:read']);
      const { [DEVICE_TOKEN]: _none, ...others } = bad;

      for (const credential of [
        ...Object.values(others),
        userOf(world, TENANT),
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

describe('an operation of one listener is not on the other (T104)', () => {
  test.each(of(operations.map(({ key }) => key).filter((key) => canSucceed(key) && !NEED_ISSUER.includes(key))))(
    '%s',
    async (_key, operation) => {
      const request = await validRequest(world, operation);

      for (const listener of ['public', 'internal'] as const satisfies readonly Listener[]) {
        const { status } = await send(world.app, { ...operation, listeners: [listener] }, request);
        const isHere = operation.listeners.includes(listener);
        expect([listener, isHere ? status < 300 : status]).toEqual([listener, isHere || 404]);
      }
    },
  );
});

const dump = (): Promise<string> => dumpOf(world.app.service.store, ['', TENANT, FOREIGN]);

/** About no thing that another installation would not have. */
const idless = ({ parameters }: DocumentedOperation): boolean =>
  !parameters.some(({ in: place, name }) => place === 'path' && ['did', 'jti', 'id'].includes(name));

/** Every scope of a machine except those. */
const otherScopes = ({ scopes }: DocumentedOperation): readonly string[] =>
  [...new Set(operations.flatMap((operation) => operation.scopes))].filter((scope) => !scopes.includes(scope));
