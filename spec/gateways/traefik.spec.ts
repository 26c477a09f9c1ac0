// The requests of Traefik's ForwardAuth, replayed: a test cannot install Traefik as a package.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { openApp, type TestApp } from '../support/app/app.ts';
import { exchange, head } from '../support/raw-http.ts';

const CONFIGURATION = readFileSync(new URL('../../scripts/gateways/traefik/devauth.yaml', import.meta.url), 'utf8');

describe('a request of ForwardAuth', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp();
  });
  afterAll(() => app.close());

  /** GET on the fixed path, without a body, with Traefik's headers about the client's request. */
  const forward = (path: string, ...headers: readonly string[]) =>
    exchange(
      app.internalUrl,
      head(
        'GET /api/internal/v1/devauth/tokens/verify',
        'User-Agent: Go-http-client/1.1',
        'X-Forwarded-For: 192.0.2.1',
        'X-Forwarded-Host: gateway.example',
        'X-Forwarded-Method: POST',
        'X-Forwarded-Port: 443',
        'X-Forwarded-Proto: https',
        'X-Forwarded-Server: traefik-1',
        `X-Forwarded-Uri: ${path}`,
        'Accept-Encoding: gzip',
        ...headers,
      ),
    );

  test('is answered with every header that the configuration copies', async () => {
    const { token } = await app.accepted();
    const copied = /authResponseHeaders:\s*\[([^\]]+)\]/.exec(CONFIGURATION)?.[1]?.match(/[\w-]+/g) ?? [];

    const answer = await forward('/firmware', `Authorization: Bearer ${token}`, 'X-MEN-RequestID: from-the-client.1');

    expect([answer.status, copied.length]).toEqual([200, 6]);
    expect(copied.filter((name) => (answer.header(name)[0] ?? '') === '')).toEqual([]);
  });

  test('that is refused carries a body and a challenge for the client, and no reason', async () => {
    const answer = await forward('/firmware', 'Authorization: Bearer nonsense');

    expect(answer.status).toBe(401);
    expect(answer.header('WWW-Authenticate')).toEqual([expect.stringMatching(/^Bearer/)]);
    expect(answer.body).toContain('unauthorized');
    expect(answer.header('X-MEN-Deny-Reason')).toEqual([]);
  });

  test('may name a path of 17 KiB', async () => {
    const { token } = await app.accepted();

    expect((await forward(`/${'p'.repeat(17_000)}`, `Authorization: Bearer ${token}`)).status).toBe(200);
  });
});
