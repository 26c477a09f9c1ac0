// The operations of operators on deliveries: they test a webhook, read its log, and send messages again.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { TestApp } from '../../support/app/app.ts';
import { isSignedWith, type WebhookReceiver } from '../../support/app/webhook-receiver.ts';
import { useWebhookWorld } from '../../support/app/webhook-world.ts';
import { until } from '../../support/until.ts';

const HOUR = 3_600_000;

const world = useWebhookWorld();
const { create, shown, log, typesOf, failed } = world;
let app: TestApp;
let receiver: WebhookReceiver;
beforeEach(() => {
  [app, receiver] = [world.app(), world.receiver()];
});

describe('an operator', () => {
  test('sees what the receiver says to a ping', async () => {
    const { id, secret } = await create();
    const good = await app.management(`POST /webhooks/${id}/ping`);
    receiver.be(500);
    const bad = await app.management(`POST /webhooks/${id}/ping`);
    await receiver.stop();
    const none = await app.management(`POST /webhooks/${id}/ping`);

    expect([good.body, bad.body, none.body]).toMatchObject([
      { delivered: true, status: 204, event: 'webhook.ping', cause: 'ping' },
      { delivered: false, status: 500, answer: 'sorry', problem: 'the answer is 500' },
      { delivered: false, problem: 'nobody listens at its address' },
    ]);
    const ping = receiver.seen[0];
    expect(ping?.event).toMatchObject({ type: 'webhook.ping', data: { webhook: id, actor: 'user:operator-1' } });
    expect(ping && isSignedWith(secret, ping)).toBe(true);
    expect(await log(id)).toHaveLength(3);
    expect((await shown(id)).failures).toBe(0);
  });

  test('has one message sent again, and everything since a time, with the same ids', async () => {
    const { id } = await create();
    const seen = await app.accepted();
    await until('it is told', () => typesOf(seen).length === 2);
    const [newest] = await until('it is in the log', async () => {
      const all = await log(id);
      return all.length === 2 ? all : undefined;
    });
    const ids = receiver.taken.map((one) => one.id);

    const again = await app.management(`POST /webhooks/${id}/deliveries/${newest.id}/redeliver`);
    const since = new Date(Date.now() - HOUR).toISOString();
    const all = await app.management(`POST /webhooks/${id}/redeliver`, { body: { since } });

    expect([again.status, again.body]).toMatchObject([
      200,
      { delivered: true, cause: 'redelivery', webhook_id: newest.webhook_id },
    ]);
    expect(all.status).toBe(202);
    await until('all came again', () => receiver.taken.length === 5);
    expect(receiver.taken.slice(2).map((one) => one.id)).toEqual([newest.webhook_id, ...ids]);
  });

  test('ends the pause by a change', async () => {
    receiver.be(500);
    const { id } = await create();
    const seen = await app.pending();
    await failed(id, 1);
    receiver.be(204);

    await app.management(`PATCH /webhooks/${id}`, { body: { description: 'mended' } });

    await until('it is told', () => typesOf(seen).length === 1);
  });
});
