// A device's life, from the view of its operator.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../support/app/app.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';

describe("a device's life", () => {
  const device = simulateDevice();
  let app: TestApp;
  let seen: Seen;
  let token: string;
  beforeAll(async () => {
    app = await openApp();
  });
  afterAll(() => app.close());

  test('an unknown device is refused, and waits', async () => {
    const refused = await app.ask(device);
    seen = await app.pending(device);

    expect(refused.status).toBe(401);
    expect(refused.body.error).toBe('dev auth: unauthorized');
    expect((await app.management(`GET /devices/${seen.id}`)).body.status).toBe('pending');
  });

  test('asking again makes nothing new', async () => {
    await app.ask(device);

    const { body } = await app.management(`GET /devices/${seen.id}`);
    expect(body.auth_sets).toHaveLength(1);
    expect((await app.management('GET /devices/count')).body.count).toBe(1);
  });

  test('an operator accepts it, and it gets a token that gateways take', async () => {
    const accepted = await app.setStatus(seen, 'accepted');
    const asked = await app.ask(device);
    token = asked.text;
    const verified = await app.verify(token);

    expect(accepted.status).toBe(204);
    expect(asked.headers.get('content-type')).toBe('application/jwt');
    expect(verified.status).toBe(200);
    expect(verified.headers.get('x-men-device-id')).toBe(seen.id);
    expect(verified.headers.get('content-length')).toBe('0');
  });

  test('it is rejected, and the token is refused from that moment', async () => {
    await app.setStatus(seen, 'rejected');

    const verified = await app.verify(token);
    expect(verified.status).toBe(401);
    expect(verified.headers.get('x-men-deny-reason')).toBe('rejected');
  });

  test('accepted again, the old token stays refused', async () => {
    await app.setStatus(seen, 'accepted');
    const fresh = (await app.ask(device)).text;

    expect((await app.verify(token)).status).toBe(401);
    expect((await app.verify(fresh)).status).toBe(200);
  });

  test('decommissioned, it is removed, and returns as a new device', async () => {
    const gone = await app.management(`DELETE /devices/${seen.id}`);
    const looked = await app.management(`GET /devices/${seen.id}`);
    const again = await app.pending(device);

    expect(gone.status).toBe(204);
    expect(looked.status).toBe(404);
    expect(again.id).not.toBe(seen.id);
  });
});
