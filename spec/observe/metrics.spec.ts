// Metrics for Prometheus: their counts, the ids that they never contain, and their independence from the store.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMetrics } from '../../src/observe/metrics.ts';
import type { StoreStats } from '../../src/store/stats.ts';
import { openApp, type TestApp } from '../support/app/app.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { tenantId, deviceId } from '../../src/domain/ids.ts';

const readFrom = async (app: TestApp): Promise<string> => (await fetch(`${app.internalUrl}/metrics`)).text();

const valueOf = (text: string, sample: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${sample} `))
      ?.slice(sample.length + 1),
  );

describe('/metrics', () => {
  let app: TestApp;
  let text: string;
  const ids: string[] = [];
  beforeAll(async () => {
    app = await openApp();
    const { id, authSet, token, device } = await app.accepted();
    const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    ids.push(id, authSet, jti, String(device.identity['mac']));
    await app.pending(simulateDevice());
    for (const _ of ['from the store', 'from memory']) await app.verify(token);
    await app.verify(`${token}x`);
    await app.management(`DELETE /tokens/${jti}`);
    await app.verify(token);
    await app.management(`GET /devices/${id}`);
    text = await readFrom(app);
  });
  afterAll(() => app.close());

  test.each([
    ['devauth_auth_requests_total{result="issued",reason="none"}', 1],
    ['devauth_auth_requests_total{result="refused",reason="not_admitted"}', 2],
    ['devauth_tokens_issued_total', 1],
    ['devauth_verify_total{result="good",reason="none"}', 2],
    ['devauth_verify_total{result="refused",reason="token_invalid"}', 1],
    ['devauth_verify_total{result="refused",reason="revoked"}', 1],
    ['devauth_events_total{type="tokens.revoked"}', 1],
    ['devauth_devices{status="accepted"}', 1],
    ['devauth_devices{status="pending"}', 1],
    ['devauth_limit_used', 1],
    ['devauth_limit', -1],
    ['devauth_waiting{queue="strangers"}', 1],
    ['devauth_waiting_sources', 1],
    ['devauth_waiting_ratio', 0.0001],
    ['devauth_slot_ops_open', 0],
    ['devauth_outbox_oldest_seconds', 0],
    [
      'http_request_duration_seconds_count{route="/api/management/v2/devauth/devices/:id",method="GET",status="200"}',
      1,
    ],
    [
      'http_request_duration_seconds_count{route="/api/internal/v1/devauth/tokens/verify",method="any",status="200"}',
      2,
    ],
    [
      'http_request_duration_seconds_count{route="/api/internal/v1/devauth/tokens/verify",method="any",status="401"}',
      2,
    ],
  ])('%s is %i', (sample, value) => {
    expect(valueOf(text, sample)).toBe(value);
  });

  test('say how long the oldest has waited and how old the signing key is', () => {
    expect(valueOf(text, 'devauth_pending_oldest_seconds')).toBeGreaterThan(0);
    expect(valueOf(text, 'devauth_signing_key_age_seconds{state="active"}')).toBeGreaterThanOrEqual(0);
  });

  test('hold no id of a device, an auth set, a token or an identity', () => {
    expect(ids.filter((id) => text.includes(id))).toEqual([]);
  });

  test('count an unknown path and an unknown method as a dash', async () => {
    await app.public('GET /api/management/v2/devauth/unknown-1');
    await fetch(`${app.publicUrl}/api/management/v2/devauth/devices`, { method: 'PURGE' });

    const later = await readFrom(app);

    expect(later).not.toMatch(/unknown-1|PURGE/);
    expect(valueOf(later, 'http_request_duration_seconds_count{route="-",method="GET",status="404"}')).toBe(1);
  });

  test('are on the internal listener only', async () => {
    expect((await app.public('GET /metrics')).status).toBe(404);
  });
});

describe('the store’s figures', () => {
  const stats = (of: Partial<StoreStats>): StoreStats => ({
    devicesByStatus: () => Promise.resolve(new Map([['pending', 2]])),
    oldestPending: () => Promise.resolve(undefined),
    rooms: () => Promise.resolve([]),
    queues: () => Promise.resolve([]),
    openOperations: () => Promise.resolve([]),
    oldestUnsentEvent: () => Promise.resolve(undefined),
    readers: () => Promise.resolve([]),
    webhookTroubles: () => Promise.resolve([]),
    disabledWebhooks: () => Promise.resolve(new Map()),
    tenants: () => Promise.resolve([]),
    recount: () => Promise.resolve([]),
    settings: () => Promise.resolve([]),
    failures: () => Promise.resolve({ count: 0, last: undefined, isFailing: false }),
    time: () => Promise.resolve(undefined),
    ...of,
  });
  const open = (of: Partial<StoreStats>) =>
    openMetrics({
      stats: stats(of),
      signingKeys: () => Promise.resolve([]),
      space: () => Promise.resolve({ folder: '/data', freeBytes: 1, totalBytes: 2 }),
      maxPending: 100,
      now: () => new Date(60_000),
      ofProcess: false,
    });

  test('that cannot be read are left out, and the others are there', async () => {
    const text = await open({ rooms: () => Promise.reject(new Error('gone')) }).read();

    expect(text).not.toMatch(/^devauth_limit_used /m);
    expect(text).toMatch(/^devauth_devices\{status="pending"\} 2$/m);
  });

  test('say how many places are taken, by how many sources, and the highest share of a tenant', async () => {
    const queue = (name: string, taken: number, sources: number) => ({
      ...{ tenant: tenantId(name), taken, sources },
      heaviest: [],
    });

    const text = await open({ queues: () => Promise.resolve([queue('a', 30, 2), queue('b', 80, 5)]) }).read();

    expect(valueOf(text, 'devauth_waiting{queue="strangers"}')).toBe(110);
    expect(valueOf(text, 'devauth_waiting_sources')).toBe(7);
    expect(valueOf(text, 'devauth_waiting_ratio')).toBe(0.8);
  });

  test('say how far each kind of reader is behind: of several the highest, in events and in seconds', async () => {
    const lag = (name: string, behind: number, oldest?: Date) => ({ name, behind, oldest, claimedUntil: new Date(0) });

    const text = await open({
      readers: () =>
        Promise.resolve([
          lag('kicker:one', 3, new Date(50_000)),
          lag('kicker:two', 5, new Date(48_000)),
          lag('audit', 0),
        ]),
    }).read();

    expect(valueOf(text, 'devauth_reader_lag_events{reader="kicker"}')).toBe(5);
    expect(valueOf(text, 'devauth_reader_lag_seconds{reader="kicker"}')).toBe(12);
    expect(valueOf(text, 'devauth_reader_lag_events{reader="audit"}')).toBe(0);
    expect(valueOf(text, 'devauth_reader_lag_seconds{reader="audit"}')).toBe(0);
  });

  test('say how many webhooks are disabled, by reason, with 0 for a reason without one', async () => {
    const counts = new Map([
      ['gone', 2],
      ['operator', 1],
    ] as const);

    const text = await open({ disabledWebhooks: () => Promise.resolve(counts) }).read();

    const samples = text.split('\n').filter((line) => line.startsWith('devauth_webhooks_disabled{'));
    expect(samples).toEqual([
      'devauth_webhooks_disabled{because="gone"} 2',
      'devauth_webhooks_disabled{because="failing"} 0',
      'devauth_webhooks_disabled{because="operator"} 1',
    ]);
  });

  test('are read once for scrapes at the same time', async () => {
    let reads = 0;
    const metrics = open({
      readers: () => Promise.resolve([]),
      webhookTroubles: () => Promise.resolve([]),
      recount: () => Promise.resolve([]),
      openOperations: () => {
        reads += 1;
        return Promise.resolve([
          { id: 'op', tenant: tenantId(''), device: deviceId('d'), kind: 'take', at: new Date(0) },
        ]);
      },
    });

    const texts = await Promise.all([metrics.read(), metrics.read(), metrics.read()]);

    expect(reads).toBe(1);
    expect(texts.every((text) => valueOf(text, 'devauth_slot_ops_open') === 1)).toBe(true);
  });

  test('give the fullest tenant’s share, the age of the oldest unsent event and the difference of the clocks', async () => {
    const text = await open({
      rooms: () =>
        Promise.resolve([
          { tenant: tenantId('a'), limit: 10, used: 9 },
          { tenant: tenantId('b'), limit: -1, used: 99 },
        ]),
      oldestUnsentEvent: () => Promise.resolve(new Date(15_000)),
      time: () => Promise.resolve(new Date(53_000)),
    }).read();

    const values = ['devauth_limit_used_ratio', 'devauth_outbox_oldest_seconds', 'devauth_clock_ahead_seconds'];
    expect(values.map((name) => valueOf(text, name))).toEqual([0.9, 45, 7]);
  });
});
