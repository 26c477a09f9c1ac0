// The hook for Fastify, on a server that calls it like Fastify calls an `onRequest` hook: with its request and reply, and only the
// parts of both that the hook may use.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { VerifiedDevice } from '../../src/verifier/middleware.ts';
import type { Verifier } from '../../src/verifier/verifier.ts';
import { openApp, type TestApp } from '../support/app/app.ts';
import { until } from '../support/until.ts';
import { serveVerifier, type ServedVerifier } from './served.ts';
import type { TcpProxy } from './tcp-proxy.ts';

let app: TestApp;
let network: TcpProxy;
let served: ServedVerifier;
let url: string;
beforeAll(async () => {
  app = await openApp();
  served = await serveVerifier(app, serveLikeFastify);
  ({ network, url } = served);
});
afterAll(async () => {
  await served.close();
  await app.close();
});

/** A handler that shows its request, after the hook. A hook that has replied ends the request, as in Fastify. */
function serveLikeFastify(verifying: Verifier): Server {
  const hook = verifying.fastify();
  return createServer((raw, response) => {
    const request: { headers: IncomingHttpHeaders; raw: IncomingMessage; device?: VerifiedDevice } = {
      headers: { ...raw.headers },
      raw,
    };
    let isSent = false;
    const reply = {
      code: (status: number) => {
        response.statusCode = status;
        return reply;
      },
      headers: (values: Readonly<Record<string, string>>) => {
        for (const [name, value] of Object.entries(values)) response.setHeader(name, value);
        return reply;
      },
      send: (body: unknown) => {
        isSent = true;
        response.end(JSON.stringify(body));
        return reply;
      },
    };
    void hook(request, reply).then(() => {
      if (!isSent) reply.send({ device: request.device, names: [...Object.keys(request.headers), ...raw.rawHeaders] });
    });
  });
}

describe('the hook for Fastify', () => {
  test("lets a good token pass with its device and without the client's headers", async () => {
    const { id, token } = await app.accepted();
    const headers = { Authorization: `Bearer ${token}`, 'X-MEN-Tenant-Id': 'acme', X_MEN_Device_Id: 'spoofed' };

    const answer = await fetch(url, { headers });

    const body = Object(await answer.json());
    expect(answer.status).toBe(200);
    expect(body.device).toMatchObject({ device: id, tenant: '' });
    expect(body.names.filter((name: string) => /men/i.test(name))).toEqual([]);
  });

  test('refuses every other one with 401, and answers 503 without a verdict', async () => {
    const { token } = await app.accepted();
    await until('it is in contact', () => !served.verifier.state.stale);

    const refused = await Promise.all([fetch(url), fetch(url, { headers: { Authorization: 'Bearer x' } })]);
    network.set('hangs');
    await until('it is stale', () => served.verifier.state.stale);
    const unknown = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });

    expect(refused.map(({ status, headers }) => [status, headers.get('www-authenticate')])).toEqual([
      [401, 'Bearer'],
      [401, 'Bearer'],
    ]);
    expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '1']);
  });
});
