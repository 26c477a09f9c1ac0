import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import { once } from 'node:events';
import express from 'express';
import {
  createVerifier,
  type RevocationItem,
  type Verifier,
  type VerifierOptions,
} from '../../src/verifier/verifier.ts';
import { openApp, type TestApp } from '../support/app/app.ts';
import { jtiOf } from '../support/app/users.ts';
import { times } from '../support/times.ts';
import { until } from '../support/until.ts';
import { openTcpProxy, type TcpProxy, type Weather } from './tcp-proxy.ts';

const MAX_AGE_MS = 3_000;
/** Each kind of network occurs at least twice. */
const REVOCATIONS = times({ inCi: 60, here: 12 });

let app: TestApp;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function openProxy(): Promise<TcpProxy> {
  const proxy = await openTcpProxy(app.internalUrl);
  cleanups.push(() => proxy.close());
  return proxy;
}

async function open(internalUrl = app.internalUrl, options: Partial<VerifierOptions> = {}): Promise<Verifier> {
  const verifier = await createVerifier({
    jwksUrl: `${app.publicUrl}/.well-known/jwks.json`,
    feedUrl: `${internalUrl}/api/internal/v1/devauth/revocations`,
    maxAgeMs: MAX_AGE_MS,
    ...options,
  });
  cleanups.push(() => verifier.close());
  return verifier;
}

const reasonOf = async (verifier: Verifier, token: string | undefined): Promise<string> => {
  const verdict = await verifier.verify(token);
  return verdict.ok ? 'ok' : verdict.reason;
};
const untilRefused = (verifier: Verifier, token: string): Promise<unknown> =>
  until('the token is refused', async () => (await reasonOf(verifier, token)) === 'revoked');

describe('a verifier', () => {
  test('returns the device, the expiry and the key of a good token', async () => {
    const { id, token } = await app.accepted();
    const verifier = await open();

    const verdict = await verifier.verify(token);

    expect(verdict).toEqual({
      ok: true,
      device: id,
      tenant: '',
      jti: jtiOf(token),
      expiresAt: expect.any(Date),
      kid: verifier.state.keys[0],
    });
  });

  test.each<readonly [string, (token: string) => string | undefined, string]>([
    ['no token', () => undefined, 'missing'],
    ['another text', () => 'x', 'invalid'],
    ['a token with another signature', (token) => `${token.slice(0, -8)}AAAAAAAA`, 'invalid'],
    ['a token in another spelling', (token) => `${token}=`, 'invalid'],
    ['a token without signature', (token) => `${token.split('.').slice(0, 2).join('.')}.`, 'invalid'],
  ])('refuses %s', async (_name, change, reason) => {
    const { token } = await app.accepted();

    expect(await reasonOf(await open(), change(token))).toBe(reason);
  });

  test('refuses what was revoked before it began', async () => {
    const seen = await app.accepted();
    await app.setStatus(seen, 'rejected');

    expect(await reasonOf(await open(), seen.token)).toBe('revoked');
  });

  test.each<readonly [string, (seen: { id: string; authSet: string; token: string }) => Promise<unknown>]>([
    ['its token is revoked', ({ token }) => app.management(`DELETE /tokens/${jtiOf(token)}`)],
    ['its device is removed', ({ id }) => app.management(`DELETE /devices/${id}`)],
    ['its auth set is dismissed', ({ id, authSet }) => app.management(`DELETE /devices/${id}/auth/${authSet}`)],
    ['the tokens of its device are revoked', ({ id }) => app.internal(`DELETE /tokens?tenant_id=&device_id=${id}`)],
  ])('refuses a token after %s, and reports the items', async (_name, revoke) => {
    const seen = await app.accepted();
    const heard: RevocationItem[] = [];
    const verifier = await open(app.internalUrl, { onRevoked: (item) => heard.push(item) });
    expect(await reasonOf(verifier, seen.token)).toBe('ok');

    await revoke(seen);
    const revoked = performance.now();
    await untilRefused(verifier, seen.token);

    expect(performance.now() - revoked).toBeLessThan(MAX_AGE_MS);
    expect(heard.length).toBeGreaterThan(0);
  });

  test('answers only stale when the service hangs, from maxAgeMs on, and recovers on its own', async () => {
    const { token } = await app.accepted();
    const proxy = await openProxy();
    const heard: string[] = [];
    const verifier = await open(proxy.url, { onStale: () => heard.push('stale'), onFresh: () => heard.push('fresh') });
    expect(await reasonOf(verifier, token)).toBe('ok');

    proxy.set('hangs');
    const hung = performance.now();
    await until('it is stale', async () => (await reasonOf(verifier, token)) === 'stale');
    const staleAfter = performance.now() - hung;
    const others = [await reasonOf(verifier, undefined), await reasonOf(verifier, 'x')];
    proxy.set('passes');
    await until('it has recovered', async () => (await reasonOf(verifier, token)) === 'ok');

    expect(staleAfter).toBeLessThan(MAX_AGE_MS + 500);
    expect(others).toEqual(['stale', 'stale']);
    await until('it said so', () => heard.join(' ') === 'fresh stale fresh');
  });

  test('begins stale if no service answers, and reports it within maxAgeMs', async () => {
    const { token } = await app.accepted();
    const proxy = await openProxy();
    proxy.set('hangs');

    const verifier = await open(proxy.url);

    expect(await reasonOf(verifier, token)).toBe('stale');
  });

  test('becomes stale, and does not ignore it, when the feed has an unknown kind', async () => {
    const { token } = await app.accepted();
    let isNew = false;
    const changed: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!isNew || !response.url.includes('revocations')) return response;
      return Response.json({ ...Object(await response.json()), items: [{ kind: 'planet', exp: 1 }] });
    };
    const verifier = await open(app.internalUrl, { fetch: changed });
    expect(await reasonOf(verifier, token)).toBe('ok');

    isNew = true;

    await until('it is stale', async () => (await reasonOf(verifier, token)) === 'stale');
  });

  test('refuses an age in which no contact is possible', async () => {
    await expect(open(app.internalUrl, { maxAgeMs: 2_000 })).rejects.toThrow(TypeError);
  });
});

