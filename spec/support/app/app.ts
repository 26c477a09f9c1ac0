// The whole service for a spec: composed as in production, on free ports of the loopback, on a real store in its own folder, with
// every answer compared with its document. `STORES=mongo` runs the same specs on MongoDB.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, type Overrides, type Service } from '../../../src/compose.ts';
import { readConfig } from '../../../src/config/settings.ts';
import { createValidators, type ValidatorOf } from '../../../src/http/bind/validators.ts';
import { checkAnswer } from '../documents/conforms.ts';
import type { Listener } from '../documents/document.ts';
import { simulateDevice, type SimulatedDevice } from './simulated-device.ts';
import { storeSettings } from '../stores/stores.ts';
import { openUserIssuer, type UserIssuer } from './users.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined without a body. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a spec says what it expects
  readonly body: any;
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; text and bytes are sent unchanged. */
  readonly body?: unknown;
}

export interface TestApp {
  readonly service: Service;
  readonly publicUrl: string;
  readonly internalUrl: string;
  readonly users: UserIssuer;
  /** `GET /devices`: the management API as a user of the installation's own tenant, or of `tenant`. */
  management(request: string, call?: Call & { readonly tenant?: string }): Promise<Answer>;
  internal(request: string, call?: Call): Promise<Answer>;
  /** Any path of the public listener. */
  public(request: string, call?: Call): Promise<Answer>;
  /** Any path of that listener. */
  on(listener: Listener, request: string, call?: Call): Promise<Answer>;
  /** The device asks for a token. */
  ask(device: SimulatedDevice, more?: Readonly<Record<string, unknown>>): Promise<Answer>;
  verify(token: string, call?: Call): Promise<Answer>;
  /** A device that has asked, with its ids. */
  pending(device?: SimulatedDevice, of?: OfTenant): Promise<Seen>;
  /** An accepted device with a token. */
  accepted(device?: SimulatedDevice, of?: OfTenant): Promise<Seen & { readonly token: string }>;
  setStatus(seen: Seen, status: string, of?: OfTenant): Promise<Answer>;
  preauthorize(device: SimulatedDevice, more?: Readonly<Record<string, unknown>>, of?: OfTenant): Promise<Answer>;
  close(): Promise<void>;
}

/** A tenant other than the installation's own. */
export interface OfTenant {
  readonly tenant: string;
  readonly tenantToken: string;
}

export interface Seen {
  readonly device: SimulatedDevice;
  readonly id: string;
  readonly authSet: string;
}

/** On free ports, unless the settings name one. */
export async function openApp(
  settings: Readonly<Record<string, string>> = {},
  overrides: Overrides = {},
): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'devauth-app-'));
  const users = openUserIssuer();
  const store = await storeSettings(dataDir);
  const { config } = readConfig({
    DEVICEAUTH_DATA: dataDir,
    DEVICEAUTH_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_INTERNAL_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_LOG_LEVEL: 'silent',
    DEVICEAUTH_USER_KEYS: users.publicKeyFile,
    DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '0', // specs ask as fast as they can; rate-limits.spec.ts tests the limits
    DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '0',
    ...store.settings,
    ...settings,
  });
  validatorOf ??= createValidators('now');
  const service = await compose(config, { validatorOf, ...overrides });
  const publicUrl = await listen(service.publicServer, config.listen.port);
  const internalUrl =
    service.internalServer === service.publicServer ? publicUrl : await listen(service.internalServer);
  const close = async (): Promise<void> => {
    for (const server of new Set([service.publicServer, service.internalServer])) {
      server.close();
      server.closeAllConnections();
    }
    await service[Symbol.asyncDispose]();
    await store.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { service, publicUrl, internalUrl, users, close, ...callsTo({ publicUrl, internalUrl, users }) };
}

/** Of all applications of a spec file: to compile them takes longer than the rest of a start. */
let validatorOf: ValidatorOf | undefined;

type Calls = Omit<TestApp, 'service' | 'publicUrl' | 'internalUrl' | 'users' | 'close'>;

function callsTo({ publicUrl, internalUrl, users }: Pick<TestApp, 'publicUrl' | 'internalUrl' | 'users'>): Calls {
  const on: TestApp['on'] = (listener, request, call) => {
    const listeners = publicUrl === internalUrl ? (['public', 'internal'] as const) : [listener];
    return send({ base: listener === 'public' ? publicUrl : internalUrl, listeners }, request, call);
  };
  const management: TestApp['management'] = (request, { tenant = '', headers, ...call } = {}) =>
    on('public', request.replace(' ', ' /api/management/v2/devauth'), {
      ...call,
      headers: { Authorization: `Bearer ${users.token(tenant)}`, ...headers },
    });
  const internal: TestApp['internal'] = (request, call) =>
    on('internal', request.replace(' ', ' /api/internal/v1/devauth'), call);
  const ask: TestApp['ask'] = (device, more) => {
    const { body, signature } = device.authRequest(more);
    const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
    return on('public', 'POST /api/devices/v1/authentication/auth_requests', { headers, body });
  };
  const setStatus: TestApp['setStatus'] = ({ id, authSet }, status, { tenant } = OWN) =>
    management(`PUT /devices/${id}/auth/${authSet}/status`, { tenant, body: { status } });
  const pending: TestApp['pending'] = async (device = simulateDevice(), { tenant, tenantToken } = OWN) => {
    await ask(device, { tenant_token: tenantToken });
    const find = async (list: string) =>
      (await management(`GET /devices?${list}`, { tenant })).body.find((other: { identity_data: unknown }) =>
        sameJson(other.identity_data, device.identity),
      );
    const found = (await find('order=-created&per_page=10')) ?? (await find('per_page=500'));
    return { device, id: found.id, authSet: found.auth_sets.at(-1).id };
  };
  return {
    management,
    internal,
    on,
    public: (request, call) => on('public', request, call),
    ask,
    verify: (token, call = {}) =>
      internal('GET /tokens/verify', {
        ...call,
        headers: { Authorization: `Bearer ${token}`, 'X-Devauth-Explain': '1', ...call.headers },
      }),
    setStatus,
    pending,
    accepted: async (device, of = OWN) => {
      const seen = await pending(device, of);
      await setStatus(seen, 'accepted', of);
      return { ...seen, token: (await ask(seen.device, { tenant_token: of.tenantToken })).text };
    },
    preauthorize: ({ identity, pubkey }, more, { tenant } = OWN) =>
      management('POST /devices', { tenant, body: { identity_data: identity, pubkey, ...more } }),
  };
}

const OWN: OfTenant = { tenant: '', tenantToken: '' };

const sameJson = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

interface Target {
  readonly base: string;
  readonly listeners: readonly Listener[];
}

/** Throws if the answer does not follow its document. */
async function send({ base, listeners }: Target, request: string, { headers = {}, body }: Call = {}): Promise<Answer> {
  const [method = 'GET', path = ''] = request.split(/ (.*)/s);
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const json = body !== undefined && !raw;
  const response = await fetch(base + path, {
    method,
    redirect: 'manual',
    headers: { ...(json && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  await checkAnswer(
    { method, url: base + path, listeners },
    { status: response.status, headers: response.headers, text },
  );
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '') && text !== '';
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

async function listen(server: Server, port = 0): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}
