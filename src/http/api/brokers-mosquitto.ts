// mosquitto with the plugin mosquitto-go-auth: 200 allows and 403 denies. It asks about every message in both directions.
import { FORBIDDEN, UNAVAILABLE } from '../errors.ts';
import { judgeClient, type ClientAsk } from '../../service/fleet/judge-client.ts';
import type { BrokerDeps } from './brokers.ts';
import type { operations } from './gen/internal-v1.gen.d.ts';
import type { Handlers, Request } from './operation.ts';

type Asked = Request<operations['askForMosquitto']>;

export const mosquitto = (deps: BrokerDeps): Pick<Handlers<operations>, 'askForMosquitto'> => ({
  askForMosquitto: async (asked) => {
    if (asked.params.step === 'superuser') return denied('superuser');
    const verdict = await judgeClient(deps, askOf(asked));
    if (verdict.verdict === 'allow') return { status: 200, body: { ok: true, error: '' } };
    if (verdict.verdict === 'deny') return denied(verdict.reason);
    return { status: UNAVAILABLE, headers: { 'Retry-After': '1' }, body: { ok: false, error: 'unavailable' } };
  },
});

const denied = (error: string) => ({ status: FORBIDDEN, body: { ok: false, error } }) as const;

/** The plugin's `acc`: 1 delivers a message, 2 publishes one, 3 both, 4 subscribes. */
const [DELIVER, PUBLISH, BOTH, SUBSCRIBE] = [1, 2, 3, 4];

/** In the plugin's JWT mode the token is the user name, and is sent in a header. */
function askOf({ params: { step }, body, header }: Asked): ClientAsk {
  const { username, password, clientid: clientId, topic = '' } = body;
  const token = password ?? (username === undefined ? header('authorization')?.replace(/^Bearer /i, '') : undefined);
  const asked = {
    token,
    username,
    clientId,
    connects: step === 'user',
    namesLater: token === undefined || password !== undefined,
  };
  if (step === 'user') return asked;
  const access = Number(body.acc);
  return {
    ...asked,
    ...([PUBLISH, BOTH].includes(access) && { publish: [topic] }),
    ...([DELIVER, BOTH, SUBSCRIBE].includes(access) && { subscribe: [topic] }),
  };
}
