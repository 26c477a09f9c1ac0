// Decides whether a client of a message broker may connect and use topics. The client's token decides. If the broker does not send
// the token again, the state of the device in the user name decides (D3): one read by primary key.
import {
  clientOf,
  isNameOf,
  looksLikeToken,
  ownsClientId,
  tenantName,
  type BrokerClient,
} from '../../domain/broker-client.ts';
import { Refused, type RefusalCode } from '../../domain/errors.ts';
import { isExpired } from '../../domain/token.ts';
import { mayPublish, maySubscribe, topicsOf, type TopicPatterns } from '../../domain/topics.ts';
import { mayOpenVhost } from '../../domain/vhosts.ts';
import { within } from '../../time/within.ts';
import type { Deps } from '../deps.ts';
import { verifyToken } from './verify-token.ts';

export interface BrokerRules extends TopicPatterns {
  /** The longest session, for brokers that can end one. */
  readonly sessionSeconds: number;
  /** The client id must begin with the device id. */
  readonly checksClientId: boolean;
  /** Virtual hosts that a device may open, with `{tenant}`. */
  readonly vhosts: readonly string[];
}

export interface ClientAsk {
  readonly token?: string | undefined;
  readonly username?: string | undefined;
  readonly clientId?: string | undefined;
  /** The common name of a client certificate. It is a further condition and never replaces the token. */
  readonly certCommonName?: string | undefined;
  /** The virtual host of RabbitMQ that is opened or used; `undefined` where none is named. */
  readonly vhost?: string | undefined;
  readonly publish?: readonly string[];
  readonly subscribe?: readonly string[];
  /** True when a client connects. A token is required then. */
  readonly connects: boolean;
  /** True if the broker later asks with the user name alone. The user name is required then, with the tenant. */
  readonly namesLater: boolean;
}

export type DenialReason =
  'missing' | 'invalid' | 'expired' | 'revoked' | 'name' | 'client_id' | 'certificate' | 'vhost' | 'topic';

export type ClientVerdict =
  | {
      readonly verdict: 'allow';
      readonly client: BrokerClient;
      /** The time when the session should end. */
      readonly until: Date;
      readonly topics: TopicPatterns;
    }
  | { readonly verdict: 'deny'; readonly reason: DenialReason }
  /** The store did not answer. */
  | { readonly verdict: 'unknown' };

type JudgeDeps = Pick<Deps, 'tokens' | 'devices' | 'verdicts' | 'checkIns' | 'rules' | 'now'> & {
  readonly brokerRules: BrokerRules;
};

const SECOND = 1000;
/** Shorter than brokers wait. */
const VERDICT_MS = 1000;

/** Decides within a second. */
export async function judgeClient(deps: JudgeDeps, ask: ClientAsk): Promise<ClientVerdict> {
  try {
    return await within(VERDICT_MS, judge(deps, ask), () => new Refused('timed_out', 'no verdict in time'));
  } catch (error) {
    const code = error instanceof Refused ? error.code : undefined;
    if (code !== undefined && NO_ANSWER.includes(code)) return { verdict: 'unknown' };
    const reason = code === undefined ? undefined : REASONS[code];
    if (reason === undefined) throw error;
    return { verdict: 'deny', reason };
  }
}

const NO_ANSWER: readonly RefusalCode[] = ['store_unavailable', 'timed_out', 'conflict'];

const REASONS: Partial<Readonly<Record<RefusalCode, DenialReason>>> = {
  token_invalid: 'invalid',
  token_expired: 'expired',
  token_revoked: 'revoked',
};

async function judge(deps: JudgeDeps, ask: ClientAsk): Promise<ClientVerdict> {
  const { brokerRules: rules } = deps;
  const [token, name] = credentialsOf(ask);
  const known = token === undefined ? await findByName(deps, ask, name) : await findByToken(deps, token);
  if ('verdict' in known) return known;
  const { client, expiresAt } = known;
  const owner = { device: client.device, tenant: tenantName(client.tenant) };
  const topics = { publish: topicsOf(rules.publish, owner), subscribe: topicsOf(rules.subscribe, owner) };
  const reason = wrongWith(ask, { client, name, isByToken: token !== undefined }, rules) ?? wrongTopic(ask, topics);
  if (reason !== undefined) return { verdict: 'deny', reason };
  const end = deps.now().getTime() + rules.sessionSeconds * SECOND;
  return { verdict: 'allow', client, topics, until: new Date(Math.min(expiresAt.getTime(), end)) };
}

/** Returns the token: the password, or the user name of a client without a password. */
function credentialsOf({ token = '', username = '' }: ClientAsk): readonly [token: string | undefined, name: string] {
  if (token !== '') return [token, username];
  return looksLikeToken(username) ? [username, ''] : [undefined, username];
}

interface Known {
  readonly client: BrokerClient;
  readonly expiresAt: Date;
}

const deny = (reason: DenialReason): ClientVerdict => ({ verdict: 'deny', reason });

/** Uses the same key as `tokens/verify`, so that both share remembered verdicts. */
async function findByToken(deps: JudgeDeps, token: string): Promise<Known> {
  const authorization = `Bearer ${token}`;
  const remembered = deps.verdicts.find(authorization, deps.now().getTime(), performance.now());
  const { token: claims } = remembered ?? (await verifyToken(deps, token, authorization));
  return { client: { device: claims.device, tenant: claims.tenant }, expiresAt: claims.expiresAt };
}

/** Judges a device by its newest token. */
async function findByName(deps: JudgeDeps, { connects }: ClientAsk, name: string): Promise<Known | ClientVerdict> {
  if (connects || name === '') return deny('missing');
  const client = clientOf(name);
  const state = await deps.devices.tokenState(client.tenant, client.device);
  const live = state?.tokens.filter((token) => !isExpired(token, deps.now())) ?? [];
  if (state?.status !== 'accepted' || state.decommissioning || live.length === 0) return deny('revoked');
  return { client, expiresAt: new Date(Math.max(...live.map(({ expiresAt }) => expiresAt.getTime()))) };
}

interface Found {
  readonly client: BrokerClient;
  readonly name: string;
  readonly isByToken: boolean;
}

function wrongWith(ask: ClientAsk, { client, name, isByToken }: Found, rules: BrokerRules): DenialReason | undefined {
  const { clientId = '', certCommonName = '', username = '', vhost, namesLater } = ask;
  const isTokenTheName = isByToken && username !== '' && name === '';
  if (name !== '' && !isNameOf(name, client, namesLater ? 'whole' : 'any')) return 'name';
  if (name === '' && namesLater && !isTokenTheName) return 'name';
  if (certCommonName !== '' && certCommonName !== client.device) return 'certificate';
  if (rules.checksClientId && clientId !== '' && !ownsClientId(client, clientId)) return 'client_id';
  if (vhost !== undefined && !mayOpenVhost(vhost, rules.vhosts, tenantName(client.tenant))) return 'vhost';
  return undefined;
}

function wrongTopic({ publish = [], subscribe = [] }: ClientAsk, own: TopicPatterns): DenialReason | undefined {
  const isGood =
    publish.every((topic) => mayPublish(topic, own.publish)) &&
    subscribe.every((filter) => maySubscribe(filter, own.subscribe));
  return isGood ? undefined : 'topic';
}
