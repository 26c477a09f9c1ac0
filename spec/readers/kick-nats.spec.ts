// How sessions end at NATS, against a server that speaks as a cluster of two does. `spec/brokers/nats.spec.ts` runs the real one.
import { afterEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { kickAtNats } from '../../src/readers/kick-nats.ts';

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

const DEVICE = '0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70';

/** Calls `hear` with each whole line that comes; a payload is a line too. */
async function openNats(hear: (line: string, socket: Socket) => unknown) {
  const heard: string[] = [];
  const server = createServer((socket) => {
    cleanups.push(() => socket.destroy());
    socket.write('INFO {"server_id":"ONE"}\r\n');
    let rest = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        heard.push(line);
        hear(line, socket);
      }
    });
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  const address = server.address();
  return { heard, url: `nats://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` };
}

const message = (subscription: number, value: object): string => {
  const text = JSON.stringify(value);
  return `MSG _INBOX.x ${subscription} ${Buffer.byteLength(text)}\r\n${text}\r\n`;
};
const listOf = (id: string, ...cids: readonly number[]): string =>
  message(1, { server: { id, name: 'nätş' }, data: { connections: cids.map((cid) => ({ cid })) } });

const kick = (url: string, ms = 10_000): Promise<void> =>
  kickAtNats({ url, credential: 'devauth:a:b', signal: AbortSignal.timeout(ms) }, DEVICE);

test('every connection of the device ends, at each server that has some', async () => {
  const nats = await openNats((line, socket) => {
    if (line.startsWith('{"auth"')) socket.write(`PING\r\n${listOf('ONE', 7, 8)}${listOf('TWO', 7)}${listOf('THREE')}`);
    if (line.startsWith('{"cid"')) socket.write(message(2, { server: { id: 'ONE' }, error: { code: 404 } }));
  });

  await kick(nats.url);

  expect(JSON.parse(nats.heard[0]?.slice('CONNECT '.length) ?? '')).toMatchObject({ user: 'devauth', pass: 'a:b' });
  expect(nats.heard).toContain(`{"auth":true,"user":"${DEVICE}"}`);
  expect(nats.heard).toContain('PONG');
  const kicked = nats.heard.flatMap((line, at) => {
    const [, server] = /^PUB \$SYS\.REQ\.SERVER\.(\w+)\.KICK /.exec(line) ?? [];
    return server === undefined ? [] : [`${server} ${nats.heard[at + 1]}`];
  });
  expect(kicked).toEqual(['ONE {"cid":7}', 'ONE {"cid":8}', 'TWO {"cid":7}']);
});

test('an answer that comes in pieces is read whole', async () => {
  const list = Buffer.from(listOf('ONE', 7));
  const nats = await openNats((line, socket) => {
    if (line.startsWith('{"auth"')) {
      socket.setNoDelay();
      const send = (at: number): void => {
        if (at < list.length) socket.write(list.subarray(at, at + 5), () => setImmediate(send, at + 5));
      };
      send(0);
    }
    if (line.startsWith('{"cid"')) socket.write(message(2, {}));
  });

  await kick(nats.url);

  expect(nats.heard).toContain('{"cid":7}');
});

test.each<readonly [string, (socket: Socket) => unknown, RegExp]>([
  ['refuses the user', (socket) => socket.write("-ERR 'Authorization Violation'\r\n"), /refused/],
  ['closes the connection', (socket) => socket.destroy(), /closed the connection/],
  ['says nothing', () => undefined, /no answer in time/],
  ['answers no list', (socket) => socket.write(message(1, { server: { id: 'ONE' }, error: {} })), /no list/],
  ['answers no JSON', (socket) => socket.write('MSG _INBOX.x 1 1\r\n{\r\n'), /NATS/],
  ['names a server that is a subject', (socket) => socket.write(listOf('ONE.KICK > x', 7)), /no list/],
  ['sends a negative size', (socket) => socket.write('MSG _INBOX.x 1 -5\r\n'), /cannot be read/],
])('a server that %s is a failure, so that the reader asks again', async (_what, answer, problem) => {
  const nats = await openNats((line, socket) => (line.startsWith('{"auth"') ? answer(socket) : undefined));

  await expect(kick(nats.url, 600)).rejects.toThrow(problem);
});
