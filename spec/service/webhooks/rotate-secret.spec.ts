import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { signingSecrets, type Webhook } from '../../../src/domain/webhook.ts';
import { rotateWebhookSecret } from '../../../src/service/webhooks/rotate-secret.ts';
import { ACME, openWebhookDeps, OPERATOR, type TestWebhooks } from '../../support/webhook-deps.ts';

const HOUR = 3600;

let hooks: TestWebhooks;
let webhook: Webhook;
beforeEach(async () => {
  hooks = await openWebhookDeps();
  webhook = await hooks.create();
});
afterEach(() => hooks.close());

const rotate = (overlapSeconds: number) =>
  rotateWebhookSecret(hooks.deps, { tenant: ACME, id: webhook.id, origin: OPERATOR, overlapSeconds });
const textsOf = ({ secrets }: Webhook) => secrets.map(({ text }) => text);

test('both secrets sign up to the end of the overlap, then the new one alone', async () => {
  const rotated = await rotate(HOUR);

  const [fresh] = textsOf(rotated);
  expect(textsOf(rotated)).toEqual([fresh, ...textsOf(webhook)]);
  expect(signingSecrets(rotated, hooks.clock.now())).toEqual(textsOf(rotated));
  hooks.clock.advance(HOUR * 1000);
  expect(signingSecrets(rotated, hooks.clock.now())).toEqual([fresh]);
});

test('without an overlap the old one ends at once', async () => {
  expect(textsOf(await rotate(0))).toHaveLength(1);
});

test('a second rotation leaves two secrets', async () => {
  const first = await rotate(HOUR);
  const second = await rotate(HOUR);

  expect(textsOf(second).slice(1)).toEqual(textsOf(first).slice(0, 1));
});

test('it is announced without the secret', async () => {
  const rotated = await rotate(HOUR);

  expect(hooks.announced.at(-1)).toMatchObject({ type: 'webhook.secret_rotated', webhook: webhook.id });
  for (const text of textsOf(rotated)) expect(JSON.stringify(hooks.announced)).not.toContain(text);
});
