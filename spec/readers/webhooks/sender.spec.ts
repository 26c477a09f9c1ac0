// The addresses that messages are sent to or not: they are checked after the name is resolved, at each connection.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { openConnections, type Connections } from '../../../src/readers/post.ts';
import type { DeliveryOutcome } from '../../../src/readers/webhooks/sender.ts';
import { createSender } from '../../../src/readers/webhooks/sender.ts';
import { openWebhookReceiver, type WebhookReceiver } from '../../support/app/webhook-receiver.ts';
import { givenWebhook } from '../../support/stores/given-webhook.ts';

let receiver: WebhookReceiver;
let counted: DeliveryOutcome[];
let connections: Connections;
beforeEach(async () => {
  receiver = await openWebhookReceiver();
  connections = openConnections({ atOnce: 1, kept: 1 });
  counted = [];
});
afterEach(async () => {
  connections.close();
  await receiver.stop();
});

const LOOPBACK: LookupAddress = { address: '127.0.0.1', family: 4 };
const NEVER: LookupAddress = { address: '0.0.0.0', family: 4 };
const PUBLIC: LookupAddress = { address: '192.0.43.10', family: 4 };
const message = { id: 'evt_1', type: 'device.pending', body: '{}' } as const;

/** A sender for which every name resolves to these addresses, in the order of the calls. */
function senderFor(answers: readonly (readonly LookupAddress[])[], { allowsPrivate = false } = {}) {
  const asked: string[] = [];
  const send = createSender({
    allowsPrivate,
    now: () => new Date(),
    newId: () => randomUUID(),
    count: (outcome) => counted.push(outcome),
    attemptMs: 2_000,
    resolve: (hostname, _options, callback) => {
      const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
      asked.push(hostname);
      callback(null, [...addresses]);
    },
  });
  const to = async (url: string) =>
    (await send(givenWebhook.webhook({ url }), { message, position: 1, cause: 'event', connections })).delivery;
  return { to, asked };
}

const portOf = (): string => new URL(receiver.url).port;
const PRIVATE = /private network/;

describe('a name', () => {
  test.each([
    ['127.0.0.1', 4],
    ['10.0.0.1', 4],
    ['169.254.169.254', 4],
    ['0.0.0.0', 4],
    ['::1', 6],
    ['::ffff:127.0.0.1', 6],
    ['fd00::1', 6],
    ['fe80::1', 6],
    ['64:ff9b::7f00:1', 6],
  ])('that resolves to %s is refused before a connection is made', async (address, family) => {
    const { to, asked } = senderFor([[{ address, family }]]);

    const delivery = await to(`https://hooks.example.com:${portOf()}/`);

    expect(asked).toEqual(['hooks.example.com']);
    expect(delivery).toMatchObject({ isDelivered: false, problem: expect.stringMatching(PRIVATE) });
    expect([receiver.seen.length, counted]).toEqual([0, ['refused']]);
  });

  test('with one public and one private address is refused', async () => {
    const { to } = senderFor([[PUBLIC, LOOPBACK]]);

    expect((await to(`https://hooks.example.com:${portOf()}/`)).problem).toMatch(PRIVATE);
  });

  test('is resolved again for each attempt, so that one that turns to a private address gains nothing', async () => {
    const { to, asked } = senderFor([[], [LOOPBACK]]);

    const [first, second] = [
      await to('https://hooks.example.com/'),
      await to(`https://hooks.example.com:${portOf()}/`),
    ];

    expect([first.problem, second.problem]).toEqual(['the request failed', expect.stringMatching(PRIVATE)]);
    expect(asked).toHaveLength(2);
    expect(receiver.seen).toEqual([]);
  });

  test('that the operating system cannot resolve is a failed attempt', async () => {
    const of = { now: () => new Date(), newId: () => randomUUID(), count: (one: DeliveryOutcome) => counted.push(one) };
    const send = createSender({ allowsPrivate: false, ...of });

    const webhook = givenWebhook.webhook({ url: 'https://no-such-host.invalid/' });
    const { delivery } = await send(webhook, { message, position: 1, cause: 'event' });

    expect(delivery).toMatchObject({ isDelivered: false, problem: expect.stringMatching(/^its name /) });
    expect(counted).toEqual(['unreachable']);
  });

  test('that resolves to a private address is told where a setting allows it', async () => {
    const { to } = senderFor([[LOOPBACK]], { allowsPrivate: true });

    const delivery = await to(`http://hooks.example.com:${portOf()}/`);

    expect([delivery.isDelivered, counted]).toEqual([true, ['delivered']]);
    expect(receiver.seen[0]?.headers.host).toBe(`hooks.example.com:${portOf()}`);
  });
});

