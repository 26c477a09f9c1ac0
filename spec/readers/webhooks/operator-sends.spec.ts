import { expect, test } from '@jest/globals';
import type { Sent } from '../../../src/domain/webhook-message.ts';
import { createOperatorSends } from '../../../src/readers/webhooks/operator-sends.ts';
import { givenWebhook } from '../../support/stores/given-webhook.ts';

const message = { id: 'evt_1', type: 'webhook.ping', body: '{}' } as const;
const SENDING = { message, position: 0, cause: 'ping' } as const;

test('one more message than the bound is refused until one has ended, well or not', async () => {
  const ends: (() => void)[] = [];
  const outcomes: (() => Promise<Sent>)[] = [
    () => Promise.resolve({ delivery: givenWebhook.delivery(), isGone: false }),
    () => Promise.reject(new Error('the store does not answer')),
  ];
  const send = createOperatorSends(async () => {
    await new Promise<void>((resolve) => ends.push(resolve));
    return (outcomes.shift() ?? (() => Promise.reject(new Error('one too many'))))();
  }, 2);
  const ask = () => send(givenWebhook.webhook(), SENDING);

  const [first, second] = [ask(), ask()];
  await expect(ask()).rejects.toMatchObject({ code: 'too_many_requests' });
  for (const end of ends.splice(0)) end();
  await Promise.allSettled([first, second]);
  const [third, fourth] = [ask(), ask()];

  await expect(ask()).rejects.toMatchObject({ code: 'too_many_requests' });
  expect(ends).toHaveLength(2); // both were sent
  for (const end of ends) end();
  await Promise.allSettled([third, fourth]);
});
