// RabbitMQ's HTTP backend (rabbitmq_auth_backend_http): the answer is a text, and the status is always 200.
import { topicOfRoutingKey } from '../../domain/topics.ts';
import { ownsClientId, clientOf } from '../../domain/broker-client.ts';
import { judgeClient, type ClientAsk } from '../../service/fleet/judge-client.ts';
import type { BrokerDeps } from './brokers.ts';
import type { operations } from './gen/internal-v1.gen.d.ts';
import type { Handlers, Request } from './operation.ts';

type Asked = Request<operations['askForRabbitmq']>;

const TEXT = 'text/plain; charset=utf-8';

export const rabbitmq = (deps: BrokerDeps): Pick<Handlers<operations>, 'askForRabbitmq'> => ({
  askForRabbitmq: async (asked) => {
    const { params, body } = asked;
    if (params.step === 'resource' && !isOwnResource(body)) return { status: 200, type: TEXT, body: 'deny resource' };
    const verdict = await judgeClient(deps, askOf(asked));
    if (verdict.verdict === 'allow') return { status: 200, type: TEXT, body: 'allow' };
    const why = verdict.verdict === 'unknown' ? 'unavailable' : verdict.reason;
    return { status: 200, type: TEXT, body: `deny ${why}` };
  },
});

/** Only the first step has the password, and it may name no virtual host. */
function askOf({ params: { step }, body }: Asked): ClientAsk {
  const { username, password: token, client_id: clientId, vhost } = body;
  if (step === 'user') return { token, username, clientId, vhost, connects: true, namesLater: true };
  const asked = { username, clientId, vhost: vhost ?? '', connects: false, namesLater: true };
  if (step !== 'topic') return asked;
  const topic = topicOfRoutingKey(body.routing_key ?? '') ?? '';
  return body.permission === 'read' ? { ...asked, subscribe: [topic] } : { ...asked, publish: [topic] };
}

/** The exchange in which MQTT topics are published and bound. */
const TOPIC_EXCHANGE = 'amq.topic';
/** The name that the MQTT plugin gives to the queue of a client. */
const QUEUE = /^mqtt-subscription-(.+)qos[01]$/;

/** Through another exchange or queue, a device could read and write topics of others. */
function isOwnResource({ username, resource, name = '', permission }: Asked['body']): boolean {
  if (resource === 'exchange') return name === TOPIC_EXCHANGE && permission !== 'configure';
  const clientId = QUEUE.exec(name)?.[1];
  return resource === 'queue' && clientId !== undefined && ownsClientId(clientOf(username ?? ''), clientId);
}
