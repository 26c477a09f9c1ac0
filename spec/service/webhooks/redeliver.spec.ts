import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deliveryId } from '../../../src/domain/ids.ts';
import { readerOf, type Webhook } from '../../../src/domain/webhook.ts';
import { messageIdOf, type Sending } from '../../../src/domain/webhook-message.ts';
import { changeWebhook } from '../../../src/service/webhooks/change.ts';
import { redeliver, redeliverSince } from '../../../src/service/webhooks/redeliver.ts';
import { given } from '../../support/stores/given.ts';
import { givenWebhook } from '../../support/stores/given-webhook.ts';
import { ACME, openWebhookDeps, OPERATOR, type TestWebhooks } from '../../support/webhook-deps.ts';

const MINUTE = 60_000;

let hooks: TestWebhooks;
let webhook: Webhook;
let sent: Sending[];
beforeEach(async () => {
  hooks = await openWebhookDeps();
  webhook = await hooks.create();
  sent = [];
});
afterEach(() => hooks.close());

const which = () => ({ tenant: ACME, id: webhook.id, origin: OPERATOR });
const removed = () => given.event({ tenant: ACME, device: given.device().id }, { type: 'device.removed' });

/** Appends events, a minute apart. Returns the time of each. */
async function happen(count: number): Promise<readonly Date[]> {
  const times: Date[] = [];
  for (let n = 0; n < count; n += 1) {
    hooks.clock.advance(MINUTE);
    times.push(hooks.clock.now());
    await hooks.store.feed.append([removed()]);
  }
  return times;
}

describe('redeliver', () => {
  const again = (delivery: ReturnType<typeof givenWebhook.delivery>) => {
    const answer = givenWebhook.delivery({ cause: 'redelivery', isDelivered: true });
    const sendToWebhook = (_webhook: unknown, sending: Sending) => {
      sent.push(sending);
      return Promise.resolve({ delivery: answer, isGone: false });
    };
    return redeliver({ ...hooks.deps, sendToWebhook }, { ...which(), delivery: delivery.id });
  };
  const noted = async (of: Parameters<typeof givenWebhook.delivery>[0]) => {
    const delivery = givenWebhook.delivery(of);
    const { tenant, id, revision } = webhook;
    await hooks.deps.webhooks.noteDeliveries({ tenant, webhook: id, revision, deliveries: [delivery] });
    return delivery;
  };

  test('sends the same message with the same id, and is in the log', async () => {
    const event = removed();
    await hooks.store.feed.append([event]);
    const delivery = await noted({ position: await hooks.store.feed.head(), message: messageIdOf(event) });

    const answer = await again(delivery);

    expect(sent).toMatchObject([{ cause: 'redelivery', message: { id: messageIdOf(event), type: 'device.removed' } }]);
    expect(await hooks.deps.webhooks.listDeliveries(ACME, webhook.id)).toEqual([answer, delivery]);
  });

  test('is refused for a delivery that is not there, of an event that is gone, and for a ping', async () => {
    const gone = await noted({ position: 999 });
    const ping = await noted({ position: 0, cause: 'ping' });

    await expect(again({ ...gone, id: deliveryId('none') })).rejects.toMatchObject({ code: 'webhook_not_found' });
    await expect(again(gone)).rejects.toMatchObject({ code: 'webhook_not_found' });
    await expect(again(ping)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(sent).toEqual([]);
  });
});

describe('redeliverSince', () => {
  test('begins a new run before the first event at that time or later', async () => {
    const head = await hooks.store.feed.head();
    const times = await happen(20);
    await hooks.store.feed.claim(readerOf(webhook), 'node', given.time(999), head + 20);

    for (const [index, since] of times.entries()) {
      const { run } = await redeliverSince(hooks.deps, { ...which(), since });
      await hooks.store.feed.claim(readerOf({ id: webhook.id, run }), 'node', given.time(999), head + 20);
      const position = (await hooks.store.feed.read(run.after, 1))[0]?.writtenAt;
      expect([run.number, position]).toEqual([index + 2, since]);
    }
  });

  test('leaves out nothing that was not delivered yet', async () => {
    const [, late] = await happen(2);

    const { run } = await redeliverSince(hooks.deps, { ...which(), since: late ?? given.time(0) });

    expect(run.after).toBe(webhook.run.after);
  });

  test('leaves out a message that the receiver never takes, if the webhook was disabled and enabled before', async () => {
    const before = await hooks.store.feed.head();
    const [, later] = await happen(3);
    for (const isEnabled of [false, true]) await changeWebhook(hooks.deps, { ...which(), isEnabled });

    const { run } = await redeliverSince(hooks.deps, { ...which(), since: later ?? given.time(0) });

    expect(run).toEqual({ number: 3, after: before + 1 });
  });

  test('is refused for a webhook that is disabled', async () => {
    const disabled = await hooks.create({ isEnabled: false });

    const asked = redeliverSince(hooks.deps, { ...which(), id: disabled.id, since: given.time(0) });

    await expect(asked).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('is in the audit', async () => {
    await redeliverSince(hooks.deps, { ...which(), since: given.time(0) });

    const expected = { type: 'webhook.redelivery_requested', webhook: webhook.id, since: given.time(0).toISOString() };
    expect(hooks.announced.at(-1)).toMatchObject({ ...expected, origin: OPERATOR });
  });
});
