import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { webhookId } from '../../../src/domain/ids.ts';
import { getWebhook, rewriteWebhook } from '../../../src/service/webhooks/stored.ts';
import { given } from '../../support/stores/given.ts';
import { ACME, openWebhookDeps, OPERATOR, type TestWebhooks } from '../../support/webhook-deps.ts';

let hooks: TestWebhooks;
beforeEach(async () => {
  hooks = await openWebhookDeps();
});
afterEach(() => hooks.close());

test('a webhook that is not there, or is of another tenant, is refused', async () => {
  const { id } = await hooks.create();

  await expect(getWebhook(hooks.deps, ACME, webhookId('none'))).rejects.toMatchObject({ code: 'webhook_not_found' });
  await expect(getWebhook(hooks.deps, given.tenant(), id)).rejects.toMatchObject({ code: 'webhook_not_found' });
});

test('of rewrites at the same time none is lost', async () => {
  const { id } = await hooks.create({ description: '' });
  const add = (letter: string) =>
    rewriteWebhook(hooks.deps, { tenant: ACME, id, origin: OPERATOR }, ({ description }) => ({
      set: { description: description + letter },
      body: { type: 'webhook.secret_rotated', webhook: id },
    }));

  await Promise.all(['a', 'b', 'c'].map(add));

  const { description, revision } = await getWebhook(hooks.deps, ACME, id);
  expect([description.length, revision]).toEqual([3, 4]);
  expect(hooks.announced).toHaveLength(4);
});

test('a decision of nothing writes nothing', async () => {
  const webhook = await hooks.create();

  const left = await rewriteWebhook(hooks.deps, { tenant: ACME, id: webhook.id, origin: OPERATOR }, () => undefined);

  expect(left).toEqual(webhook);
  expect(hooks.announced).toHaveLength(1);
});

test('one that is enabled is not disabled by the service', async () => {
  const { id } = await hooks.create();
  const which = { tenant: ACME, id, origin: OPERATOR };
  const body = { type: 'webhook.secret_rotated', webhook: id } as const;

  const disabled = await rewriteWebhook(hooks.deps, which, () => ({
    set: { isEnabled: false, disabledBecause: 'gone' },
    body,
  }));
  const enabled = await rewriteWebhook(hooks.deps, which, () => ({ set: { isEnabled: true }, body }));

  expect([disabled.disabledBecause, enabled.disabledBecause]).toEqual(['gone', undefined]);
});
