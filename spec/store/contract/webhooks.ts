// The contract of webhooks and of the log of their deliveries.
import { describe, expect, test } from '@jest/globals';
import { webhookId, type TenantId } from '../../../src/domain/ids.ts';
import type { Webhook } from '../../../src/domain/webhook.ts';
import type { OperatedStore } from '../../../src/store/stats.ts';
import type { Store } from '../../../src/store/store.ts';
import { KEPT_DELIVERIES } from '../../../src/store/webhooks.ts';
import { given } from '../../support/stores/given.ts';
import { givenWebhook } from '../../support/stores/given-webhook.ts';
import { eventsOf } from './feed.ts';

export function describeWebhooks(store: () => OperatedStore): void {
  describe('webhooks', () => {
    describeWriting(store);
    describeLists(store);
  });
  describe('deliveries of webhooks', () => describeDeliveries(store));
  describe('troubles of webhooks', () => describeTroubles(store));
  describe('disabled webhooks', () => describeDisabled(store));
}

function describeWriting(store: () => Store): void {
  test('one that was created is found as it was given, and its event is in the feed', async () => {
    const tenant = given.tenant();
    const webhook = givenWebhook.webhook({ tenant, description: 'a\0b\uffff', types: [] });
    const event = givenWebhook.created(webhook);

    await store().webhooks.create(webhook, event);
    await store().webhooks.create(webhook, event);

    expect(await store().webhooks.find(tenant, webhook.id)).toEqual(webhook);
    expect(await eventsOf(store(), tenant, 1)).toEqual([event]);
  });

  test('a change replaces it whole on the revision before, and on no other', async () => {
    const webhook = await createdIn(store());
    const { tenant } = webhook;
    const changed: Webhook = {
      ...webhook,
      isEnabled: false,
      disabledBecause: 'failing',
      secrets: [
        { text: 'whsec_bmV3', createdAt: given.time(3) },
        { ...secretOf(webhook), endsAt: given.time(9) },
      ],
      run: { number: 2, after: 9 },
      health: {
        failures: 3,
        failingSince: given.time(1),
        nextAt: given.time(2),
        problem: 'down',
        deliveredAt: given.time(0),
      },
      updatedAt: given.time(4),
      revision: 2,
    };

    expect(await store().webhooks.change(changed, givenWebhook.changed(changed))).toBe(true);
    expect(await store().webhooks.find(tenant, webhook.id)).toEqual(changed);
    expect(
      await store().webhooks.change({ ...changed, url: 'https://late.example' }, givenWebhook.changed(changed)),
    ).toBe(false);
    const { disabledBecause: _, ...rest } = changed;
    const enabled = { ...rest, isEnabled: true, revision: 3 };
    expect(await store().webhooks.change(enabled, givenWebhook.changed(enabled))).toBe(true);
    expect(await store().webhooks.find(tenant, webhook.id)).toEqual(enabled);
    expect(await eventsOf(store(), tenant, 3)).toHaveLength(3);
  });

  test('the same change twice, as after an answer that was lost, is done once', async () => {
    const webhook = await createdIn(store());
    const changed = { ...webhook, url: 'https://other.example', revision: 2 };
    const event = givenWebhook.changed(changed);

    const answers = [await store().webhooks.change(changed, event), await store().webhooks.change(changed, event)];

    expect(answers).toEqual([true, true]);
    expect(await eventsOf(store(), webhook.tenant, 2)).toHaveLength(2);
  });

  test('one that was removed is not found and not listed, and only the first removal counts', async () => {
    const webhook = await createdIn(store());
    const { tenant, id } = webhook;
    await store().webhooks.noteDeliveries(noted(webhook, [givenWebhook.delivery()]));

    expect(await store().webhooks.remove(tenant, id, givenWebhook.removed(webhook))).toBe(true);

    expect(await store().webhooks.find(tenant, id)).toBeUndefined();
    expect([await store().webhooks.list(tenant), await store().webhooks.listDeliveries(tenant, id)]).toEqual([[], []]);
    expect(await store().webhooks.remove(tenant, id, givenWebhook.removed(webhook))).toBe(false);
    expect(await store().webhooks.change({ ...webhook, revision: 2 }, givenWebhook.changed(webhook))).toBe(false);
  });

  test('another tenant sees nothing of it and changes nothing of it', async () => {
    const webhook = await createdIn(store());
    const other = given.tenant();
    const delivery = givenWebhook.delivery();
    await store().webhooks.noteDeliveries(noted(webhook, [delivery]));

    expect(await store().webhooks.find(other, webhook.id)).toBeUndefined();
    expect(await store().webhooks.listDeliveries(other, webhook.id)).toEqual([]);
    expect(await store().webhooks.findDelivery(other, webhook.id, delivery.id)).toBeUndefined();
    const mine = { ...webhook, tenant: other, revision: 2 };
    expect(await store().webhooks.change(mine, givenWebhook.changed(mine))).toBe(false);
    expect(await store().webhooks.remove(other, webhook.id, givenWebhook.removed(mine))).toBe(false);
    await store().webhooks.noteDeliveries(noted(mine, [givenWebhook.delivery()]));
    expect(await store().webhooks.find(webhook.tenant, webhook.id)).toEqual(webhook);
    expect(await store().webhooks.listDeliveries(webhook.tenant, webhook.id)).toEqual([delivery]);
  });
}

