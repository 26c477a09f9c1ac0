import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { changeWebhook } from '../../../src/service/webhooks/change.ts';
import { given } from '../../support/stores/given.ts';
import { ACME, openWebhookDeps, OPERATOR, type TestWebhooks } from '../../support/webhook-deps.ts';

let hooks: TestWebhooks;
beforeEach(async () => {
  hooks = await openWebhookDeps();
});
afterEach(() => hooks.close());

const which = (id: Awaited<ReturnType<TestWebhooks['create']>>['id']) => ({ tenant: ACME, id, origin: OPERATOR });

test('what is named is other afterwards, and the rest is as it was', async () => {
  const webhook = await hooks.create();
  hooks.clock.advance(1000);

  const changed = await changeWebhook(hooks.deps, { ...which(webhook.id), types: [], description: 'x' });

  const expected = { ...webhook, types: [], description: 'x', updatedAt: hooks.clock.now(), revision: 2 };
  expect(changed).toEqual(expected);
  expect(await hooks.deps.webhooks.find(ACME, webhook.id)).toEqual(expected);
  expect(hooks.announced.at(-1)).toMatchObject({ type: 'webhook.changed', webhook: webhook.id, isEnabled: true });
});

test('one that becomes enabled begins with what happens from then on; one that is enabled stays where it is', async () => {
  const webhook = await hooks.create();
  await changeWebhook(hooks.deps, { ...which(webhook.id), isEnabled: false });
  await hooks.store.feed.append([given.event({ tenant: ACME }), given.event({ tenant: ACME })]);
  const head = await hooks.store.feed.head();

  const enabled = await changeWebhook(hooks.deps, { ...which(webhook.id), isEnabled: true });
  const again = await changeWebhook(hooks.deps, { ...which(webhook.id), isEnabled: true });

  expect([enabled.run, again.run]).toEqual([
    { number: 2, after: head },
    { number: 2, after: head },
  ]);
});

test('it ends the pause after failures', async () => {
  const webhook = await hooks.create();
  const health = {
    failures: 4,
    failingSince: given.time(1),
    nextAt: given.time(999),
    problem: 'x',
    deliveredAt: given.time(0),
  };
  await hooks.deps.webhooks.noteDeliveries({ tenant: ACME, webhook: webhook.id, deliveries: [], revision: 1, health });

  const changed = await changeWebhook(hooks.deps, { ...which(webhook.id), url: 'https://new.example' });

  expect(changed.health).toEqual({ failures: 0, deliveredAt: given.time(0) });
});

test('an address that is not allowed changes nothing', async () => {
  const webhook = await hooks.create();

  const changing = changeWebhook(hooks.deps, { ...which(webhook.id), url: 'http://hooks.example.com/' });

  await expect(changing).rejects.toMatchObject({ code: 'invalid_request' });
  expect(await hooks.deps.webhooks.find(ACME, webhook.id)).toEqual(webhook);
});
