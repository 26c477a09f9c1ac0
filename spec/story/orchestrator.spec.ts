// A device is decommissioned in an installation with a workflow server (D1a).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../support/app/app.ts';

describe('a device that an orchestrator decommissions', () => {
  let app: TestApp;
  let seen: Seen & { readonly token: string };
  beforeAll(async () => {
    app = await openApp({ DEVICEAUTH_ORCHESTRATOR_ADDR: 'http://127.0.0.1:9', DEVICEAUTH_MAX_DEVICES: '1' });
    seen = await app.accepted();
  });
  afterAll(() => app.close());

  test('is out at once: its token is refused, and its slot is free', async () => {
    expect((await app.management(`DELETE /devices/${seen.id}`)).status).toBe(204);

    expect((await app.verify(seen.token)).headers.get('x-men-deny-reason')).toBe('decommissioned');
    expect((await app.ask(seen.device)).status).toBe(401);
    expect((await app.management('GET /limits/max_devices')).body).toMatchObject({ limit: 1, used: 0 });
  });

  test('is still readable, marked as decommissioning, and cannot be changed', async () => {
    const { body } = await app.management(`GET /devices/${seen.id}`);

    expect(body).toMatchObject({ decommissioning: true, status: 'rejected' });
    expect((await app.setStatus(seen, 'accepted')).status).toBe(404);
    expect((await app.management(`DELETE /devices/${seen.id}/auth/${seen.authSet}`)).status).toBe(404);
    expect((await app.preauthorize(seen.device, { force: true })).status).toBe(409);
    expect((await app.management(`DELETE /devices/${seen.id}`)).status).toBe(204);
  });

  test('is removed when the orchestrator ends it, and its identity may return as a new device', async () => {
    expect((await app.internal(`DELETE /tenants//devices/${seen.id}`)).status).toBe(204);

    expect((await app.management(`GET /devices/${seen.id}`)).status).toBe(404);
    expect((await app.pending(seen.device)).id).not.toBe(seen.id);
  });
});
