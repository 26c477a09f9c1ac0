// Statuses that only one operation has, or that need their own world.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { generateSigningKey } from '../../src/tokens/own/key-rotation.ts';
import type { Call } from '../support/app/app.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { TENANT } from '../support/app/tenant-app.ts';
import { openWorld, type World } from '../support/documents/valid-requests.ts';

export function describeSingleOperations(world: () => World, strict: () => World): void {
  test('preauthorize is 409 for a known identity, and 422 where the device holds as many auth sets as it may', async () => {
    const { identity } = simulateDevice();
    const preauthorize = (force: boolean) => world().fleet.preauthorize(simulateDevice({ identity }), { force });

    const forced = [];
    for (let keys = 0; keys <= 50; keys += 1) forced.push((await preauthorize(true)).status);

    expect((await preauthorize(false)).status).toBe(409);
    expect(forced).toEqual([...Array<number>(50).fill(201), 422]);
  });

  test('decideAuthSets is 422 where there is no room, and 409 where another number matches', async () => {
    const fleet = world().tenants.fleet(world().app);
    const { id, authSet } = await fleet.pending();
    await fleet.limit(0);
    const decide = (body: object) =>
      fleet.management('POST /devices/decisions', { body: { status: 'accepted', from: 'pending', ...body } });

    const full = await decide({ auth_sets: [{ device: id, auth_set: authSet }] });
    const other = await decide({ filter: { id }, seen_before: new Date(Date.now() + 1000), expected_count: 2 });

    expect([full.status, other.status]).toEqual([422, 409]);
  });

  test('getSummary is 304 while nothing happened', async () => {
    const fleet = world().tenants.fleet(world().app);
    const first = await fleet.management('GET /summary');

    const again = await fleet.management('GET /summary', {
      headers: { 'If-None-Match': first.headers.get('etag') ?? '' },
    });

    expect([first.status, again.status]).toEqual([200, 304]);
  });

  test('getRevocations is 410 for a cursor of another feed', async () => {
    const cursor = Buffer.from('5 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70.0').toString('base64url');

    expect((await world().app.internal(`GET /revocations?cursor=${cursor}`)).status).toBe(410);
    expect((await world().fleet.management(`GET /revocations?cursor=${cursor}`)).status).toBe(410);
  });

  test('getRevocations is 304 while nothing happened', async () => {
    const { app, fleet } = world();
    const asking = [
      (headers: Call['headers'] = {}) => app.internal('GET /revocations', { headers }),
      (headers: Call['headers'] = {}) => fleet.management('GET /revocations', { headers }),
    ];

    for (const ask of asking) {
      const first = await ask();
      const again = await ask({ 'If-None-Match': first.headers.get('etag') ?? '' });
      expect([first.status, again.status]).toEqual([200, 304]);
    }
  });

  test('askForMosquitto is 403 for a superuser: no client is one', async () => {
    const { status } = await world().app.internal('POST /brokers/mosquitto/superuser', { body: { username: 'x' } });

    expect(status).toBe(403);
  });

  test('introspectToken is 429 where requests of keys are limited', async () => {
    const made = await strict().app.internal('POST /api-keys', {
      headers: { Authorization: `Bearer ${'k'.repeat(32)}` },
      body: { scopes: ['tokens:introspect'] },
    });
    const headers = { 'X-API-KEY': made.body.key };
    const ask = () => strict().app.internal('POST /brokers/introspect', { headers, body: { token: 'x' } });

    const answers = await Promise.all([ask(), ask(), ask(), ask(), ask()]);

    expect(answers.map(({ status }) => status)).toContain(429);
  });

  test('setAuthSetStatus is 422 where there is no room', async () => {
    const fleet = world().tenants.fleet(world().app);
    await fleet.limit(0);

    expect((await fleet.setStatus(await fleet.pending(), 'accepted')).status).toBe(422);
  });

  test('createDevice is 409 where the tenant has as many devices as it may have', async () => {
    expect((await strict().acme.devices('POST')).status).toBe(409);
  });

  test('createWebhook is 422 where the tenant has as many webhooks as it may have', async () => {
    const { app } = strict();
    const headers = { Authorization: `Bearer ${app.users.token(TENANT, { sub: 'of-webhooks' })}` };
    const body = { url: 'https://hooks.example.com/' };

    const { status } = await app.public('POST /api/management/v2/devauth/webhooks', { headers, body });

    expect(status).toBe(422);
  });

  test('listSigningKeys is 503 while the files of the keys cannot be read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'devauth-keys-'));
    await generateSigningKey(folder, { alg: 'ES256', at: new Date() });
    const { app } = await openWorld({ DEVICEAUTH_KEYS_DIR: folder });
    writeFileSync(join(folder, 'other.pem'), 'no key');

    const { status } = await app.internal('GET /keys');

    await app.close();
    rmSync(folder, { recursive: true });
    expect(status).toBe(503);
  });
}
