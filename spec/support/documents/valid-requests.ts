// One request for each operation that it answers with its 2xx: bodies from the examples of the documents, ids of things that are
// created for it.
import { randomUUID } from 'node:crypto';
import type { Overrides } from '../../../src/compose.ts';
import { openApp, type Answer, type TestApp } from '../app/app.ts';
import type { DocumentedOperation } from './document.ts';
import { openTenants, type Fleet, type Tenants } from '../app/fleet.ts';
import { simulateDevice } from '../app/simulated-device.ts';
import { ALL_USER_SCOPES, TENANT, tenantAppOf, type TenantApp } from '../app/tenant-app.ts';
import { jtiOf } from '../app/users.ts';
import type { ParameterViolation } from './violations.ts';
import { WEBHOOK_REQUESTS, WEBHOOK_SETTINGS } from './webhook-requests.ts';

/** A service with one tenant, `acme`, which has the things of the requests. */
export interface World {
  readonly app: TestApp;
  readonly tenants: Tenants;
  readonly fleet: Fleet;
  readonly acme: TenantApp;
}

export interface ValidRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** The caller with the right. */
  readonly credential: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Devices sign what they send. */
  readonly sign: ((body: Uint8Array) => string) | undefined;
}

export async function openWorld(
  settings: Readonly<Record<string, string>> = {},
  overrides: Overrides = {},
): Promise<World> {
  const tenants = openTenants();
  const app = await openApp(
    { DEVICEAUTH_PUBLIC_DOCS: 'true', ...WEBHOOK_SETTINGS, ...tenants.settings, ...settings },
    overrides,
  );
  return { app, tenants, fleet: tenants.fleet(app, TENANT), acme: tenantAppOf(app) };
}

/** Throws for an operation without a row: a new one needs its row. */
export async function validRequest(world: World, operation: DocumentedOperation): Promise<ValidRequest> {
  const make = REQUESTS[operation.key];
  if (make === undefined) throw new TypeError(`${operation.key} has no row among the valid requests`);
  const made = await make(world, operation.body?.example ?? {});
  return {
    params: {},
    query: {},
    credential: credentialFor(world, operation),
    headers: {},
    body: operation.body?.example,
    sign: undefined,
    ...made,
  };
}

/** A user with all rights in `acme`, if the document requires a caller. */
const credentialFor = ({ app, acme }: World, { document }: DocumentedOperation): Readonly<Record<string, string>> =>
  document === 'management-v2'
    ? { Authorization: `Bearer ${app.users.token(TENANT)}` }
    : document === 'tenant-devices'
      ? acme.user(ALL_USER_SCOPES)
      : document === 'console'
        ? { 'X-Devauth-Console': '1' }
        : {};

export function send(app: TestApp, operation: DocumentedOperation, request: ValidRequest): Promise<Answer> {
  const { headers, credential, body, sign } = request;
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const bytes = body === undefined ? undefined : Buffer.from(isRaw ? body : JSON.stringify(body));
  return app.on(operation.listeners[0] ?? 'public', `${operation.method} ${target(operation, request)}`, {
    headers: {
      ...(bytes && { 'Content-Type': 'application/json' }),
      ...(bytes && sign && { 'X-MEN-Signature': sign(bytes) }),
      ...credential,
      ...headers,
    },
    ...(bytes && { body: bytes }),
  });
}

export function target(
  { path }: DocumentedOperation,
  { params, query }: Pick<ValidRequest, 'params' | 'query'>,
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(params[name] ?? ''));
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}=${encodeURIComponent(value)}`),
  );
  return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`;
}

type Example = Readonly<Record<string, unknown>>;
export type Make = (world: World, example: Example) => Promise<Partial<ValidRequest>> | Partial<ValidRequest>;

const nothing: Make = () => ({});
const ofTenant: Make = () => ({ params: { tid: TENANT } });
const inTenant: Make = () => ({ params: { tenantId: TENANT } });
const settingsOfTenant: Make = () => ({ params: { tid: TENANT, type: 'CrewCheck' } });
const pendingSet: Make = async ({ fleet }) => {
  const { id, authSet } = await fleet.pending();
  return { params: { id, aid: authSet } };
};
const pendingDevice: Make = async ({ fleet }) => ({ params: { id: (await fleet.pending()).id } });
const deviceOfTenant: Make = async ({ fleet }) => ({ params: { tid: TENANT, did: (await fleet.pending()).id } });
const tenantDevice: Make = async ({ acme }) => ({ params: { tenantId: TENANT, deviceId: await acme.create() } });
const token: Make = async ({ fleet }) => ({
  credential: { Authorization: `Bearer ${(await fleet.accepted()).token}` },
});

