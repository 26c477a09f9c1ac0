// Every credential of the matrix: the good ones, by the column of who-may-rows.ts with their answer, and the bad ones.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ALL_USER_SCOPES, TENANT } from '../support/app/tenant-app.ts';
import { openUserIssuer } from '../support/app/users.ts';
import type { DocumentedOperation } from '../support/documents/document.ts';
import type { World } from '../support/documents/valid-requests.ts';
import type { Row } from './who-may-rows.ts';

export type Headers = Readonly<Record<string, string>>;

export const FOREIGN = 'umbrella';
export const DEVICE_TOKEN = "a device's token";

/** One kind of credential, and the answer of an operation to it. */
export interface Credential {
  of(world: World, operation: ScopedOperation): Headers | Promise<Headers>;
  says(row: Row, operation: ScopedOperation): number;
}

export interface ScopedOperation extends Pick<DocumentedOperation, 'document' | 'scopes'> {
  /** Every scope of a machine except that of the operation. */
  readonly otherScopes: readonly string[];
}

/** The scopes of users are those of the tenant devices API. */
const withoutScope = ([user]: Row, { document }: ScopedOperation): number =>
  document === 'tenant-devices' ? 403 : user;

export const CREDENTIALS: Readonly<Record<string, Credential>> = {
  'a user of the tenant': { of: (world) => userOf(world, TENANT), says: ([user]) => user },
  'a user by scp': {
    of: (world, { scopes }) => userWith(world, { scp: scopes }),
    says: ([user]) => user,
  },
  'a user by permissions': {
    of: (world, { scopes }) => userWith(world, { permissions: ['x', ...scopes] }),
    says: ([user]) => user,
  },
  'a user without scopes': { of: (world) => userWith(world, {}), says: withoutScope },
  'a user with every other scope': {
    of: (world, { scopes }) =>
      userWith(world, { scope: ALL_USER_SCOPES.filter((one) => !scopes.includes(one)).join(' ') }),
    says: withoutScope,
  },
  'a machine with the scope': {
    of: (world, { scopes }) => machineOf(world, TENANT, scopes),
    says: ([, machine]) => machine,
  },
  'a machine with the scope, as Bearer': {
    of: async (world, { scopes }) => bearer((await machineOf(world, TENANT, scopes))['X-API-KEY'] ?? ''),
    says: ([, machine]) => machine,
  },
  'a machine with every other scope': {
    of: (world, { otherScopes }) => machineOf(world, TENANT, otherScopes),
    says: ([, , unscoped]) => unscoped,
  },
  'a user of another tenant': { of: (world) => userOf(world, FOREIGN), says: ([, , , foreign]) => foreign },
  "a user of the installation's own tenant": { of: (world) => userOf(world, ''), says: ([, , , foreign]) => foreign },
  'a machine of another tenant': {
    of: (world, { scopes }) => machineOf(world, FOREIGN, scopes),
    says: ([user, machine, , foreign]) => (machine === 401 || user === 401 ? machine : foreign), // 401: only for one of the two
  },
  // T114, T115
  "a tenant device's key": { of: deviceKey, says: ([, , , , key]) => key },
  "a tenant device's key, as Bearer": {
    of: async (world) => bearer((await deviceKey(world))['X-API-KEY'] ?? ''),
    says: () => 401,
  },
  // T110
  'a user and a machine that both may': {
    of: async (world, { scopes }) => ({ ...userOf(world, TENANT), ...(await machineOf(world, TENANT, scopes)) }),
    says: () => 401,
  },
  'a user who may and a tenant device': {
    of: async (world) => ({ ...userOf(world, TENANT), ...(await deviceKey(world)) }),
    says: () => 401,
  },
};

export const bearer = (token: string): Headers => ({ Authorization: `Bearer ${token}` });

const CLAIMS = { scope: ALL_USER_SCOPES.join(' ') };

const userWith = ({ app }: World, claims: Readonly<Record<string, unknown>>): Headers =>
  bearer(app.users.token(TENANT, claims));

export const userOf = ({ app }: World, tenant: string): Headers => bearer(app.users.token(tenant, CLAIMS));

/** An operation without a scope accepts any key. */
export async function machineOf({ acme }: World, tenant: string, scopes: readonly string[]): Promise<Headers> {
  const held = scopes.length === 0 ? ['devices:read'] : scopes;
  return (await acme.machine(held, { tenant_id: tenant })).headers;
}

async function deviceKey({ acme }: World): Promise<Headers> {
  return { 'X-API-KEY': (await acme.named()).key };
}

/** Each is a credential that may do everything, except for the fault in its name. */
export function badCredentials(world: World, deviceToken: string): Readonly<Record<string, Headers>> {
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
    'a wrong API key': { 'X-API-KEY': `dak_${'0'.repeat(32)}_${'0'.repeat(49)}` },
    'a user and an API key': { ...bearer(right), 'X-API-KEY': `dak_${'0'.repeat(32)}_${'0'.repeat(49)}` },
    'in a cookie': { Cookie: `JWT=${right}` },
  };
}
