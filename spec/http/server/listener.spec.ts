// The servers of the listeners: built for speed (D10), with bounds on everything that a stranger can make long.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { exchange, head } from '../../support/raw-http.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

/** True if request and response still have the server's classes after the app has handled them. */
async function keepsClasses(server: Server, url: string): Promise<boolean> {
  const before: unknown[] = [];
  const after: unknown[] = [];
  server.prependListener('request', (...pair) => before.push(...pair.map(Object.getPrototypeOf)));
  server.on('request', (...pair) => after.push(...pair.map(Object.getPrototypeOf)));
  await exchange(url, head('GET /livez'));
  server.removeAllListeners('request');
  expect(before).toHaveLength(2);
  return before.every((prototype, index) => prototype === after[index]);
}

describe('a request that reaches its handler', () => {
  test('on either listener has the class of its server: Express has replaced nothing', async () => {
    const served = await openApp();
    try {
      expect(await keepsClasses(served.service.publicServer, served.publicUrl)).toBe(true);
      expect(await keepsClasses(served.service.internalServer, served.internalUrl)).toBe(true);
    } finally {
      await served.close();
    }
  });

  test('on a plain server has been replaced: the check above would see it', async () => {
    const server = createServer(express()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    expect(await keepsClasses(server, `http://127.0.0.1:${port}`)).toBe(false);
    server.close();
  });
});

/** spec/hostile/protocol.spec.ts has the other bounds, targets and headers. */
describe('a request that cannot be read, or is too large', () => {
  test('garbage is 400 in JSON, and the connection ends', async () => {
    const answer = await exchange(app.publicUrl, 'garbage\r\n\r\n');

    expect([answer.status, JSON.parse(answer.body)]).toEqual([400, { error: 'bad request' }]);
    expect(answer.header('Connection')).toEqual(['close']);
  });

  test('more than 100 headers are 431, and 100 are fine', async () => {
    const headers = (count: number): string[] => Array.from({ length: count }, (_, index) => `X-${index}: x`);

    expect((await exchange(app.publicUrl, head('GET /livez', ...headers(98)))).status).toBe(204);
    expect((await exchange(app.publicUrl, head('GET /livez', ...headers(99)))).status).toBe(431);
  });

  test('no Host header is 400', async () => {
    const none = await exchange(app.publicUrl, 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n');

    expect(none.status).toBe(400);
  });
});