describe('two verifiers behind a network that cuts, delays and hangs', () => {
  test('refuse every revoked token within maxAgeMs of the answer to its revocation', async () => {
    const proxy = await openProxy();
    const verifiers = [await open(), await open(proxy.url)];
    const weathers: readonly Weather[] = ['passes', { delays: 400 }, 'cuts', 'passes', 'hangs', { delays: 1500 }];
    const late: string[] = [];
    let judged = 0;
    const seens: Awaited<ReturnType<TestApp['accepted']>>[] = [];
    for (let count = 0; count < REVOCATIONS; count += 1) seens.push(await app.accepted());

    const round = async ({ token, ...seen }: (typeof seens)[number], index: number): Promise<void> => {
      proxy.set(weathers[index % weathers.length] ?? 'passes');
      for (const verifier of verifiers) await verifier.verify(token);
      await app.setStatus({ ...seen }, 'rejected');
      const revoked = performance.now();
      const isRefused = async (verifier: Verifier): Promise<boolean> => {
        const asked = performance.now();
        const reason = await reasonOf(verifier, token);
        judged += 1;
        if (reason === 'ok' && asked - revoked > MAX_AGE_MS) late.push(`${index}: ${asked - revoked} ms`);
        return reason !== 'ok';
      };
      const watch = (verifier: Verifier): Promise<unknown> => until('it is refused', () => isRefused(verifier));
      await Promise.all(verifiers.map(watch));
    };
    for (const [index, seen] of seens.entries()) await round(seen, index);

    expect(late).toEqual([]);
    expect(judged).toBeGreaterThan(2 * REVOCATIONS);
    proxy.set('passes');
    for (const { token } of seens) {
      for (const verifier of verifiers) {
        await until('contact', async () => (await reasonOf(verifier, token)) !== 'stale');
        expect(await reasonOf(verifier, token)).toBe('revoked');
      }
    }
  }, 180_000);
});

describe('the middleware for Express', () => {
  test("lets a good token pass with its device and without the client's headers, and refuses others", async () => {
    const { id, token } = await app.accepted();
    const proxy = await openProxy();
    const verifier = await open(proxy.url);
    const app_ = express();
    app_.use(verifier.express());
    app_.use((request, response) => {
      const { headers, headersDistinct, rawHeaders } = request;
      const names = [...Object.keys(headers), ...Object.keys(headersDistinct), ...rawHeaders];
      response.json({ device: Reflect.get(request, 'device'), names });
    });
    const server = createServer(app_).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(() => server.close());
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const headers = {
      Authorization: `Bearer ${token}`,
      'X-MEN-Tenant-Id': 'acme',
      X_MEN_Device_Id: 'spoofed',
      'X.MEN.Device.Id': 'spoofed',
    };

    const good = await fetch(url, { headers });
    const bad = await fetch(url, { headers: { Authorization: 'Bearer x' } });
    proxy.set('hangs');
    await until('it is stale', () => verifier.state.stale);
    const unknown = await fetch(url, { headers });

    const body = Object(await good.json());
    expect(body.device).toMatchObject({ device: id, tenant: '', jti: jtiOf(token) });
    expect(body.names.filter((name: string) => /men/i.test(name))).toEqual([]);
    expect([bad.status, bad.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '1']);
  });
});

describe('a purge', () => {
  test('refuses every token of the tenant that was issued before, and none of another tenant', async () => {
    const own = await openApp();
    cleanups.push(() => own.close());
    const { token } = await own.accepted();
    const verifier = await createVerifier({
      jwksUrl: `${own.publicUrl}/.well-known/jwks.json`,
      feedUrl: `${own.internalUrl}/api/internal/v1/devauth/revocations`,
    });
    cleanups.push(() => verifier.close());

    await own.internal('DELETE /tokens?tenant_id=acme');
    await until('the item has come', () => verifier.state.entries > 0);
    const before = await reasonOf(verifier, token);
    await own.internal('DELETE /tokens?tenant_id=');
    await untilRefused(verifier, token);

    expect(before).toBe('ok');
  });
});

describe('warm verifications', () => {
  test('cost microseconds', async () => {
    const { token } = await app.accepted();
    const verifier = await open();
    const times = 200_000;
    for (let count = 0; count < 10_000; count += 1) await verifier.verify(token);
    const began = performance.now();

    for (let count = 0; count < times; count += 1) await verifier.verify(token);

    const perSecond = Math.round((times / (performance.now() - began)) * 1000);
    process.stderr.write(`\nwarm verifications a second: ${perSecond}\n`);
    expect(perSecond).toBeGreaterThan(20_000);
  });
});
