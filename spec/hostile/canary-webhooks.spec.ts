// The secrets of webhooks: those that sign, and those that an address contains. They are used, replaced and tried in every place for
// text, while the receiver takes messages and while it fails. No output shows one, except the answer that gives it to the operator.
// The database has them in clear, because the service signs with them.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { openUserIssuer } from '../support/app/users.ts';
import { openWebhookReceiver, type ReceiverMode, type WebhookReceiver } from '../support/app/webhook-receiver.ts';
import { until } from '../support/until.ts';
import { canaries, foundIn, plant, secretText } from './canary.ts';
import { AUTH_REQUESTS, MANAGEMENT } from './tools.ts';

const users = openUserIssuer();
let program: Program;
let serving: Serving;
let receiver: WebhookReceiver;
const answers: string[] = [];

beforeAll(async () => {
  [program, receiver] = [openProgram(), await openWebhookReceiver()];
  serving = await program.serve({
    DEVICEAUTH_LOG_LEVEL: 'debug',
    DEVICEAUTH_USER_KEYS: users.publicKeyFile,
    DEVICEAUTH_WEBHOOKS_PRIVATE_NETWORKS: 'true',
    DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '0',
    DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '0',
  });
}, 60_000);
afterAll(async () => {
  await program.close();
  await receiver.stop();
});

async function call(request: string, body?: unknown): Promise<string> {
  const [method = '', path = ''] = request.split(' ');
  const answer = await fetch(`${serving.publicUrl}${MANAGEMENT}${path}`, {
    method,
    headers: { Authorization: `Bearer ${users.token()}`, 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return `${answer.status} ${JSON.stringify([...answer.headers])}\n${await answer.text()}`;
}

/** The answer is searched for secrets. */
const keep = async (request: string, body?: unknown): Promise<void> => void answers.push(await call(request, body));

const bodyOf = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\n') + 1));

/** The text of the secret, and its bytes in hexadecimal. */
function plantSecret(name: string, text: string): void {
  plant(name, text);
  plant(`${name}, as hex`, Buffer.from(text.replace('whsec_', ''), 'base64').toString('hex'));
}

async function create(name: string, url: string): Promise<string> {
  const { id, secret } = bodyOf(await call('POST /webhooks', { url }));
  plantSecret(`the secret of ${name}`, secret);
  return id;
}

async function rotate(name: string, id: string): Promise<void> {
  plantSecret(`the new secret of ${name}`, bodyOf(await call(`POST /webhooks/${id}/secret`)).secret);
}

async function enrol(): Promise<void> {
  const { body, signature } = simulateDevice().authRequest();
  const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
  await fetch(`${serving.publicUrl}${AUTH_REQUESTS}`, { method: 'POST', headers, body });
}

const deliveriesOf = async (id: string): Promise<readonly { readonly id: string }[]> =>
  bodyOf(await call(`GET /webhooks/${id}/deliveries`));

const addressWith = (name: string): string => {
  const secret = (of: string) => secretText(`the ${of} of the address of ${name}`);
  return `${new URL(receiver.url).origin}/${secret('path')}?key=${secret('query')}`;
};

/** One secret of each kind: a signing one, its replacement, their bytes, and the parts of an address. */
const TRIED = 6;
const FAILURES: readonly ReceiverMode[] = [500, 302, 'garbage', 'cut', 410];

/** Delivers well, then fails in each way; every answer of the service about it is kept. */
async function live(): Promise<readonly string[]> {
  const well = await create('a webhook', receiver.url);
  await enrol();
  await until('it is told', () => receiver.taken.length > 0);
  await rotate('a webhook', well);
  await keep(`POST /webhooks/${well}/ping`);
  const ids = [well];
  for (const mode of FAILURES) {
    receiver.be(mode);
    const id = await create(`a webhook that fails with ${mode}`, addressWith(`a webhook that fails with ${mode}`));
    await rotate(`a webhook that fails with ${mode}`, id);
    ids.push(id);
    await enrol();
    const [delivery] = await until('it has failed', async () => {
      const found = await deliveriesOf(id);
      return found.length > 0 && found;
    });
    await keep(`POST /webhooks/${id}/ping`);
    await keep(`POST /webhooks/${id}/deliveries/${delivery?.id}/redeliver`);
  }
  await receiver.stop();
  const unreachable = await create('a webhook without a receiver', addressWith('a webhook without a receiver'));
  await keep(`POST /webhooks/${unreachable}/ping`);
  return [...ids, unreachable];
}

/** Every place of a request about webhooks that can hold text. */
async function tryPlaces(secret: string, id: string): Promise<void> {
  const path = encodeURIComponent(secret);
  const bodies: readonly unknown[] = [
    secret,
    [secret],
    { url: secret },
    { url: `https://user:${path}@hooks.example.com/` },
    { url: `https://hooks.example.com/#${path}` },
    { url: `ftp://hooks.example.com/${path}` },
    { url: `https://[${path}]/` },
    { url: receiver.url, secret },
    { url: receiver.url, events: [secret] },
    { url: receiver.url, enabled: secret },
    { url: receiver.url, description: [secret] },
  ];
  for (const body of bodies) {
    await keep('POST /webhooks', body);
    await keep(`PATCH /webhooks/${id}`, body);
  }
  await keep(`POST /webhooks/${id}/redeliver`, { since: secret });
  await keep(`GET /webhooks/${path}`);
  await keep(`PATCH /webhooks/${path}`, { enabled: true });
  await keep(`POST /webhooks/${path}/secret`);
  await keep(`POST /webhooks/${id}/deliveries/${path}/redeliver`);
  await keep(`DELETE /webhooks/${path}`);
}

test('the secrets of webhooks are in no log, error, audit, metric and address, and in no answer but the one that gives them', async () => {
  const ids = await live();
  const created = canaries.size;
  const signing = [...canaries.values()].filter((secret) => secret.startsWith('whsec_'));
  expect(signing).toHaveLength(2 * (FAILURES.length + 1) + 1);
  expect(foundIn({ here: JSON.stringify([...canaries.values()]) })).toHaveLength(created); // proof that the search finds secrets
  for (const secret of [...canaries.values()].slice(0, TRIED)) await tryPlaces(secret, ids[0] ?? '');
  await keep('GET /events?per_page=500');
  for (const id of ids) {
    answers.push(JSON.stringify(await deliveriesOf(id)));
    const { url, ...shown } = bodyOf(await call(`GET /webhooks/${id}`)); // an operator sees the whole address
    answers.push(JSON.stringify(shown));
    expect(url).toMatch(/^http:/);
  }
  await keep(`POST /webhooks/${ids[0]}/redeliver`, { since: new Date(0).toISOString() });
  await keep(`DELETE /webhooks/${ids[1]}`);
  const { internalUrl } = serving;
  const metrics = await (await fetch(`${internalUrl}/metrics`)).text();
  const diagnosis = await (await fetch(`${internalUrl}/api/internal/v1/devauth/diagnosis`)).text();
  await serving.stop();

  const requests = JSON.stringify(receiver.seen.map(({ headers, body }) => [headers, body]));
  expect(answers.join()).toContain('webhook.secret_rotated');
  expect(diagnosis).toContain('webhooks');
  expect(serving.log().split('\n').length).toBeGreaterThan(100);
  expect(foundIn({ log: serving.log(), answers: answers.join('\n'), metrics, diagnosis, requests })).toEqual([]);
}, 120_000);
