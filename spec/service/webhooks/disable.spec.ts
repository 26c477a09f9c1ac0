import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { changeWebhook } from '../../../src/service/webhooks/change.ts';
import { disableWebhook } from '../../../src/service/webhooks/disable.ts';
import { given } from '../../support/stores/given.ts';
import { ACME, openWebhookDeps, OPERATOR, type TestWebhooks } from '../../support/webhook-deps.ts';

let hooks: TestWebhooks;
beforeEach(async () => {
  hooks = await openWebhookDeps();
});
afterEach(() => hooks.close());

test('the webhook says why it was disabled and what was wrong, and the system did it', async () => {
  const webhook = await hooks.create();
  const health = { failures: 9, failingSince: given.time(0), nextAt: given.time(9), problem: 'the answer is 500' };

  await disableWebhook(hooks.deps, { ...webhook, health }, 'failing');

  const { nextAt: _, ...rest } = health;
  expect(await hooks.deps.webhooks.find(ACME, webhook.id)).toMatchObject({
    isEnabled: false,
    disabledBecause: 'failing',
    health: rest,
  });
  expect(hooks.announced.at(-1)).toMatchObject({
    type: 'webhook.disabled',
    webhook: webhook.id,
    host: 'hooks.example.com',
    because: 'failing',
    origin: { actor: 'system' },
  });
});

test('one that was changed since it failed stays enabled', async () => {
  const webhook = await hooks.create();
  const changed = await changeWebhook(hooks.deps, {
    ...{ tenant: ACME, id: webhook.id, origin: OPERATOR },
    url: 'https://new.example/',
  });

  await disableWebhook(hooks.deps, webhook, 'gone');

  expect(await hooks.deps.webhooks.find(ACME, webhook.id)).toEqual(changed);
});