function describeLists(store: () => Store): void {
  test('a list has those of its tenant in the order of creation', async () => {
    const tenant = given.tenant();
    const webhooks = [1, 2, 3].map(() => givenWebhook.webhook({ tenant }));
    for (const webhook of webhooks.toReversed()) await store().webhooks.create(webhook, givenWebhook.created(webhook));
    await createdIn(store());

    expect(await store().webhooks.list(tenant)).toEqual(webhooks);
  });

  test('the enabled ones of all tenants are listed together', async () => {
    const [one, other] = [await createdIn(store()), await createdIn(store())];
    const disabled = givenWebhook.webhook({ tenant: one.tenant, isEnabled: false });
    await store().webhooks.create(disabled, givenWebhook.created(disabled));

    const enabled = await store().webhooks.listEnabled();

    expect(enabled).toEqual(expect.arrayContaining([one, other]));
    expect(enabled.map(({ id }) => id)).not.toContain(disabled.id);
  });
}

function describeDeliveries(store: () => Store): void {
  test('are logged, the newest first, and found one by one', async () => {
    const webhook = await createdIn(store());
    const { tenant, id } = webhook;
    const deliveries = [1, 2, 3].map((minute) => givenWebhook.delivery({ at: given.time(minute) }));

    await store().webhooks.noteDeliveries(noted(webhook, deliveries.slice(0, 2)));
    await store().webhooks.noteDeliveries(noted(webhook, deliveries.slice(1)));

    expect(await store().webhooks.listDeliveries(tenant, id)).toEqual(deliveries.toReversed());
    for (const delivery of deliveries)
      expect(await store().webhooks.findDelivery(tenant, id, delivery.id)).toEqual(delivery);
    expect(
      await store().webhooks.findDelivery(tenant, webhookId('other'), deliveries[0]?.id ?? givenWebhook.delivery().id),
    ).toBeUndefined();
  });

  test(`are kept up to ${KEPT_DELIVERIES}: the oldest go`, async () => {
    const webhook = await createdIn(store());
    const deliveries = Array.from({ length: KEPT_DELIVERIES + 5 }, () => givenWebhook.delivery());

    await store().webhooks.noteDeliveries(noted(webhook, deliveries));

    const kept = await store().webhooks.listDeliveries(webhook.tenant, webhook.id);
    expect(kept).toEqual(deliveries.slice(5).toReversed());
  });

  test('change the health of the webhook, and no revision; not of one that was changed since', async () => {
    const webhook = await createdIn(store());
    const { tenant, id } = webhook;
    const health = { failures: 2, failingSince: given.time(1), nextAt: given.time(9), problem: 'the answer is 500' };

    await store().webhooks.noteDeliveries({ ...noted(webhook, []), health });
    await store().webhooks.noteDeliveries({ ...noted(webhook, []), revision: 9, health: { failures: 9 } });

    expect(await store().webhooks.find(tenant, id)).toEqual({ ...webhook, health });
  });

  test('of a webhook that is not there are not logged', async () => {
    const webhook = givenWebhook.webhook({ tenant: given.tenant() });

    await store().webhooks.noteDeliveries(noted(webhook, [givenWebhook.delivery()]));
    await store().webhooks.create(webhook, givenWebhook.created(webhook));

    expect(await store().webhooks.listDeliveries(webhook.tenant, webhook.id)).toEqual([]);
  });

  test('go when they are old', async () => {
    const webhook = await createdIn(store());
    const [old, young] = [givenWebhook.delivery({ at: given.time(1) }), givenWebhook.delivery({ at: given.time(2) })];
    await store().webhooks.noteDeliveries(noted(webhook, [old, young]));

    await store().webhooks.pruneDeliveries(given.time(2));

    expect(await store().webhooks.listDeliveries(webhook.tenant, webhook.id)).toEqual([young]);
  });
}

