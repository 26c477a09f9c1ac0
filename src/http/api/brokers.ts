// Message brokers ask about their clients (api/internal-v1.yaml, "Brokers"). One rule (`judgeClient`) serves all of them. For each
// broker, this file reads its request and writes its answer. A broker for which another status than 200 means "ask the next one"
// always gets 200.
import { Refused } from '../../domain/errors.ts';
import { tenantName } from '../../domain/broker-client.ts';
import { judgeClient, type BrokerRules, type ClientVerdict } from '../../service/fleet/judge-client.ts';
import type { Deps } from '../../service/deps.ts';
import { mosquitto } from './brokers-mosquitto.ts';
import { rabbitmq } from './brokers-rabbitmq.ts';
import type { operations } from './gen/internal-v1.gen.d.ts';
import type { Handlers } from './operation.ts';

export interface BrokerDeps extends Deps {
  readonly brokerRules: BrokerRules;
}

type Brokers = 'askAboutClient' | 'askForEmqx' | 'askForVernemq' | 'askForRabbitmq' | 'askForMosquitto';

const SECOND = 1000;

export const brokers = (deps: BrokerDeps): Pick<Handlers<operations>, Brokers> => ({
  askAboutClient: async ({ body }) => {
    const {
      step = 'connect',
      token,
      username,
      client_id: clientId,
      cert_common_name: certCommonName,
      topic,
      vhost,
    } = body;
    const names = { username, clientId, certCommonName, vhost };
    const asked = { token, ...names, connects: step === 'connect', namesLater: false };
    const verdict = await judgeClient(deps, { ...asked, ...topicsOf(step, topic) });
    if (verdict.verdict === 'unknown') throw new Refused('store_unavailable', 'no verdict in time');
    if (verdict.verdict === 'deny') return { status: 200, body: { result: 'deny', reason: verdict.reason } };
    const { client, until, topics } = verdict;
    const { publish, subscribe } = topics;
    return {
      status: 200,
      body: {
        result: 'allow',
        device: client.device,
        tenant: tenantName(client.tenant),
        expires_at: secondsOf(until),
        topics: { publish: [...publish], subscribe: [...subscribe] },
      },
    };
  },

  askForEmqx: async ({ params, body }) => {
    const { username, password: token, clientid: clientId, cert_common_name: common, action, topic } = body;
    const connects = params.step === 'authn';
    const asked = { token, username: given(username), clientId, certCommonName: given(common), connects };
    const topics = connects ? {} : topicsOf(action ?? 'publish', action === undefined ? NO_TOPIC : topic);
    const verdict = await judgeClient(deps, { ...asked, ...topics, namesLater: false });
    if (verdict.verdict !== 'allow') return { status: 200, body: { result: 'deny' } };
    return { status: 200, body: connects ? emqxSession(verdict) : { result: 'allow' } };
  },

  askForVernemq: async ({ body, header }) => {
    const hook = header('vernemq-hook') ?? '';
    const { username, password: token, client_id: clientId, topic, topics = [] } = body;
    const asked = { token: token ?? '', username: username ?? '', clientId, namesLater: true };
    const isRegister = hook.startsWith('auth_on_register');
    const publish = hook.startsWith('auth_on_publish') ? [topic ?? NO_TOPIC] : [];
    const named = topics.length === 0 ? [NO_TOPIC] : topics.map((one) => one.topic);
    const subscribe = hook.startsWith('auth_on_subscribe') ? named : [];
    const verdict = await judgeClient(deps, { ...asked, publish, subscribe, connects: isRegister });
    if (verdict.verdict === 'allow') return { status: 200, body: { result: 'ok' } };
    const error = verdict.verdict === 'unknown' ? 'unavailable' : 'not_allowed';
    return { status: 200, body: { result: { error } } };
  },

  ...rabbitmq(deps),
  ...mosquitto(deps),
});

/** A topic that no device may use. It stands for a missing topic, so that the question is denied. */
const NO_TOPIC = '';

const topicsOf = (step: string, topic: string | undefined) =>
  step === 'publish'
    ? { publish: [topic ?? NO_TOPIC] }
    : step === 'subscribe'
      ? { subscribe: [topic ?? NO_TOPIC] }
      : {};

/** EMQX writes a placeholder without a value as this text. */
const given = (text: string | undefined): string | undefined => (text === 'undefined' ? undefined : text);

const secondsOf = (time: Date): number => Math.floor(time.getTime() / SECOND);

type Allowed = Extract<ClientVerdict, { readonly verdict: 'allow' }>;

/**
 * The list ends with denials, because a stock EMQX would allow a topic without a rule. `#` does not cover topics that begin with
 * `$`.
 */
const emqxSession = ({ client, until, topics }: Allowed) => ({
  result: 'allow' as const,
  is_superuser: false,
  expire_at: secondsOf(until),
  client_attrs: { device: client.device, tenant: tenantName(client.tenant) },
  acl: [
    ...topics.publish.map((topic) => ({ permission: 'allow' as const, action: 'publish' as const, topic })),
    ...topics.subscribe.map((topic) => ({ permission: 'allow' as const, action: 'subscribe' as const, topic })),
    ...['#', '$SYS/#'].map((topic) => ({ permission: 'deny' as const, action: 'all' as const, topic })),
  ],
});
