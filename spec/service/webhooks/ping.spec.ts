import { expect, test } from '@jest/globals';
import type { Sending } from '../../../src/domain/webhook-message.ts';
import { pingWebhook } from '../../../src/service/webhooks/ping.ts';
import { givenWebhook } from '../../support/stores/given-webhook.ts';
import { ACME, openWebhookDeps, OPERATOR } from '../../support/webhook-deps.ts';

test('a ping says who asked, is in the log, and leaves the health of the webhook as it is', async () => {
  const hooks = await openWebhookDeps();
  const { id, health } = await hooks.create({ isEnabled: false });
  const sent: Sending[] = [];
  const delivery = givenWebhook.delivery({ cause: 'ping', type: 'webhook.ping', position: 0 });
  const sendToWebhook = (_webhook: unknown, sending: Sending) => {
    sent.push(sending);
    return Promise.resolve({ delivery, isGone: false });
  };

  const answered = await pingWebhook({ ...hooks.deps, sendToWebhook }, { tenant: ACME, id, origin: OPERATOR });

  expect(answered).toEqual(delivery);
  expect(sent).toMatchObject([{ cause: 'ping', message: { type: 'webhook.ping' } }]);
  expect(JSON.parse(sent[0]?.message.body ?? '')).toMatchObject({
    source: 'https://devauth.example.com',
    data: { tenant: 'acme', actor: 'user:anna', webhook: id },
  });
  expect(await hooks.deps.webhooks.listDeliveries(ACME, id)).toEqual([delivery]);
  expect((await hooks.deps.webhooks.find(ACME, id))?.health).toEqual(health);
  await hooks.close();
});
