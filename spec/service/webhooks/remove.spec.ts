import { expect, test } from '@jest/globals';
import { removeWebhook } from '../../../src/service/webhooks/remove.ts';
import { ACME, openWebhookDeps, OPERATOR } from '../../support/webhook-deps.ts';

test('of parallel removals one is done and announced, and the others are refused', async () => {
  const hooks = await openWebhookDeps();
  const { id } = await hooks.create();

  const removals = [1, 2, 3].map(() => removeWebhook(hooks.deps, { tenant: ACME, id, origin: OPERATOR }));

  const outcomes = await Promise.allSettled(removals);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(await hooks.deps.webhooks.find(ACME, id)).toBeUndefined();
  expect(hooks.announced.map(({ type }) => type)).toEqual(['webhook.created', 'webhook.removed']);
  await hooks.close();
});
