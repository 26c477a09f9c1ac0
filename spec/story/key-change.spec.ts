// A device gets a new key, as after a factory reset or a new secure element.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../support/app/app.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';

describe('a device that changes its key', () => {
  const device = simulateDevice({ key: 'RSA' });
  const rekeyed = simulateDevice({ key: 'Ed25519', identity: device.identity });
  let app: TestApp;
  let seen: Seen & { readonly token: string };
  let next: Seen;
  let token: string;
  beforeAll(async () => {
    app = await openApp({ DEVICEAUTH_MAX_DEVICES: '1' });
    seen = await app.accepted(device);
  });
  afterAll(() => app.close());

  test('waits with the new key while the old one still works', async () => {
    next = await app.pending(rekeyed);

    expect(next.id).toBe(seen.id);
    expect(next.authSet).not.toBe(seen.authSet);
    expect((await app.management(`GET /devices/${seen.id}`)).body.status).toBe('accepted');
    expect((await app.verify(seen.token)).status).toBe(200);
    expect((await app.ask(device)).status).toBe(200);
  });

  test('takes no second slot when the new key is accepted, even where the house is full', async () => {
    expect((await app.setStatus(next, 'accepted')).status).toBe(204);
    expect((await app.management('GET /limits/max_devices')).body).toMatchObject({ limit: 1, used: 1 });
  });

  test('has one accepted key from then on: the old one is rejected and its tokens are refused', async () => {
    token = (await app.ask(rekeyed)).text;
    const { body } = await app.management(`GET /devices/${seen.id}`);

    expect(body.auth_sets.map((set: { status: string }) => set.status)).toEqual(['rejected', 'accepted']);
    expect((await app.verify(seen.token)).status).toBe(401);
    expect((await app.verify(token)).status).toBe(200);
    expect((await app.ask(device)).status).toBe(401);
  });

  test('can be put back to the old key, and then the new one is out', async () => {
    await app.setStatus(seen, 'accepted');

    expect((await app.ask(device)).status).toBe(200);
    expect((await app.verify(token)).status).toBe(401);
    expect((await app.verify(seen.token)).status).toBe(401);
  });

  test('forgets a key that is dismissed, and may ask with it anew', async () => {
    await app.management(`DELETE /devices/${next.id}/auth/${next.authSet}`);
    const again = await app.pending(rekeyed);

    expect(again.authSet).not.toBe(next.authSet);
    expect((await app.management(`GET /devices/${seen.id}/auth/${again.authSet}/status`)).body.status).toBe('pending');
  });
});
