// Ends the sessions of a client at each kind of broker.
import { ownsClientId, userNameOf, type BrokerClient } from '../domain/broker-client.ts';
import { kickAtNats } from './kick-nats.ts';

export interface Broker {
  readonly name: string;
  readonly kind: 'rabbitmq' | 'emqx' | 'vernemq' | 'nats';
  /** The address of the management API, without a slash at the end. */
  readonly url: string;
  /** Reads `user:password`. */
  readonly credential: () => Promise<string>;
}

export interface KickDeps {
  readonly send: typeof fetch;
  /** Aborts the running call. */
  readonly signal: AbortSignal;
}

/** Resolves when the broker has ended the sessions, or has none. */
export type Kick = (client: BrokerClient) => Promise<void>;

type Call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;

const ANSWER_MS = 10_000;
const NOT_FOUND = 404;

export async function kickOf({ kind, name, url, credential }: Broker, { send, signal }: KickDeps): Promise<Kick> {
  const secret = await credential();
  const soon = (): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  if (kind === 'nats') return ({ device }) => kickAtNats({ url, credential: secret, signal: soon() }, device);
  const authorization = `Basic ${Buffer.from(secret).toString('base64')}`;
  const call: Call = async (method, path, body) => {
    const response = await send(url + path, {
      method,
      headers: { Authorization: authorization, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: soon(),
    });
    const text = await response.text();
    if (!response.ok && response.status !== NOT_FOUND) throw new Error(`${name} answered ${response.status}`);
    const answer: unknown = method === 'GET' && response.ok && text !== '' ? JSON.parse(text) : undefined;
    return answer;
  };
  return (client) => KICKS[kind](call, client);
}

const KICKS: Readonly<Record<Exclude<Broker['kind'], 'nats'>, (call: Call, client: BrokerClient) => Promise<void>>> = {
  rabbitmq: async (call, client) => {
    await call('DELETE', `/api/connections/username/${encodeURIComponent(userNameOf(client))}`);
  },

  emqx: async (call, client) => {
    const found = await Promise.all([
      call('GET', `/api/v5/clients?limit=1000&like_clientid=${encodeURIComponent(client.device)}`),
      call('GET', `/api/v5/clients?limit=1000&username=${encodeURIComponent(userNameOf(client))}`),
    ]);
    const [likely, named] = found.map(clientIdsIn);
    const ids = new Set([...(likely ?? []).filter((id) => ownsClientId(client, id)), ...(named ?? [])]);
    if (ids.size > 0) await call('POST', '/api/v5/clients/kickout/bulk', [...ids]);
  },

  /** Ends only the session whose client id is the device id. The other sessions are refused at their next message. */
  vernemq: async (call, client) => {
    await call('GET', `/api/v1/session/disconnect?client-id=${encodeURIComponent(client.device)}&--cleanup`);
  },
};

/** EMQX searches client ids by a part of them. */
function clientIdsIn(answer: unknown): readonly string[] {
  const clients = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : undefined;
  if (!Array.isArray(clients)) throw new Error('EMQX answered no list of clients');
  return clients.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'clientid' in one && typeof one.clientid === 'string'
      ? [one.clientid]
      : [],
  );
}
