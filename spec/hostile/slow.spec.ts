// Slow callers, and too many of them: each is cut off at its bound (D24).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openWatchedStore } from '../support/stores/watched-store.ts';
import { converse, exchange, head, open, readAnswer } from '../support/raw-http.ts';
import { until } from '../support/until.ts';
import { AUTH_REQUESTS, expectRefusal } from './tools.ts';

/** The server's side of the next connection. */
const nextConnection = (server: Server): Promise<Socket> =>
  new Promise((resolve) => server.once('connection', resolve));

// T150
describe('slow callers', () => {
  const bounds = { headersMs: 300, requestMs: 600, keepAliveMs: 200, idleMs: 700, checkMs: 50, maxConnections: 20 };
  let hasty: TestApp;
  beforeAll(async () => {
    hasty = await openApp({}, { bounds });
  });
  afterAll(() => hasty.close());

  test('has these bounds by default', async () => {
    const boundsOf = (server: Server): readonly unknown[] => [
      server.headersTimeout,
      server.requestTimeout,
      server.keepAliveTimeout,
      server.timeout,
      server.maxConnections,
    ];
    const app = await openApp();
    await app.close();
    const { publicServer, internalServer } = app.service;

    expect([publicServer, internalServer].map(boundsOf)).toEqual([
      [10_000, 30_000, 65_000, 60_000, 10_000],
      [10_000, 30_000, 65_000, 60_000, 10_000],
    ]);
  });

  test.each([
    ['headers', 'GET /livez HTTP/1.1\r\nHost: localhost\r\nX-'],
    ['a request line', 'GET /li'],
    ['a body of a known length', `POST ${AUTH_REQUESTS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{`],
    [
      'a body in chunks',
      `POST ${AUTH_REQUESTS} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{`,
    ],
  ])('%s that do not continue are 408, and the connection ends', async (_what, beginning) => {
    const answer = await exchange(hasty.publicUrl, beginning);

    expectRefusal(answer, 408);
    expect(answer.header('Connection')).toEqual(['close']);
  });

  test('headers that arrive byte by byte are 408 too', async () => {
    const socket = await open(hasty.publicUrl);
    const answered = readAnswer(socket);
    const drip = setInterval(() => socket.write('x'), 20);
    socket.write('GET /livez HTTP/1.1\r\nX-Slow: ');

    const answer = await answered.finally(() => clearInterval(drip));

    expectRefusal(answer, 408);
  });

  test.each([
    ['that sends nothing', ''],
    ['that has had its answer', 'GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ])('a connection %s ends', async (_what, text) => {
    const socket = await open(hasty.publicUrl);
    socket.resume();
    socket.write(text);

    await once(socket, 'close');
    expect(socket.bytesWritten).toBe(text.length);
  });

  test('a connection that sent garbage ends, also when its other side stays open', async () => {
    const patient = await openApp();
    try {
      const [theirs, socket] = await Promise.all([
        nextConnection(patient.service.publicServer),
        open(patient.publicUrl, { allowHalfOpen: true }),
      ]);
      socket.resume();
      socket.write('GARBAGE\r\n\r\n');

      await once(theirs, 'close');
      expect(socket.writable).toBe(true);
      socket.destroy();
    } finally {
      await patient.close();
    }
  });

  test('a caller that does not read its answers is disconnected', async () => {
    const request = 'GET /openapi/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const { internalServer } = hasty.service;
    const [theirs, socket] = await Promise.all([nextConnection(internalServer), open(hasty.internalUrl)]);
    socket.pause();
    socket.write(request.repeat(10)); // a megabyte and a half each: more than any buffer
    await once(socket, 'readable');

    await once(theirs, 'close');
    socket.destroy();
    expect(theirs.bytesWritten).toBeGreaterThan(0);
  });

  test('connections over their number are turned away, and when others end there is room again', async () => {
    const crowd = await Promise.all(Array.from({ length: 20 }, () => open(hasty.publicUrl)));
    const late = await open(hasty.publicUrl);
    late.resume();

    await once(late, 'close');
    expect(late.bytesRead).toBe(0);
    crowd.forEach((socket) => socket.destroy());
    await until('there is room', () =>
      exchange(hasty.publicUrl, head('GET /livez')).then(({ status }) => status === 204),
    );
  });
});

test('a connection is not idle during work without a deadline, and is idle after the answer', async () => {
  const store = await openWatchedStore();
  const hasty = await openApp({}, { store: store.store, bounds: { idleMs: 200 } });
  try {
    const { say, hear, socket } = await converse(hasty.internalUrl);
    const purge = head('DELETE /api/internal/v1/devauth/tokens?tenant_id=');
    store.hold();
    const [saidAt, ended] = [performance.now(), once(socket, 'close')];
    say(purge);
    await until('an idle one would have ended', () => performance.now() - saidAt > 1000);
    await store.letGo();
    const answer = await hear();
    store.hold();
    say(head('GET /api/internal/v1/devauth/tenant/acme/limits/max_devices'));
    await ended;

    expect(answer.status).toBe(204);
    expect(socket.destroyed).toBe(true);
  } finally {
    await store.letGo();
    await hasty.close();
  }
});
