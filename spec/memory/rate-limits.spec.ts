// How often one may ask: per auth set, per user, and how many may wait (T152 to T155).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../support/app/app.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';

describe('rate limits and caps', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp({
      DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '1',
      DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '20',
      DEVICEAUTH_MAX_PENDING_DEVICES: '3',
    });
  });
  afterAll(() => app.close());

  // T155
  test("an auth set has three minutes' worth of requests at once, and is then told when to come back", async () => {
    const { device } = await app.pending(simulateDevice());

    const answers = await Promise.all(Array.from({ length: 6 }, () => app.ask(device)));
    const refused = answers.filter(({ status }) => status === 429);

    expect(answers.filter(({ status }) => status === 401)).toHaveLength(3);
    expect(refused).toHaveLength(3);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(100);
  });

  // T154
  test('wrong signatures for a device do not spend what the device has', async () => {
    const { device } = await app.pending(simulateDevice());
    const { body } = device.authRequest();
    const wrong = { 'Content-Type': 'application/json', 'X-MEN-Signature': simulateDevice().sign(body) };

    const path = 'POST /api/devices/v1/authentication/auth_requests';
    const forged = await Promise.all(Array.from({ length: 10 }, () => app.public(path, { body, headers: wrong })));

    expect(forged.map(({ status }) => status)).toEqual(Array<number>(10).fill(401));
    expect((await app.ask(device)).status).toBe(401);
  });

  // T152
  test('one device more than may wait is told to come back, and an accepted one is not in its way', async () => {
    const seen = await app.pending(simulateDevice());
    const late = simulateDevice();

    const crowded = await app.ask(late);
    await app.setStatus(seen, 'accepted');
    const admitted = await app.ask(late);

    expect(crowded.status).toBe(429);
    expect(crowded.headers.get('retry-after')).toBe('60');
    expect(admitted.status).toBe(401);
    expect((await app.management('GET /devices/count?status=pending')).body.count).toBe(3);
  });

  test('a user has so many requests a second, and another user has as many', async () => {
    const count = (tenant: string) => app.management('GET /devices/count', { tenant });

    const answers = await Promise.all(Array.from({ length: 40 }, () => count('busy')));
    const other = await count('quiet');

    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(1);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(20);
    expect(other.status).toBe(200);
  });
});
