// One round of a webhook's reader: which entries of a batch are sent, and how many after a failure.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { EventBody } from '../../../src/domain/event.ts';
import type { Webhook } from '../../../src/domain/webhook.ts';
import type { Sending } from '../../../src/domain/webhook-message.ts';
import { createWebhookReader, type WebhookReader } from '../../../src/readers/webhooks/reader.ts';
import { changeWebhook } from '../../../src/service/webhooks/change.ts';
import type { FeedEntry } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { givenWebhook } from '../../support/stores/given-webhook.ts';
import { ACME, openWebhookDeps, OPERATOR, type TestWebhooks } from '../../support/webhook-deps.ts';

let hooks: TestWebhooks;
let webhook: Webhook;
let reader: WebhookReader;
let sent: Sending[];
let isWell: boolean;
beforeEach(async () => {
  hooks = await openWebhookDeps();
  webhook = await hooks.create({ types: [] });
  [sent, isWell] = [[], true];
  const send = (_webhook: unknown, sending: Sending) => {
    sent.push(sending);
    return Promise.resolve({ delivery: givenWebhook.delivery({ isDelivered: isWell }), isGone: false });
  };
  const source = 'https://devauth.example.com';
  reader = createWebhookReader({ ...hooks.deps, source, random: () => 0, restMs: 20, send }, webhook);
});
afterEach(async () => {
  reader.close();
  await hooks.close();
});

const entry = (position: number, body: EventBody): FeedEntry => ({
  position,
  writtenAt: given.time(0),
  event: given.event({ tenant: ACME, device: given.device().id }, body),
});
const removals = (count: number): readonly FeedEntry[] =>
  Array.from({ length: count }, (_, index) => entry(index + 1, { type: 'device.removed' }));

async function deliver(entries: readonly FeedEntry[]) {
  const done: number[] = [];
  const { signal } = new AbortController();
  const rest = await reader.settings.deliver({
    entries,
    signal,
    done: (position) => done.push(position),
    turn: () => Promise.resolve(),
  });
  return { rest, done: done.at(-1) };
}

test('messages of several devices are sent at once; after a failure only the first one is tried, and the others wait', async () => {
  isWell = false;
  await deliver(removals(9));
  const atOnce = sent.length;
  hooks.clock.advance(3_600_000);

  const { rest, done } = await deliver(removals(9));

  expect([atOnce, sent.length, sent.at(-1)?.position]).toEqual([4, 5, 1]);
  expect([rest, done]).toEqual([{ restMs: 0 }, undefined]);
});

test('nothing is sent during the pause after a failure', async () => {
  isWell = false;
  await deliver(removals(1));
  isWell = true;

  expect(await deliver(removals(1))).toEqual({ rest: { restMs: 20 }, done: undefined });
  hooks.clock.advance(5_000);
  expect(await deliver(removals(1))).toEqual({ rest: undefined, done: 1 });
  expect(sent).toHaveLength(2);
});

test('that it was disabled itself is no message for a webhook; that another one was is', async () => {
  const other = givenWebhook.webhook({ tenant: ACME });
  const disabled = ({ id }: Webhook, position: number) =>
    entry(position, { type: 'webhook.disabled', webhook: id, host: 'hooks.example.com', because: 'gone' });

  await deliver([disabled(webhook, 1), disabled(other, 2)]);

  expect(sent.map(({ position }) => position)).toEqual([2]);
});

test('a webhook that was disabled since its reader began gets nothing', async () => {
  await changeWebhook(hooks.deps, { tenant: ACME, id: webhook.id, origin: OPERATOR, isEnabled: false });

  await deliver(removals(1));

  expect(sent).toEqual([]);
});
