// The webhooks of a tenant over the management API.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

const URL = 'https://hooks.example.com/devauth';
const create = (body: object = {}, tenant = '') =>
  app.management('POST /webhooks', { tenant, body: { url: URL, enabled: false, ...body } });

describe('webhooks', () => {
  test('show their secret when they are created, and never again', async () => {
    const created = await create({ events: ['device.pending'], description: 'ticket system' });
    const { secret, ...shown } = created.body;

    expect(created.status).toBe(201);
    expect(shown).toMatchObject({ url: URL, events: ['device.pending'], description: 'ticket system', enabled: false });
    expect(secret).toMatch(/^whsec_/);
    const [one, list] = [await app.management(`GET /webhooks/${shown.id}`), await app.management('GET /webhooks')];
    expect([one.body, list.body]).toEqual([shown, expect.arrayContaining([shown])]);
    expect(one.text + list.text).not.toContain(secret.slice(0, 20));
  });

  test('are changed member by member, and removed', async () => {
    const { id } = (await create()).body;

    const changed = await app.management(`PATCH /webhooks/${id}`, { body: { description: 'x' } });
    const removed = await app.management(`DELETE /webhooks/${id}`);

    expect([changed.status, changed.body.description, changed.body.url]).toEqual([200, 'x', URL]);
    expect([removed.status, (await app.management(`GET /webhooks/${id}`)).status]).toEqual([204, 404]);
  });

  test('get another secret, and the one before signs for a day', async () => {
    const { id, secret } = (await create()).body;

    const rotated = await app.management(`POST /webhooks/${id}/secret`);

    expect(rotated.status).toBe(200);
    expect(rotated.body.secret).not.toBe(secret);
    const hours = (Date.parse(rotated.body.previous_ends_at) - Date.now()) / 3_600_000;
    expect([hours > 23.9, hours <= 24]).toEqual([true, true]);
    expect((await app.management(`GET /webhooks/${id}`)).body.secrets).toHaveLength(2);
  });

  test('end the secret before at once when that is asked for', async () => {
    const { id } = (await create()).body;

    const { body } = await app.management(`POST /webhooks/${id}/secret`, { body: { overlap_seconds: 0 } });

    expect(Object.keys(body)).toEqual(['secret']);
  });

  test.each([
    'http://hooks.example.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://2130706433/',
    'https://localhost/',
  ])('are refused with the address %s', async (url) => {
    const { status, body } = await create({ url });

    expect([status, body.error]).toEqual([400, expect.stringContaining('url must')]);
  });

  test('of another tenant are neither shown nor changed', async () => {
    const { id } = (await create({}, 'owner')).body;
    const asOther = { tenant: 'other' };

    expect((await app.management('GET /webhooks', asOther)).body).toEqual([]);
    expect((await app.management(`GET /webhooks/${id}`, asOther)).status).toBe(404);
    expect((await app.management(`DELETE /webhooks/${id}`, asOther)).status).toBe(404);
    expect((await app.management(`POST /webhooks/${id}/secret`, asOther)).status).toBe(404);
    expect((await app.management(`GET /webhooks/${id}`, { tenant: 'owner' })).status).toBe(200);
  });
});