test.each([
  'https://127.0.0.1/',
  'https://[::ffff:127.0.0.1]/',
  'https://2130706433/',
  'https://localhost/',
  'http://1.1.1.1/',
])('the address %s, which was allowed when it was written, is refused without a connection', async (url) => {
  const { to, asked } = senderFor([[LOOPBACK]]);

  const delivery = await to(url);

  expect([delivery.isDelivered, asked, counted]).toEqual([false, [], ['refused']]);
});

test('a problem names no part of the address', async () => {
  await receiver.stop();
  const { to } = senderFor([[LOOPBACK]], { allowsPrivate: true });

  const { problem } = await to(`http://hooks.example.com:${portOf()}/secret-path?key=secret-key`);

  expect(problem).toBe('nobody listens at its address');
});

test('nothing of a redirect is followed', async () => {
  receiver.be(302);
  const { to } = senderFor([[LOOPBACK]], { allowsPrivate: true });

  expect(await to(receiver.url)).toMatchObject({ isDelivered: false, status: 302 });
  expect(receiver.seen).toHaveLength(1);
});

describe('a kept connection that the receiver closes under a message', () => {
  const ports = () => receiver.seen.map(({ port }) => port);

  test('is replaced by a new one, over which the message is sent once more with the same id', async () => {
    const { to, asked } = senderFor([[LOOPBACK]], { allowsPrivate: true });
    const url = `http://hooks.example.com:${portOf()}/`;
    await to(url);
    receiver.be('cut once');

    const delivery = await to(url);

    expect([delivery.isDelivered, counted]).toEqual([true, ['delivered', 'delivered']]);
    expect(receiver.seen.map(({ id, body }) => [id, body])).toEqual(Array(3).fill(['evt_1', '{}']));
    expect([ports()[0] === ports()[1], ports()[1] === ports()[2]]).toEqual([true, false]);
    expect(asked).toHaveLength(2);
  });

  test('is not replaced if the name now resolves to another address that is not allowed', async () => {
    const { to } = senderFor([[LOOPBACK], [NEVER]], { allowsPrivate: true });
    const url = `http://hooks.example.com:${portOf()}/`;
    await to(url);
    receiver.be('cut once');

    const delivery = await to(url);

    expect(delivery).toMatchObject({ isDelivered: false, problem: expect.stringMatching(PRIVATE) });
    expect([receiver.seen.length, counted]).toEqual([2, ['delivered', 'refused']]);
  });

  test('is replaced once: a receiver that cuts the new one too has not got the message', async () => {
    const { to } = senderFor([[LOOPBACK]], { allowsPrivate: true });
    const url = `http://hooks.example.com:${portOf()}/`;
    await to(url);
    receiver.be('cut');

    const { problem } = await to(url);

    expect(problem).toBe('the connection was cut before an answer');
    expect(receiver.seen).toHaveLength(3);
  });
});

test('a new connection that the receiver cuts is a failed attempt, and nothing is sent again', async () => {
  receiver.be('cut');
  const { to } = senderFor([[LOOPBACK]], { allowsPrivate: true });

  const { problem } = await to(`http://hooks.example.com:${portOf()}/`);

  expect(problem).toBe('the connection was cut before an answer');
  expect(receiver.seen).toHaveLength(1);
});

test('a long answer is not read to its end: its connection is closed, and the next message uses another one', async () => {
  receiver.be('long');
  const { to } = senderFor([[LOOPBACK]], { allowsPrivate: true });
  const url = `http://hooks.example.com:${portOf()}/`;

  const [first, second] = [await to(url), await to(url)];

  expect([first.isDelivered, second.isDelivered]).toEqual([true, true]);
  expect(receiver.seen[0]?.port).not.toBe(receiver.seen[1]?.port);
});
