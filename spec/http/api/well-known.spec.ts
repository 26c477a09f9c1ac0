// The operations of the process: its public keys and its health, and the listener of each (D18).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createPublicKey, verify } from 'node:crypto';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

/** Any path of the internal listener. */
const internal = async (path: string): Promise<number> => (await fetch(app.internalUrl + path)).status;

describe('GET /.well-known/jwks.json', () => {
  test('has the keys that verify device tokens, public members only, to be kept for five minutes', async () => {
    const { token } = await app.accepted();
    const [protectedHeader = '', payload, signature = ''] = token.split('.');
    const { kid } = JSON.parse(Buffer.from(protectedHeader, 'base64url').toString());

    const { status, headers, body } = await app.public('GET /.well-known/jwks.json');
    const jwk = body.keys.find((key: { kid: string }) => key.kid === kid);

    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=300']);
    expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
    const signed = Buffer.from(`${protectedHeader}.${payload}`);
    expect(verify('sha256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  test('ignores query parameters and is on the public listener only', async () => {
    expect((await app.public('GET /.well-known/jwks.json?v=1')).status).toBe(200);
    expect(await internal('/.well-known/jwks.json')).toBe(404);
  });
});

describe('GET /livez', () => {
  test('is 204 on both listeners', async () => {
    expect((await app.public('GET /livez?probe=1')).status).toBe(204);
    expect(await internal('/livez')).toBe(204);
  });
});

describe('GET /readyz', () => {
  test('is 200 with each check, on the internal listener only', async () => {
    const answer = await fetch(`${app.internalUrl}/readyz`);
    const { status, checks } = JSON.parse(await answer.text());

    expect([answer.status, status]).toEqual([200, 'ready']);
    expect(checks).toMatchObject({ store: 'ok', keys: 'ok' });
    expect((await app.public('GET /readyz')).status).toBe(404);
  });

  test('is 503 with the failed check while the store is away; livez does not read the store', async () => {
    const failing = await openApp();
    try {
      await failing.service.store.close();

      const answer = await fetch(`${failing.internalUrl}/readyz`);
      const { status, checks } = JSON.parse(await answer.text());

      expect([answer.status, status]).toEqual([503, 'not ready']);
      expect(checks).toMatchObject({ store: 'failed', keys: 'ok' });
      expect(answer.headers.get('retry-after')).toBe('1');
      expect((await failing.public('GET /livez')).status).toBe(204);
    } finally {
      await failing.close();
    }
  });
});

describe('GET /openapi', () => {
  const statuses = (base: string) =>
    Promise.all(
      ['/openapi', '/openapi/start.js', '/openapi/management-v2.yaml', '/openapi/swagger-ui.css'].map(
        async (path) => (await fetch(base + path)).status,
      ),
    );
  const shown = async (base: string): Promise<readonly string[]> => {
    const script = await (await fetch(`${base}/openapi/start.js`)).text();
    return [...script.matchAll(/\/openapi\/([\w-]+)\.yaml/g)].map(([, stem = '']) => stem);
  };

  test('is on the internal listener only, and shows the documents that work there', async () => {
    expect(await statuses(app.internalUrl)).toEqual([200, 200, 200, 200]);
    expect(await statuses(app.publicUrl)).toEqual([404, 404, 404, 404]);
    expect(await shown(app.internalUrl)).toEqual(['internal-v1', 'well-known']);
  });

  test('is on the public listener by DEVICEAUTH_PUBLIC_DOCS, with the documents that work there', async () => {
    const open = await openApp({ DEVICEAUTH_PUBLIC_DOCS: 'true' });

    expect(await statuses(open.publicUrl)).toEqual([200, 200, 200, 200]);
    expect(await shown(open.publicUrl)).toEqual(['management-v2', 'devices-v1', 'tenant-devices', 'well-known']);
    await open.close();
  });
});

test.each(['POST /.well-known/jwks.json', 'HEAD /livez', 'DELETE /livez', 'OPTIONS /livez'])(
  '%s is 405 and names the allowed methods',
  async (request) => {
    const answer: Answer = await app.public(request);

    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
  },
);
