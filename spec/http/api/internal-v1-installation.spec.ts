// The installation as a whole, for its operators: its signing keys and its tenants.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { activateSigningKey, generateSigningKey } from '../../../src/tokens/own/key-rotation.ts';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openTenants } from '../../support/app/fleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'devauth-installation-'));
const keys = join(folder, 'keys');
const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  mkdirSync(keys, { mode: 0o700 });
  await generateSigningKey(keys, { alg: 'ES256', at: new Date() });
  app = await openApp({
    ...tenants.settings,
    DEVICEAUTH_KEYS_DIR: keys,
    DEVICEAUTH_JWT_EXP_TIMEOUT: '3600',
    DEVICEAUTH_MAX_DEVICES: '9',
  });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('GET /keys', () => {
  test('lists each signing key with its state; a retiring one has the expiry of its last token', async () => {
    const [first] = (await app.internal('GET /keys')).body;
    const at = new Date('2026-01-02T03:04:05Z');
    const second = await generateSigningKey(keys, { alg: 'EdDSA', at });
    await activateSigningKey(keys, { kid: second.kid, at, wait: 'none' });
    const third = await generateSigningKey(keys, { alg: 'RS256', at });

    const { status, body } = await app.internal('GET /keys');

    const since = at.toISOString();
    expect(status).toBe(200);
    expect(new Set(body)).toEqual(
      new Set([
        {
          kid: first.kid,
          alg: 'ES256',
          state: 'retiring',
          since,
          signs_until: since,
          verifies_until: '2026-01-02T04:04:05.000Z',
        },
        { kid: second.kid, alg: 'EdDSA', state: 'active', since },
        { kid: third.kid, alg: 'RS256', state: 'pending', since },
      ]),
    );
  });

  test('is 503 while the files of the keys cannot be read, and shows no part of them', async () => {
    writeFileSync(join(keys, 'other.pem'), 'no key');

    const { status, text } = await app.internal('GET /keys');

    rmSync(join(keys, 'other.pem'));
    expect(status).toBe(503);
    expect(text).not.toContain(folder);
  });
});

describe('GET /tenants', () => {
  test('lists tenants with their limit, its use, and the number of waiting devices', async () => {
    const acme = tenants.fleet(app, 'acme');
    await acme.accepted();
    await acme.pending();
    await acme.pending();
    await app.internal('PUT /tenant/globex/limits/max_devices', { body: { limit: 3 } });

    const { status, body } = await app.internal('GET /tenants');

    expect(status).toBe(200);
    expect(body).toEqual([
      { id: 'acme', limit: 9, used: 1, pending: 2 },
      { id: 'globex', limit: 3, used: 0, pending: 0 },
    ]);
  });

  test('continues with the cursor of its link, also after the installation’s own tenant', async () => {
    await app.internal('PUT /tenant//limits/max_devices', { body: { limit: 1 } });
    const { body: all } = await app.internal('GET /tenants');

    const pages: unknown[][] = [];
    for (let next: string | undefined = '/tenants?limit=1'; next !== undefined;) {
      const { headers, body } = await app.internal(`GET ${next}`);
      pages.push(body);
      next = /<\/api\/internal\/v1\/devauth(.*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }

    expect(all[0].id).toBe('');
    expect(pages.map((page) => page.length)).toEqual(all.map(() => 1));
    expect(pages.flat()).toEqual(all);
  });

  test.each(['eA', '%21', 'LmFjbWX'])('a cursor that is not one of ours is 400: %s', async (cursor) => {
    expect((await app.internal(`GET /tenants?cursor=${cursor}`)).status).toBe(400);
  });
});
