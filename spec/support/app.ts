// The whole service for a spec: composed as in production, on free ports of the loopback, on a real store in a folder of its own,
// with every answer checked against its document. `STORES=mongo` runs the same specs on MongoDB.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, type Overrides, type Service } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { simulateDevice, type SimulatedDevice } from './simulated-device.ts';
import { openUserIssuer, type UserIssuer } from './users.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where there is none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a spec says what it expects
  readonly body: any;
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON; text and bytes as they are. */
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
  /** The device asks for a token. */
  ask(device: SimulatedDevice, more?: Readonly<Record<string, unknown>>): Promise<Answer>;
  verify(token: string, call?: Call): Promise<Answer>;
  /** A device that was seen, and its ids. */
  pending(device?: SimulatedDevice): Promise<Seen>;
  /** A device that was accepted, with a token. */
  accepted(device?: SimulatedDevice): Promise<Seen & { readonly token: string }>;
  setStatus(seen: Seen, status: string): Promise<Answer>;
  close(): Promise<void>;
}

export interface Seen {
  readonly device: SimulatedDevice;
  readonly id: string;
  readonly authSet: string;
}

export async function openApp(
  settings: Readonly<Record<string, string>> = {},
  overrides: Overrides = {},
): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'devauth-app-'));
  const users = openUserIssuer();
  const { config } = readConfig({
    DEVICEAUTH_DATA: dataDir,
    DEVICEAUTH_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_INTERNAL_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_LOG_LEVEL: 'silent',
    DEVICEAUTH_USER_KEYS: users.publicKeyFile,
    ...settings,
  });
  const service = await compose(config, { validateResponses: true, ...overrides });
  const publicUrl = await listen(service.publicServer);
  const internalUrl =
    service.internalServer === service.publicServer ? publicUrl : await listen(service.internalServer);
  const close = async (): Promise<void> => {
    for (const server of new Set([service.publicServer, service.internalServer])) {
      server.close();
      server.closeAllConnections();
    }
    await service[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { service, publicUrl, internalUrl, users, close, ...callsTo({ publicUrl, internalUrl, users }) };
}

type Calls = Omit<TestApp, 'service' | 'publicUrl' | 'internalUrl' | 'users' | 'close'>;

function callsTo({ publicUrl, internalUrl, users }: Pick<TestApp, 'publicUrl' | 'internalUrl' | 'users'>): Calls {
  const management: TestApp['management'] = (request, { tenant = '', headers, ...call } = {}) =>
    send(`${publicUrl}/api/management/v2/devauth`, request, {
      ...call,
      headers: { Authorization: `Bearer ${users.token(tenant)}`, ...headers },
    });
  const internal: TestApp['internal'] = (request, call) =>
    send(`${internalUrl}/api/internal/v1/devauth`, request, call);
  const ask: TestApp['ask'] = (device, more) => {
    const { body, signature } = device.authRequest(more);
    const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
    return send(publicUrl, 'POST /api/devices/v1/authentication/auth_requests', { headers, body });
  };
  const setStatus: TestApp['setStatus'] = ({ id, authSet }, status) =>
    management(`PUT /devices/${id}/auth/${authSet}/status`, { body: { status } });
  const pending: TestApp['pending'] = async (device = simulateDevice()) => {
    await ask(device);
    const { body } = await management('GET /devices?per_page=500');
    const found = body.find((other: { identity_data: unknown }) => sameJson(other.identity_data, device.identity));
    return { device, id: found.id, authSet: found.auth_sets.at(-1).id };
  };
  return {
    management,
    internal,
    public: (request, call) => send(publicUrl, request, call),
    ask,
    verify: (token, call = {}) =>
      internal('GET /tokens/verify', { ...call, headers: { Authorization: `Bearer ${token}`, ...call.headers } }),
    setStatus,
    pending,
    accepted: async (device) => {
      const seen = await pending(device);
      await setStatus(seen, 'accepted');
      return { ...seen, token: (await ask(seen.device)).text };
    },
  };
}

const sameJson = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

async function send(base: string, request: string, { headers = {}, body }: Call = {}): Promise<Answer> {
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
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}
