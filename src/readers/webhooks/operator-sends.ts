// Bounds the messages that operators send, because each waits for its receiver.
import { Refused } from '../../domain/errors.ts';
import type { SendToWebhook } from '../../domain/webhook-message.ts';

const AT_ONCE = 16;

/** Refuses one more with `too_many_requests`. */
export function createOperatorSends(send: SendToWebhook, atOnce = AT_ONCE): SendToWebhook {
  let underWay = 0;
  return async (webhook, sending) => {
    if (underWay >= atOnce)
      throw new Refused('too_many_requests', 'too many messages are sent now; try again', { retryAfterSeconds: 1 });
    underWay += 1;
    try {
      return await send(webhook, sending);
    } finally {
      underWay -= 1;
    }
  };
}