function describeTroubles(store: () => OperatedStore): void {
  test('webhooks that fail, and those that the service has disabled, are the troubles', async () => {
    const failing = await createdIn(store());
    const health = { failures: 2, failingSince: given.time(1), nextAt: given.time(9), problem: 'the answer is 500' };
    await store().webhooks.noteDeliveries({ ...noted(failing, []), health });
    const gone = { ...(await createdIn(store())), isEnabled: false, disabledBecause: 'gone', revision: 2 } as const;
    await store().webhooks.change(gone, givenWebhook.changed(gone));
    const well = await createdIn(store());

    const found = await store().stats.webhookTroubles();

    const { id, tenant } = failing;
    expect(found).toContainEqual({ id, tenant, failingSince: health.failingSince, problem: health.problem });
    expect(found).toContainEqual({ id: gone.id, tenant: gone.tenant, disabledBecause: 'gone' });
    expect(found.map((trouble) => trouble.id)).not.toContain(well.id);
  });
}

function describeDisabled(store: () => OperatedStore): void {
  test('disabled webhooks are counted by reason, without those that are removed', async () => {
    const { webhooks, stats } = store();
    const before = await stats.disabledWebhooks();
    const disable = async (disabledBecause?: 'gone' | 'failing'): Promise<Webhook> => {
      const created = await createdIn(store());
      const disabled = { ...created, isEnabled: false, revision: 2, ...(disabledBecause && { disabledBecause }) };
      await webhooks.change(disabled, givenWebhook.changed(disabled));
      return disabled;
    };
    for (const because of ['gone', 'failing', 'gone', undefined] as const) await disable(because);
    const removed = await disable('failing');
    await webhooks.remove(removed.tenant, removed.id, givenWebhook.removed(removed));
    await createdIn(store());

    const after = await stats.disabledWebhooks();

    const more = (['gone', 'failing', 'operator'] as const).map((of) => (after.get(of) ?? 0) - (before.get(of) ?? 0));
    expect(more).toEqual([2, 1, 1]);
  });
}

export function everyWebhookCall({ webhooks }: Store, tenant: TenantId): readonly (() => Promise<unknown>)[] {
  const webhook = givenWebhook.webhook({ tenant });
  return [
    () => webhooks.find(tenant, webhook.id),
    () => webhooks.list(tenant),
    () => webhooks.listEnabled(),
    () => webhooks.create(webhook, givenWebhook.created(webhook)),
    () => webhooks.change({ ...webhook, revision: 2 }, givenWebhook.changed(webhook)),
    () => webhooks.remove(tenant, webhook.id, givenWebhook.removed(webhook)),
    () => webhooks.noteDeliveries(noted(webhook, [])),
    () => webhooks.listDeliveries(tenant, webhook.id),
    () => webhooks.findDelivery(tenant, webhook.id, givenWebhook.delivery().id),
    () => webhooks.pruneDeliveries(given.time(1)),
  ];
}

const noted = ({ tenant, id, revision }: Webhook, deliveries: readonly ReturnType<typeof givenWebhook.delivery>[]) => ({
  tenant,
  webhook: id,
  deliveries,
  revision,
});

const secretOf = ({ secrets }: Webhook) => secrets[0] ?? { text: '', createdAt: given.time(0) };

async function createdIn({ webhooks }: Store): Promise<Webhook> {
  const webhook = givenWebhook.webhook({ tenant: given.tenant() });
  await webhooks.create(webhook, givenWebhook.created(webhook));
  return webhook;
}
