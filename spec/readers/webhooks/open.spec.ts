// Which readers run: one for each enabled webhook, and no cursor stays without a webhook.
import { afterEach, beforeEach, test } from '@jest/globals';
import { openMetrics } from '../../../src/observe/metrics.ts';
import { readerOf, type Webhook } from '../../../src/domain/webhook.ts';
import { openReaders, type Readers } from '../../../src/readers/readers.ts';
import { openWebhooks, type OpenWebhooks } from '../../../src/readers/webhooks/open.ts';
import { changeWebhook } from '../../../src/service/webhooks/change.ts';
import { removeWebhook } from '../../../src/service/webhooks/remove.ts';
import { openLogLines } from '../../support/log-lines.ts';
import { givenWebhook } from '../../support/stores/given-webhook.ts';
import { until } from '../../support/until.ts';
import { OPERATOR, openWebhookDeps, type TestWebhooks } from '../../support/webhook-deps.ts';
import { QUIET } from '../tools.ts';

let hooks: TestWebhooks;
let readers: Readers;
let opened: OpenWebhooks | undefined;
beforeEach(async () => {
  hooks = await openWebhookDeps();
  const { now } = hooks.deps;
  const metrics = openMetrics({
    stats: hooks.store.stats,
    signingKeys: () => Promise.resolve([]),
    space: () => Promise.resolve({ folder: '/data', freeBytes: 1, totalBytes: 2 }),
    maxPending: 10,
    now,
    ofProcess: false,
  });
  const { log } = openLogLines();
  const node = { id: '1', isShared: false, ttlSeconds: 3600 };
  readers = openReaders({ ...node, feed: hooks.store.feed, now, log, metrics: metrics.readers, rhythm: QUIET });
});
afterEach(async () => {
  await opened?.close();
  await readers.close();
  await hooks.close();
});

const open = (): void => {
  opened = openWebhooks({
    ...hooks.deps,
    ...{ readers, feed: hooks.store.feed, stats: hooks.store.stats, log: openLogLines().log },
    send: () => Promise.resolve({ delivery: givenWebhook.delivery(), isGone: false }),
    ...{ source: 'https://devauth.example.com', random: () => 0, restMs: 20, everyMs: 20 },
  });
};
const which = ({ id, tenant }: Webhook) => ({ id, tenant, origin: OPERATOR });

/** Waits until these readers have a cursor, and no others. */
const cursorsAre = (...wanted: readonly string[]) =>
  until(`${wanted.length} readers have a cursor`, async () => {
    const names = (await hooks.store.stats.readers()).map(({ name }) => name);
    return names.toSorted().join() === wanted.toSorted().join();
  });

test('an enabled webhook has a reader, from its creation until it is disabled or removed', async () => {
  const [one, other] = [await hooks.create(), await hooks.create()];
  await hooks.create({ isEnabled: false });
  open();
  await cursorsAre(readerOf(one), readerOf(other));

  await changeWebhook(hooks.deps, { ...which(one), isEnabled: false });
  await cursorsAre(readerOf(other));
  await removeWebhook(hooks.deps, which(other));
  await cursorsAre();
});

test('a cursor that a crash left without its webhook is dropped; cursors of others stay', async () => {
  const webhook = await hooks.create();
  const end = hooks.clock.now();
  for (const name of ['webhook:gone:1', readerOf(webhook), 'audit'])
    await hooks.store.feed.claim(name, 'a node that crashed', end, 0);

  open();

  await cursorsAre(readerOf(webhook), 'audit');
});
