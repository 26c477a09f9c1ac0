// The source of a streamed answer is closed with its answer, however the answer ends.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { createAccount } from '../../../src/http/account.ts';
import { createRefuse } from '../../../src/http/refuse.ts';
import { createApp } from '../../../src/http/bind/app.ts';
import { bind, type AnyHandler } from '../../../src/http/bind/bind.ts';
import { createValidators } from '../../../src/http/bind/validators.ts';
import { operationsOf } from '../../../src/http/bind/document.ts';
import { nobody } from '../../../src/http/callers/callers.ts';
import { createListener } from '../../../src/http/server/listener.ts';
import { createBodyRoom } from '../../../src/http/server/body-room.ts';
import { openLogLines } from '../../support/log-lines.ts';
import { converse, exchange, head, open } from '../../support/raw-http.ts';
import { until } from '../../support/until.ts';

const ASK = 'GET /openapi/any.js HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** Compiles at the first request, which takes longer than the deadline of these specs. */
const validatorOf = createValidators('first-use');
let deadlineMs = 10_000;
let server: Server;
let url: string;
let source: Readable;
/** Does the same as the operation that returns files. */
let give: AnyHandler;

beforeEach(async () => {
  source = new Readable({ read: () => {} });
  give = () => ({ status: 200, type: 'text/javascript', body: source });
  const operations = operationsOf('well-known');
  const others = Object.fromEntries(operations.map(({ id }) => [id, () => ({ status: 204 })]));
  const documents = [
    bind({
      document: 'well-known',
      api: 'wellKnown',
      listeners: ['public', 'internal'],
      handlers: { ...others, getDocsFile: (request: unknown) => give(request) },
      callers: { internalKey: nobody('anyone') },
      checkInternal: () => {},
      anonymous: 'anyone',
      maxBodyBytes: 1024,
      bodyRoom: createBodyRoom(1024, () => {}),
      validatorOf,
    }),
  ];
  const { log } = openLogLines();
  const app = createApp({
    documents,
    account: createAccount({ log, metrics: { requested: () => {} } }),
    refuse: createRefuse(log),
    tracing: undefined,
    check: () => {},
  });
  server = createListener(app, { bounds: { deadlineMs }, turnedAway: () => {} });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${portOf(server.address())}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

const isClosed = (): Promise<unknown> => until('the source is closed', () => source.destroyed);

test('the first answer compiles the validator', async () => {
  source.push(null);

  expect((await exchange(url, head('GET /openapi/any.js'))).status).toBe(200);
  deadlineMs = 200;
});

test('a source that ends is sent, and closed', async () => {
  source.push('all of it');
  source.push(null);

  const answer = await exchange(url, head('GET /openapi/any.js'));

  expect([answer.status, answer.body]).toEqual([200, '9\r\nall of it\r\n0\r\n\r\n']);
  await isClosed();
});

test('a source that is still read when the connection ends is closed', async () => {
  const socket = await open(url);
  socket.write(ASK);
  source.push('the beginning');
  await once(socket, 'data');

  socket.resetAndDestroy();

  await isClosed();
});

test('a source that has nothing to read when the connection ends is closed', async () => {
  const socket = await open(url);
  const asked = once(server, 'request');
  socket.write(ASK);
  await asked;
  await turn();

  socket.resetAndDestroy();

  await isClosed();
});

test('a source that has nothing to read at the deadline is closed, and the answer is 503', async () => {
  const { say, hear, socket } = await converse(url);

  say(ASK);
  const answer = await hear();

  expect(answer.status).toBe(503);
  await isClosed();
  socket.destroy();
});

test.each<[string, (socket: { resetAndDestroy(): unknown }) => unknown]>([
  ['the connection has ended', (socket) => socket.resetAndDestroy()],
  ['the deadline has passed', () => undefined],
])('a source that is opened after %s is closed', async (_when, end) => {
  let ready = (): void => {};
  const isReady = new Promise<void>((resolve) => (ready = resolve));
  const answered: unknown[] = [];
  give = async () => {
    await isReady;
    return { status: 200, type: 'text/javascript', body: source };
  };
  server.prependListener('request', (_request, response) => response.once('close', () => answered.push(response)));
  const socket = await open(url);
  socket.resume().write(ASK);
  await once(server, 'request');
  end(socket);
  await until('nothing more is sent', () => answered.length > 0);

  ready();

  await isClosed();
  socket.destroy();
});

test('a source that cannot be read is an error status', async () => {
  give = () => {
    setImmediate(() => source.destroy(new Error('cannot be read')));
    return { status: 200, type: 'text/javascript', body: source };
  };

  const answer = await exchange(url, head('GET /openapi/any.js'));

  expect(answer.status).toBe(500);
});
