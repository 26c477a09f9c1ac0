// Rates: for each pending auth set, for each user, and the number of waiting devices (T152 to T155).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../support/app/app.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';

describe('rate limits and caps', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp({
      DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '1',
      DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '1',
      DEVICEAUTH_MANAGEMENT_REQUESTS_BURST: '5',
      DEVICEAUTH_MAX_PENDING_DEVICES: '3',
    });
  });
  afterAll(() => app.close());

  // T155
  test('an auth set has the requests of three minutes at once, and then gets the time to wait', async () => {
    const { device } = await app.pending(simulateDevice());

    const answers = await Promise.all(Array.from({ length: 6 }, () => app.ask(device)));
    const refused = answers.filter(({ status }) => status === 429);

    expect(answers.filter(({ status }) => status === 401)).toHaveLength(3);
    expect(refused).toHaveLength(3);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(30);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });

  // T154
  test("wrong signatures for a device do not spend the device's units", async () => {
    const { device } = await app.pending(simulateDevice());
    const { body } = device.authRequest();
    const wrong = { 'Content-Type': 'application/json', 'X-MEN-Signature': simulateDevice().sign(body) };

    const path = 'POST /api/devices/v1/authentication/auth_requests';
    const forged = await Promise.all(Array.from({ length: 10 }, () => app.public(path, { body, headers: wrong })));

    expect(forged.map(({ status }) => status)).toEqual(Array<number>(10).fill(401));
    expect((await app.ask(device)).status).toBe(401);
  });

  test('an accepted device never has to wait, however often it asks', async () => {
    const { device } = await app.accepted(simulateDevice());

    const answers = await Promise.all(Array.from({ length: 20 }, () => app.ask(device)));

    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
  });

  // T152
  test('one device more than may wait gets a time of one to five minutes to wait', async () => {
    for (let count = 0; count < 3; count += 1) await app.ask(simulateDevice());

    const crowded = await app.ask(simulateDevice());

    expect(crowded.status).toBe(429);
    expect(Number(crowded.headers.get('retry-after'))).toBeGreaterThanOrEqual(60);
    expect(Number(crowded.headers.get('retry-after'))).toBeLessThanOrEqual(300);
  });

  test('a user has a number of requests at once and then in a second, sees them in headers, and does not use those of others', async () => {
    const count = (tenant: string) => app.management('GET /devices/count', { tenant });

    const answers = [];
    for (let asked = 0; asked < 20; asked += 1) answers.push(await count('busy'));
    const refused = answers.filter(({ status }) => status === 429);
    const other = await count('quiet');

    expect(answers.slice(0, 5).map(({ status }) => status)).toEqual(Array<number>(5).fill(200));
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(refused[0]?.body.error).toContain('DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND is 1');
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(answers[0]?.headers.get('ratelimit-limit')).toBe('5');
    expect(answers[0]?.headers.get('ratelimit-remaining')).toBe('4');
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('5;w=5');
    expect(refused[0]?.headers.get('ratelimit-remaining')).toBe('0');
    expect(Number(refused[0]?.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
    expect(other.status).toBe(200);
  });

  test('refused requests are counted by their rate', async () => {
    const { text } = await app.on('internal', 'GET /metrics');

    expect(text).toMatch(/^devauth_rate_limited_total\{rate="auth_request"\} [1-9]/m);
    expect(text).toMatch(/^devauth_rate_limited_total\{rate="management"\} [1-9]/m);
    expect(text).toMatch(/^devauth_strangers_total\{outcome="(places|tenant)"\} [1-9]/m);
  });
});

test('a caller with a credential has no rate unless one is set', async () => {
  const app = await openApp({});

  const answers = await Promise.all(Array.from({ length: 300 }, () => app.management('GET /devices/count')));

  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(answers[0]?.headers.get('ratelimit-limit')).toBeNull();
  await app.close();
});
