// The service beside a receiver of webhooks, new for each test, with a clock that a test moves on.
import { afterEach, beforeEach } from '@jest/globals';
import { until } from '../until.ts';
import { openApp, type Seen, type TestApp } from './app.ts';
import { openWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

const RHYTHM = { leaseMs: 15_000, pollMs: 20, firstPauseMs: 5, longestPauseMs: 40, deliveryMs: 60_000, cursorMs: 20 };
/** Long enough for a receiver on a busy machine, short enough to wait for one that does not answer. */
const ATTEMPT_MS = 1_500;

interface Opened {
  readonly app: TestApp;
  readonly receiver: WebhookReceiver;
  aheadMs: number;
}

/** Opens both before each test of the file and closes them after it. */
export function useWebhookWorld() {
  let opened: Opened;
  beforeEach(async () => {
    const clock = { aheadMs: 0 };
    const receiver = await openWebhookReceiver();
    const app = await openApp(
      { DEVICEAUTH_WEBHOOKS_PRIVATE_NETWORKS: 'true' },
      {
        readerRhythm: RHYTHM,
        now: () => new Date(Date.now() + clock.aheadMs),
        webhooks: { attemptMs: ATTEMPT_MS },
      },
    );
    opened = Object.assign(clock, { app, receiver });
  });
  afterEach(async () => {
    await opened.app.close();
    await opened.receiver.stop();
  });
  const shown = async (id: string) => (await opened.app.management(`GET /webhooks/${id}`)).body;
  return {
    app: () => opened.app,
    receiver: () => opened.receiver,
    /** Its `aheadMs` is added to the time of the service. */
    clock: (): Pick<Opened, 'aheadMs'> => opened,
    shown,
    create: async (of: { readonly url?: string; readonly events?: readonly string[] } = {}) =>
      (await opened.app.management('POST /webhooks', { body: { url: opened.receiver.url, ...of } })).body,
    log: async (id: string) => (await opened.app.management(`GET /webhooks/${id}/deliveries`)).body,
    typesOf: ({ id }: Pick<Seen, 'id'>, at = opened.receiver) =>
      at.taken.filter(({ event }) => event.data.device === id).map(({ event }) => event.type),
    failed: (id: string, failures: number) =>
      until(`${failures} rounds have failed`, async () => (await shown(id)).failures >= failures),
  };
}
