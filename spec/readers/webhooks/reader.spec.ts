// The whole service with receivers of webhooks. Each receiver gets every message, in the order of the device. A broken receiver
// does not delay others.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { OWN_TENANT } from '../../../src/domain/ids.ts';
import type { TestApp } from '../../support/app/app.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import {
  isSignedWith,
  openWebhookReceiver,
  type ReceiverMode,
  type WebhookReceiver,
} from '../../support/app/webhook-receiver.ts';
import { useWebhookWorld } from '../../support/app/webhook-world.ts';
import { until } from '../../support/until.ts';

const HOUR = 3_600_000;

const world = useWebhookWorld();
const { create, shown, log, typesOf, failed } = world;
let app: TestApp;
let receiver: WebhookReceiver;
let clock: { aheadMs: number };
beforeEach(() => {
  [app, receiver, clock] = [world.app(), world.receiver(), world.clock()];
});

describe('a webhook', () => {
  test('is told of a device’s life with signed CloudEvents that have what cannot be looked up later', async () => {
    const { secret } = await create();
    const seen = await app.accepted();
    await app.setStatus(seen, 'rejected');
    await app.management(`DELETE /devices/${seen.id}`);
    await until('it is told of the end', () => typesOf(seen).includes('device.removed'));

    expect(typesOf(seen)).toEqual(
      ['device.pending', 'device.accepted', 'tokens.revoked', 'device.rejected', 'device.removed'].sort(
        byLife(typesOf(seen)),
      ),
    );
    const accepted = receiver.taken.find(({ event }) => event.type === 'device.accepted');
    expect(accepted?.event).toMatchObject({
      specversion: '1.0',
      id: accepted?.id,
      type: 'device.accepted',
      subject: seen.id,
      datacontenttype: 'application/json',
      data: {
        tenant: '',
        actor: 'user:operator-1',
        device: seen.id,
        identity_data: seen.device.identity,
        auth_set: seen.authSet,
        fingerprint: expect.stringMatching(/^[\da-f]{64}$/),
        status: 'accepted',
        previous_status: 'pending',
        revision: expect.any(Number),
        request_id: expect.any(String),
      },
    });
    expect(accepted?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    for (const received of receiver.taken) expect(isSignedWith(secret, received)).toBe(true);
    expect(new Set(receiver.taken.map(({ id }) => id)).size).toBe(receiver.taken.length);
  });

  test('is told when a known device asks with another key, and when that is accepted', async () => {
    await create({ events: ['device.key_changed'] });
    const seen = await app.accepted();
    const next = simulateDevice({ identity: seen.device.identity });
    await app.ask(next);
    const { body } = await app.management(`GET /devices/${seen.id}`);
    const waiting = body.auth_sets.find(({ status }: { status: string }) => status === 'pending');

    await app.setStatus({ ...seen, authSet: waiting.id }, 'accepted');

    await until('two messages came', () => receiver.taken.length === 2);
    expect(receiver.taken.map(({ event }) => event.data)).toMatchObject([
      { auth_set: waiting.id, auth_set_status: 'pending', fingerprint: waiting.fingerprint, status: 'accepted' },
      { auth_set: waiting.id, auth_set_status: 'accepted', fingerprint: waiting.fingerprint, status: 'accepted' },
    ]);
  });

  test('is told only what it asks for, of its own tenant, from its creation on', async () => {
    await app.pending();
    await create({ events: ['device.accepted'] });
    const body = { url: receiver.url, events: [] };
    await app.management('POST /webhooks', { tenant: 'other', body });

    const seen = await app.accepted();

    await until('it is told', () => receiver.taken.length > 0);
    await app.pending();
    const last = await app.accepted();
    await until('it is told of the last one', () => typesOf(last).length > 0);
    expect(receiver.taken.map(({ event }) => [event.type, event.data.device])).toEqual([
      ['device.accepted', seen.id],
      ['device.accepted', last.id],
    ]);
  });

  test('is signed with both secrets while a rotation lasts', async () => {
    const { id, secret } = await create();
    const rotated = (await app.management(`POST /webhooks/${id}/secret`)).body;

    await app.pending();

    const received = await until('it is told', () => receiver.taken[0]);
    expect(String(received.headers['webhook-signature']).split(' ')).toHaveLength(2);
    expect([isSignedWith(secret, received), isSignedWith(rotated.secret, received)]).toEqual([true, true]);
    clock.aheadMs = 25 * HOUR;
    await app.ask(simulateDevice());
    const later = await until('it is told again', () => receiver.taken[1]);
    expect(String(later.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });
});

/** The events of one change may come in either order. */
const byLife =
  (order: readonly string[]) =>
  (a: string, b: string): number =>
    order.indexOf(a) - order.indexOf(b);

describe('a receiver', () => {
  const BROKEN: readonly (readonly [string, ReceiverMode | 'down'])[] = [
    ['is down', 'down'],
    ['does not answer', 'held'],
    ['answers 500', 500],
    ['answers 404', 404],
    ['redirects', 302],
    ['answers with garbage', 'garbage'],
    ['cuts the connection', 'cut'],
  ];

  test.each(BROKEN)('that %s gets everything later, in order; another one is not held up', async (_what, mode) => {
    const other = await openWebhookReceiver();
    const { id } = await create();
    await create({ url: other.url });
    const before = await app.pending();
    await until('it is told', () => typesOf(before).length === 1);

    if (mode === 'down') await receiver.stop();
    else receiver.be(mode);
    const devices = [before, await app.pending(), await app.pending()];
    for (const seen of devices) await app.setStatus(seen, 'rejected');
    for (const seen of devices) await until('the other one is told', () => typesOf(seen, other).length === 2);
    await failed(id, 1);
    if (mode === 'down') await receiver.start();
    else receiver.be(204);
    clock.aheadMs += HOUR;
    for (const seen of devices) await until('it is told of all', () => typesOf(seen).length >= 2);

    for (const seen of devices) expect(typesOf(seen)).toEqual(['device.pending', 'device.rejected']);
    const ids = receiver.seen.filter(({ event }) => event.data.device === before.id).map((one) => one.id);
    expect(new Set(ids).size).toBe(2);
    await until('it is noted', async () => (await shown(id)).failures === 0);
    expect((await shown(id)).enabled).toBe(true);
    expect((await log(id)).map((one: { delivered: boolean }) => one.delivered)).toContain(false);
    await other.stop();
  });

  test.each(['endless', 'long'] as const)('that answers with a body that is %s has got the message', async (mode) => {
    receiver.be(mode);
    const { id } = await create();

    const seen = await app.pending();

    const [delivery] = await until('it is in the log', async () => ((await log(id)).length > 0 ? log(id) : undefined));
    expect(delivery).toMatchObject({ delivered: true, status: 200, cause: 'event', event: 'device.pending' });
    expect(delivery.answer.length).toBeLessThanOrEqual(500);
    expect(typesOf(seen)).toEqual(['device.pending']);
  });

  test('is tried again at the steps of the ladder, with the same id, and given up after three days', async () => {
    const other = await openWebhookReceiver();
    await create({ url: other.url, events: ['webhook.disabled'] });
    receiver.be(500);
    const { id } = await create();
    await app.pending();
    const pauses: number[] = [];
    const stored = async () => (await app.service.store.webhooks.list(OWN_TENANT)).find((one) => one.id === id);

    for (let round = 1; round <= 9; round += 1) {
      const nextAt = await until(`round ${round} has failed`, async () => {
        const health = (await stored())?.health;
        return health?.failures === round ? health.nextAt?.getTime() : undefined;
      });
      const pause = nextAt - (Date.now() + clock.aheadMs);
      pauses.push(pause / 1000);
      clock.aheadMs += pause + 1000;
    }
    await until('it is disabled', async () => (await stored())?.isEnabled === false);

    const steps = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
    steps.forEach((step, index) => {
      expect(pauses[index]).toBeGreaterThan(step - 3);
      expect(pauses[index]).toBeLessThanOrEqual(step * 1.1);
    });
    expect(new Set(receiver.seen.map((one) => one.id)).size).toBe(1);
    expect(receiver.seen).toHaveLength(steps.length + 1);
    expect(await stored()).toMatchObject({ disabledBecause: 'failing', health: { problem: 'the answer is 500' } });
    const told = await until('the other one is told', () => other.taken[0]);
    expect(told.event).toMatchObject({
      type: 'webhook.disabled',
      data: { webhook: id, because: 'failing', actor: 'system' },
    });
    await other.stop();
  });

  test('that answers 410 is disabled at once, which is in the audit', async () => {
    receiver.be(410);
    const { id } = await create();

    await app.pending();

    await until('it is disabled', async () => !(await shown(id)).enabled);
    expect(await shown(id)).toMatchObject({ disabled_because: 'gone' });
    const found = await until('it is in the audit', async () => {
      const { body } = await app.management('GET /events?type=webhook.disabled');
      return body[0];
    });
    expect(found).toMatchObject({ webhook: id, because: 'gone', actor: 'system' });
    await app.pending();
    expect(receiver.seen).toHaveLength(1);
  });

  test('that was disabled is told again from the moment when it is enabled', async () => {
    receiver.be(410);
    const { id } = await create();
    await app.pending();
    await until('it is disabled', async () => !(await shown(id)).enabled);
    const missed = await app.pending();
    receiver.be(204);

    await app.management(`PATCH /webhooks/${id}`, { body: { enabled: true } });
    const seen = await app.pending();

    await until('it is told', () => typesOf(seen).length === 1);
    expect(typesOf(missed)).toEqual([]);
  });
});
