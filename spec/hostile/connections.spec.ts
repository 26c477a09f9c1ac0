// Connections of one address: not more than the setting allows. Others are served at the same time.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { capPerAddress, countedAs } from '../../src/http/server/address-cap.ts';
import { createListener } from '../../src/http/server/listener.ts';
import { openApp, type TestApp } from '../support/app/app.ts';
import { describeIf } from '../support/optional.ts';
import { converse, head, open, type Connecting } from '../support/raw-http.ts';
import { until } from '../support/until.ts';

const CAP = 3;
const ELSEWHERE = { localAddress: '127.0.0.2' };
const ASK = 'GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n';
const GARBAGE = 'GARBAGE\r\n\r\n';

const canBind = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(0, host, () => server.close(() => resolve(true)));
  });
const hasTwoAddresses = await canBind(ELSEWHERE.localAddress);
const hasBothFamilies = await canBind('::1');

const crowdAt = (url: string, size: number, how: Connecting = {}): Promise<readonly Socket[]> =>
  Promise.all(Array.from({ length: size }, () => open(url, how)));

/** Asks on a new connection: returns the status, or no bytes at all if it is closed at once. */
async function serves(url: string, how: Connecting = {}): Promise<number | 'closed'> {
  const socket = await open(url, how);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.write(head('GET /livez'));
  await closed(socket);
  return text === '' ? 'closed' : Number(text.split(' ')[1]);
}

/** Resolves however it ends, also with a reset. */
const closed = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) => socket.on('error', () => {}).once('close', resolve));

const thereIsRoom = (url: string, how: Connecting = {}): Promise<unknown> =>
  until('there is room', async () => (await serves(url, how)) === 204);

describeIf(hasTwoAddresses, '127.0.0.2', 'with a cap', () => {
  const settings = { DEVICEAUTH_MAX_CONNECTIONS_PER_ADDRESS: String(CAP) };
  let app: TestApp;
  let hasty: TestApp;
  beforeAll(async () => {
    app = await openApp(settings);
    hasty = await openApp(settings, { bounds: { keepAliveMs: 1500, headersMs: 1500, checkMs: 50 } });
  });
  afterAll(() => Promise.all([app.close(), hasty.close()]));

  test.each(['publicUrl', 'internalUrl'] as const)(
    'one more from an address is closed without a byte, on %s, and those that are there and others are served',
    async (listener) => {
      const url = app[listener];
      const crowd = await crowdAt(url, CAP - 1);
      const { say, hear, socket } = await converse(url);

      expect(await serves(url)).toBe('closed');
      expect(await serves(url, ELSEWHERE)).toBe(204);
      say(ASK);
      expect((await hear()).status).toBe(204);
      expect(crowd.map(({ closed }) => closed)).toEqual([false, false]);

      [...crowd, socket].forEach((each) => each.destroy());
      await thereIsRoom(url);
    },
  );

  test('a connection that is closed at once takes no room', async () => {
    const crowd = await crowdAt(app.publicUrl, CAP);
    for (let late = 0; late < 2 * CAP; late += 1) expect(await serves(app.publicUrl)).toBe('closed');

    crowd[0]?.destroy();

    await thereIsRoom(app.publicUrl);
    crowd.forEach((socket) => socket.destroy());
    await thereIsRoom(app.publicUrl);
  });

  test.each<[string, (socket: Socket) => unknown]>([
    ['the caller ends it', (socket) => socket.end()],
    ['the caller resets it', (socket) => socket.resetAndDestroy()],
    ['its answer says that it ends', (socket) => socket.write(head('GET /livez'))],
    ['it sends garbage', (socket) => socket.write(GARBAGE)],
    ['its headers do not go on', (socket) => socket.write('GET /li')],
    ['nothing more is asked', (socket) => socket.write(ASK)],
    ['it sends nothing', () => undefined],
  ])('there is room again when %s', async (_how, endOf) => {
    const url = hasty.publicUrl;
    const crowd = await crowdAt(url, CAP);
    expect(await serves(url)).toBe('closed');

    crowd.forEach(endOf);
    await Promise.all(crowd.map((socket) => closed(socket.resume())));

    await thereIsRoom(url);
    const again = await crowdAt(url, CAP - 1);
    await thereIsRoom(url);
    again.forEach((socket) => socket.destroy());
    await thereIsRoom(url);
  });

  test('a refused connection is counted, by reason', async () => {
    const few = await openApp(
      { DEVICEAUTH_MAX_CONNECTIONS_PER_ADDRESS: '1' },
      { bounds: { maxConnections: 2, keepAliveMs: 60_000 } },
    );
    const [one] = await crowdAt(few.publicUrl, 1);
    await serves(few.publicUrl);
    await serves(few.publicUrl);
    const [other] = await crowdAt(few.publicUrl, 1, ELSEWHERE);
    await serves(few.publicUrl, { localAddress: '127.0.0.4' });

    const text = await (await fetch(`${few.internalUrl}/metrics`)).text();

    expect(text.match(/^devauth_connections_refused_total.*$/gm)).toEqual([
      'devauth_connections_refused_total{cap="address"} 2',
      'devauth_connections_refused_total{cap="total"} 1',
    ]);
    one?.destroy();
    other?.destroy();
    await few.close();
  });
});

test('without the setting an address may have many', async () => {
  const app = await openApp();
  const crowd = await crowdAt(app.publicUrl, 200);

  expect(await serves(app.publicUrl)).toBe(204);
  expect(crowd.filter(({ closed }) => closed)).toEqual([]);
  crowd.forEach((socket) => socket.destroy());
  await app.close();
});

describe('an address', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::FFFF:10.1.2.3', '10.1.2.3'],
    ['::1', '0:0:0:0'],
    ['::', '0:0:0:0'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8::ffff:ffff:ffff:ffff', '2001:db8:0:0'],
    ['2001:db8:0:1::1', '2001:db8:0:1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001::1:2:3:4:5:6', '2001:0:1:2'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('%s counts as %s', (address, counted) => {
    expect(countedAs(address)).toBe(counted);
  });
});

describeIf(hasTwoAddresses && hasBothFamilies, '127.0.0.2 and ::1', 'on a listener of both families', () => {
  test('each address has its own room, and an address without connections needs no memory', async () => {
    const server = createListener(express(), { bounds: {}, turnedAway: () => {} });
    const connections = capPerAddress(server, 1, () => {});
    const port = await portOf(server.listen(0, '::'));
    const [v4, v6] = [`http://127.0.0.1:${port}`, `http://[::1]:${port}`];

    const crowd = [...(await crowdAt(v4, 1)), ...(await crowdAt(v6, 1)), ...(await crowdAt(v4, 1, ELSEWHERE))];
    expect([await serves(v4), await serves(v6), await serves(v4, ELSEWHERE)]).toEqual(['closed', 'closed', 'closed']);
    expect([...connections]).toEqual([
      ['127.0.0.1', 1],
      ['0:0:0:0', 1],
      ['127.0.0.2', 1],
    ]);

    crowd.forEach((socket) => socket.destroy());
    await until('all have gone', () => connections.size === 0);
    server.close();
  });
});

async function portOf(server: Server): Promise<number> {
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return address.port;
}
