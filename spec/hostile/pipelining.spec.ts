// Requests that a client sends without waiting for the answers: one runs, 16 wait, and one more ends the connection.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openWatchedStore, type WatchedStore } from '../support/stores/watched-store.ts';
import { closed, converse, exchange, head, open, readAnswer } from '../support/raw-http.ts';
import { until } from '../support/until.ts';
import { isServing, MANAGEMENT, VERIFY } from './tools.ts';

const LIMIT = 17;
const LIVE = 'GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n';
const FIRST_READ = 64 * 1024;

let held: WatchedStore;
let app: TestApp;
let user: string;
beforeAll(async () => {
  held = await openWatchedStore();
  app = await openApp({}, { store: held.store });
  user = `Authorization: Bearer ${app.users.token()}`;
});
afterEach(async () => {
  await held.letGo();
  expect(await isServing(app)).toBe(true);
});
afterAll(() => app.close());

const request = (line: string): string => `${line} HTTP/1.1\r\nHost: localhost\r\n${user}\r\n\r\n`;

/** Returns how many requests reach the handler of the server during `work`. */
async function handed(server: Server, work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const note: RequestListener = () => (count += 1);
  server.prependListener('request', note);
  await work();
  server.off('request', note);
  return count;
}

/** Returns how many connections were cut off for this reason so far. */
async function cutOff(): Promise<number> {
  const text = await (await fetch(`${app.internalUrl}/metrics`)).text();
  return Number(/^devauth_connections_refused_total\{cap="pipelined"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

/** The server's side of the next connection. */
const nextConnection = (server: Server): Promise<Socket> =>
  new Promise((resolve) => server.once('connection', resolve));

/** The calls for requests. The readers look at their feed at any time. */
const asked = (): readonly string[] => held.calls.filter((call) => !/^(stats|feed)\./.test(call));

/** As many as one read of the server may bring. */
const asMany = (text: string): string => text.repeat(Math.floor(FIRST_READ / text.length));

describe('pipelined requests', () => {
  test(`up to ${LIMIT} are answered, each in its turn`, async () => {
    const list = request(`GET ${MANAGEMENT}/devices/count`);

    const answer = await exchange(
      app.publicUrl,
      list.repeat(LIMIT - 1),
      head(`GET ${MANAGEMENT}/limits/max_devices`, user),
    );

    const all = [answer.headerLines.join('\n'), answer.body].join('\n');
    expect(all.match(/\{"count":\d+\}/g)).toHaveLength(LIMIT - 1);
    expect(all).toMatch(/\{"limit":-?\d+[^{]*$/);
  });

  test('the next one begins when the answer before it has been sent', async () => {
    const { say, hear, unheard, socket } = await converse(app.publicUrl);
    const list = request(`GET ${MANAGEMENT}/devices/count`);
    const before = asked().length;
    held.hold();

    say(list, list, LIVE);
    await until('the first one asks the store', () => asked().length > before);
    await isServing(app);
    const begun = asked().slice(before);
    await held.letGo();
    const statuses = [(await hear()).status, (await hear()).status, (await hear()).status];

    expect([statuses, unheard()]).toEqual([[200, 200, 204], '']);
    expect(begun).toHaveLength(1);
    expect(asked().length - before).toBe(2);
    socket.destroy();
  });

  test('a request that arrives while others wait is answered after them', async () => {
    const { say, hear, socket } = await converse(app.publicUrl);
    const before = asked().length;
    held.hold();

    say(request(`GET ${MANAGEMENT}/devices/count`), request(`GET ${MANAGEMENT}/limits/max_devices`));
    await until('the first one asks the store', () => asked().length > before);
    say(LIVE);
    await isServing(app);
    await held.letGo();
    const answers = [await hear(), await hear(), await hear()];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 204]);
    expect(answers.map(({ body }) => body.slice(0, 8))).toEqual(['{"count"', '{"limit"', '']);
    socket.destroy();
  });

  test(`more than ${LIMIT} without an answer end the connection, and the remaining bytes are not parsed`, async () => {
    const { say, socket } = await converse(app.publicUrl);
    held.hold();

    const count = await handed(app.service.publicServer, async () => {
      say(asMany(request(`GET ${MANAGEMENT}/devices/count`)));
      await closed(socket);
    });

    expect(count).toBe(LIMIT);
  });

  test.each([
    ['without a Host', 'GET /livez HTTP/1.1\r\n\r\n'],
    ['that expect something', 'GET /livez HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\r\n'],
    ['to verify', `GET ${VERIFY} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    ['with a body', `POST ${MANAGEMENT}/devices/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}`],
    ['that are answered before the next one is parsed', 'POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n1'],
  ])('no more than that are begun of those %s', async (_what, text) => {
    const { say, socket } = await converse(app.internalUrl);
    const { internalServer } = app.service;
    const before = await cutOff();
    let count = 0;
    const note: RequestListener = () => (count += 1);
    internalServer.prependListener('checkContinue', note);

    count += await handed(internalServer, async () => {
      say(asMany(text));
      await closed(socket);
    });

    internalServer.off('checkContinue', note);
    expect(count).toBeLessThanOrEqual(LIMIT + 1); // the first one may have been answered
    expect(await cutOff()).toBe(before + 1);
  });

  test('of those that offer another protocol the first one is answered, and Node drops the rest', async () => {
    const { say, hear, unheard, socket } = await converse(app.publicUrl);

    say(asMany('GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n'));
    const first = await hear();
    say(LIVE);
    const next = await hear();

    expect([first.status, next.status, unheard()]).toEqual([204, 204, '']);
    socket.destroy();
  });

  test.each(['too large a body', 'too many pieces'])('bytes after %s are not parsed', async (what) => {
    const { publicServer } = app.service;
    const [theirs, socket] = await Promise.all([
      nextConnection(publicServer),
      open(app.publicUrl, { allowHalfOpen: true }),
    ]);
    const declared = `Content-Length: ${2 * 1_048_576}\r\n\r\n`;
    const chunks = 'Transfer-Encoding: chunked\r\n\r\n' + '1\r\nx\r\n'.repeat(1200);
    const begin = request(`POST ${MANAGEMENT}/devices/search`).replace(
      /\r\n$/,
      `Content-Type: application/json\r\n${what === 'too large a body' ? declared : chunks}`,
    );
    const rest = what === 'too large a body' ? 'x'.repeat(2 * 1_048_576) : '0\r\n\r\n';

    const count = await handed(publicServer, async () => {
      socket.resume().write(begin);
      await until('it is refused', () => socket.bytesRead > 0);
      socket.end(rest + asMany(LIVE));
      await closed(theirs);
    });

    expect(count).toBe(1);
  });
});

describe('a connection that ends', () => {
  test('takes the requests that wait with it: they never begin', async () => {
    const [theirs, socket] = await Promise.all([nextConnection(app.service.publicServer), open(app.publicUrl)]);
    const before = asked().length;
    held.hold();
    socket.write(request(`GET ${MANAGEMENT}/devices/count`).repeat(3));
    await until('the first one asks the store', () => asked().length > before);

    socket.resetAndDestroy();
    await closed(theirs);
    await held.letGo();
    await isServing(app);

    expect(asked().length - before).toBe(1);
  });

  test('behind an answer that ends it begins nothing', async () => {
    const before = asked().length;

    const answer = await exchange(
      app.publicUrl,
      head('GET /livez'),
      request(`DELETE ${MANAGEMENT}/devices/7b0e9a3c-5d0c-4f0e-8f0e-0a1b6f2d9c11`),
    );

    expect([answer.status, answer.body]).toEqual([204, '']);
    expect(asked().slice(before)).toEqual([]);
  });

  test('by CONNECT lets earlier requests be answered, if that is soon', async () => {
    const { say, unheard, socket } = await converse(app.publicUrl);

    say(LIVE, request(`GET ${MANAGEMENT}/devices/count`), head('CONNECT localhost:443'), LIVE);
    await closed(socket);

    expect(unheard().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 204', 'HTTP/1.1 200', 'HTTP/1.1 400']);
  });

  test.each([
    ['CONNECT', 'CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['too many requests', LIVE.repeat(2 * LIMIT)],
    ['garbage', 'GARBAGE\r\n\r\n'],
  ])('by a reset after %s does not end the process', async (_what, text) => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const [theirs, socket] = await Promise.all([nextConnection(app.service.publicServer), open(app.publicUrl)]);
      const end = new Promise((resolve) => theirs.once('close', resolve)); // `once` would listen to errors too
      socket.write(text);
      const answered = new Promise((resolve) =>
        socket.on('error', resolve).once('data', resolve).once('close', resolve),
      );
      await (attempt % 2 === 0 ? turn() : answered);
      socket.resetAndDestroy();
      await end;
    }
  });
});

test('a good answer is read after a connection with too many requests was cut off', async () => {
  const socket = await open(app.publicUrl);
  socket.write(LIVE.repeat(200));
  await closed(socket.resume());

  const again = await open(app.publicUrl);
  const answered = readAnswer(again);
  again.write(LIVE + head('GET /livez'));
  const answer = await answered;

  expect([answer.status, answer.body]).toEqual([204, expect.stringMatching(/^HTTP\/1\.1 204/)]);
});
