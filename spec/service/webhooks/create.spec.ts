import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { given } from '../../support/stores/given.ts';
import { ACME, openWebhookDeps, OPERATOR, type TestWebhooks } from '../../support/webhook-deps.ts';

let hooks: TestWebhooks;
beforeEach(async () => {
  hooks = await openWebhookDeps();
});
afterEach(() => hooks.close());

test('a webhook is kept as it was asked for, with a secret of 32 bytes', async () => {
  const webhook = await hooks.create({ types: ['device.removed', 'device.removed'] });

  expect(await hooks.deps.webhooks.find(ACME, webhook.id)).toEqual(webhook);
  expect(webhook).toMatchObject({ types: ['device.removed'], isEnabled: true, health: { failures: 0 } });
  expect(webhook.secrets).toHaveLength(1);
  expect(webhook.secrets[0]?.text).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
});

test('two webhooks never share a secret', async () => {
  const [one, other] = [await hooks.create(), await hooks.create()];

  expect(one.secrets[0]?.text).not.toBe(other.secrets[0]?.text);
});

test('it is announced with the host of its address and nothing more of it, and without its secret', async () => {
  const { id, secrets } = await hooks.create();

  expect(hooks.announced).toMatchObject([
    { type: 'webhook.created', webhook: id, host: 'hooks.example.com', tenant: ACME, origin: OPERATOR },
  ]);
  const text = JSON.stringify(hooks.announced);
  expect([text.includes('of-the-receiver'), text.includes(secrets[0]?.text ?? 'none')]).toEqual([false, false]);
});

test('it begins behind what happened before it', async () => {
  await hooks.store.feed.append([given.event({ tenant: ACME }), given.event({ tenant: ACME })]);

  expect((await hooks.create()).run).toEqual({ number: 1, after: 2 });
});

test('an address that is not allowed makes none', async () => {
  await expect(hooks.create({ url: 'https://127.0.0.1/' })).rejects.toMatchObject({ code: 'invalid_request' });

  expect(await hooks.deps.webhooks.list(ACME)).toEqual([]);
});

test('one more than the tenant may have is refused; other tenants have room of their own', async () => {
  const few = await openWebhookDeps({ cap: 2 });
  await few.create();
  await few.create();

  await expect(few.create()).rejects.toMatchObject({ code: 'limit_reached', details: { limit: 2, used: 2 } });

  await few.create({ tenant: given.tenant() });
  await few.close();
});