/** A device with the names that a broker knows. */
const client = async ({ fleet }: World) => {
  const { id, token: password } = await fleet.accepted();
  return { id, username: `${TENANT}/${id}`, password };
};

const REQUESTS: Readonly<Record<string, Make>> = {
  'management-v2 listDevices': nothing,
  'management-v2 searchDevices': nothing,
  'management-v2 exportDevices': nothing,
  'management-v2 exportSearch': nothing,
  'management-v2 countDevices': nothing,
  'management-v2 listEvents': nothing,
  'management-v2 exportEvents': nothing,
  'management-v2 getLimit': nothing,
  'management-v2 getQueue': nothing,
  'management-v2 getDevice': pendingDevice,
  'management-v2 decommission': pendingDevice,
  'management-v2 dismissAuthSet': pendingSet,
  'management-v2 getAuthSetStatus': pendingSet,
  'management-v2 setAuthSetStatus': pendingSet,
  'management-v2 preauthorize': (_world, example) => {
    const { identity, pubkey } = simulateDevice();
    return { body: { ...example, identity_data: identity, pubkey } };
  },
  'management-v2 revokeToken': async ({ fleet }) => ({ params: { id: jtiOf((await fleet.accepted()).token) } }),

  'management-v2 countMatchingDevices': nothing,
  'management-v2 getSummary': nothing,
  'management-v2 decideAuthSets': async ({ fleet }, example) => {
    const { id: device, authSet } = await fleet.pending();
    return { body: { ...example, auth_sets: [{ device, auth_set: authSet }] } };
  },
  'management-v2 dismissAuthSets': async ({ fleet }, example) => {
    const { id: device, authSet } = await fleet.pending();
    return { body: { ...example, from: 'pending', auth_sets: [{ device, auth_set: authSet }] } };
  },
  'management-v2 decommissionDevices': async ({ fleet }, example) => ({
    body: { ...example, devices: [(await fleet.pending()).id] },
  }),
  'management-v2 undoDecision': async ({ fleet }) => {
    const { id: device, authSet } = await fleet.pending();
    const body = { status: 'rejected', from: 'pending', auth_sets: [{ device, auth_set: authSet }] };
    return { params: { id: (await fleet.management('POST /devices/decisions', { body })).body.decision } };
  },
  'management-v2 preauthorizeMany': () => {
    const { identity, pubkey } = simulateDevice();
    return { body: [{ identity_data: identity, pubkey }] };
  },
  'management-v2 diagnoseDevice': pendingDevice,
  'management-v2 diagnoseIdentity': nothing,
  'management-v2 listTokens': async ({ fleet }) => ({ params: { id: (await fleet.accepted()).id } }),
  'management-v2 revokeTokensOfDevice': async ({ fleet }) => ({ params: { id: (await fleet.accepted()).id } }),
  // An API key: a user is known without the store.
  'management-v2 getRevocations': nothing,
  'management-v2 getSession': async ({ acme }) => ({ credential: (await acme.machine(['devices:read'])).headers }),
  'management-v2 listApiKeys': nothing,
  'management-v2 createApiKey': (_world, example) => ({ body: { ...example, expires_at: '9999-01-01T00:00:00Z' } }),
  'management-v2 revokeApiKey': async ({ acme }) => ({ params: { id: (await acme.machine(['devices:read'])).id } }),

  ...WEBHOOK_REQUESTS,

  'devices-v1 submitAuthRequest': async ({ fleet }, example) => {
    const { device } = await fleet.accepted();
    const { identity, pubkey } = device;
    const body = { ...example, id_data: JSON.stringify(identity), pubkey, tenant_token: fleet.tenantToken };
    return { body, sign: (bytes) => device.sign(bytes) };
  },

  'internal-v1 verifyToken': token,
  'internal-v1 verifyTokenPost': token,
  'internal-v1 revokeTokens': async ({ fleet }) => ({
    query: { tenant_id: TENANT, device_id: (await fleet.accepted()).id },
  }),
  'internal-v1 revokeTokenOfTenant': async ({ fleet }) => ({
    params: { jti: jtiOf((await fleet.accepted()).token) },
    query: { tenant_id: TENANT },
  }),
  'internal-v1 createTenant': nothing,
  'internal-v1 getTenantLimit': ofTenant,
  'internal-v1 setTenantLimit': ofTenant,
  'internal-v1 deleteTenantLimit': ofTenant,
  'internal-v1 listDevicesOfTenant': ofTenant,
  'internal-v1 countDevicesOfTenant': ofTenant,
  'internal-v1 setProvisioned': deviceOfTenant,
  'internal-v1 endDevice': deviceOfTenant,
  'internal-v1 getDeviceStatus': deviceOfTenant,
  'internal-v1 alive': nothing,
  'internal-v1 health': nothing,
  'internal-v1 diagnose': nothing,
  'internal-v1 getRevocations': nothing,
  'internal-v1 askAboutClient': async ({ fleet }) => ({ body: { token: (await fleet.accepted()).token } }),
  'internal-v1 askForEmqx': async ({ fleet }) => {
    const { id, token: password } = await fleet.accepted();
    return { params: { step: 'authn' }, body: { password, clientid: id } };
  },
  'internal-v1 askForVernemq': async (world) => {
    const { username, password, id } = await client(world);
    return { headers: { 'vernemq-hook': 'auth_on_register' }, body: { username, password, client_id: id } };
  },
  'internal-v1 askForRabbitmq': async (world) => {
    const { username, password } = await client(world);
    return { params: { step: 'user' }, body: { username, password } };
  },
  'internal-v1 askForMosquitto': async (world) => {
    const { username, password, id: clientid } = await client(world);
    return { params: { step: 'user' }, body: { username, password, clientid } };
  },
  'internal-v1 introspectToken': async ({ fleet, acme }) => ({
    credential: (await acme.machine(['tokens:introspect'])).headers,
    body: { token: (await fleet.accepted()).token },
  }),
  'internal-v1 backup': nothing,
  'internal-v1 listSigningKeys': nothing,
  'internal-v1 listTenants': nothing,
  'internal-v1 listApiKeys': () => ({ query: { tenant_id: TENANT } }),
  'internal-v1 createApiKey': (_world, example) => ({
    body: { ...example, tenant_id: TENANT, expires_at: '9999-01-01T00:00:00Z' },
  }),
  'internal-v1 revokeApiKey': async ({ acme }) => ({ params: { id: (await acme.machine(['devices:read'])).id } }),
  'internal-v1 getDeviceSettings': settingsOfTenant,
  'internal-v1 setDeviceSettings': settingsOfTenant,

  'tenant-devices listTenantDevices': inTenant,
  'tenant-devices createDevice': inTenant,
  'tenant-devices getDevice': tenantDevice,
  'tenant-devices updateDevice': tenantDevice,
  'tenant-devices deleteDevice': tenantDevice,
  'tenant-devices resetConnections': tenantDevice,
  // A machine, because only a machine learns that a device does not exist.
  'tenant-devices connect': async ({ acme }) => {
    const { headers: credential } = await acme.machine(['Device.Connect']);
    return { params: { tenantId: TENANT, deviceId: await acme.create() }, credential };
  },

  'console getConsolePage': nothing,
  'console getConsoleFile': () => ({ params: { file: 'icon.svg' } }),
  'console getConsoleConfig': nothing,
  'console getConsoleSession': nothing,
  'console signIn': ({ app }) => ({ body: { token: app.users.token(TENANT) } }),
  'console signOut': nothing,
  'console beginLogin': nothing,
  'console finishLogin': nothing,
  'console endLogin': nothing,

  'well-known getJwks': nothing,
  'well-known livez': nothing,
  'well-known readyz': nothing,
  'well-known getMetrics': nothing,
  'well-known getDocs': nothing,
  'well-known getDocsFile': () => ({ params: { file: 'management-v2.yaml' } }),
};

/** Parameters that name a thing of the tenant, and not the tenant itself. */
export const idsOf = ({ parameters }: DocumentedOperation): readonly string[] =>
  parameters
    .filter(({ in: place, name }) => place === 'path' && !['tid', 'tenantId', 'type', 'file'].includes(name))
    .map(({ name }) => name);

/** The same request about unknown things. */
export const aboutUnknown = (operation: DocumentedOperation, request: ValidRequest): ValidRequest => ({
  ...request,
  params: { ...request.params, ...Object.fromEntries(idsOf(operation).map((name) => [name, randomUUID()])) },
});

/** The same request with one wrong parameter. */
export function broken(
  { acme }: World,
  { id }: DocumentedOperation,
  request: ValidRequest,
  { in: place, name, values }: ParameterViolation,
): ValidRequest {
  if (place === 'query') return { ...request, query: { ...request.query, [name]: values } };
  const [value = ''] = values;
  if (place === 'header') return { ...request, headers: { ...request.headers, [name]: value } };
  const ofThatTenant = name === 'tenantId' && id !== 'connect';
  return {
    ...request,
    params: { ...request.params, [name]: value },
    ...(ofThatTenant && { credential: acme.user(ALL_USER_SCOPES, value) }),
  };
}
