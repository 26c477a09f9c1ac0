// Bodies that are large, long, compressed, or in pieces: the service never reads more than is allowed, and spends no more time.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { openApp, type TestApp } from '../support/app/app.ts';
import { exchange, head, open, readAnswer } from '../support/raw-http.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { AUTH_REQUESTS, expectRefusal, isServing, MANAGEMENT, without } from './tools.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
  await app.management('POST /devices/search', { body: {} }); // the cost of the first request is not measured
});
afterEach(async () => expect(await isServing(app)).toBe(true));
afterAll(() => app.close());

const device = simulateDevice();
const JSON_TYPE = { 'Content-Type': 'application/json' };

test('a bomb is not unpacked: 800 kB that would be 800 MB are 415 before a second of work', async () => {
  const part = gzipSync(Buffer.alloc(100_000_000));
  const bomb = Buffer.concat(Array.from({ length: 8 }, () => part));
  const before = process.cpuUsage();

  const answer = await app.management('POST /devices/search', {
    body: bomb,
    headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
  });

  expectRefusal(answer, 415);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
});

// T144
test.each([
  ['50,000 names', () => `{${Array.from({ length: 50_000 }, (_, index) => `"${index}":1`).join(',')}}`],
  ['a text of a megabyte', () => `{"extra":"${'x'.repeat(1_000_000)}"}`],
  ['escapes of a megabyte', () => `{"extra":"${'\\u0041'.repeat(160_000)}"}`],
  ['quotes of half a megabyte', () => `{"extra":"${'\\"'.repeat(250_000)}"}`],
  [
    'names that are all but equal',
    () => `{${Array.from({ length: 20_000 }, (_, index) => `"${'\\u0061'.repeat(3)}${index}":1`).join(',')}}`,
  ],
])('%s are refused within a second: no filter has such members', async (_what, make) => {
  const body = Buffer.from(make());
  const before = process.cpuUsage();

  const answer = await app.management('POST /devices/search', { body, headers: JSON_TYPE });

  expect(answer.status).toBe(400);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
});

// T130
describe('the limit of a body', () => {
  const SEARCH = `POST ${MANAGEMENT}/devices/search`;
  const padded = (bytes: number): string => '{}'.padEnd(bytes, ' ');

  async function statusesOf(server: TestApp, bytes: number): Promise<readonly number[]> {
    const user = `Authorization: Bearer ${server.users.token()}`;
    const lines = [user, 'Content-Type: application/json'];
    const body = padded(bytes);
    const declared = exchange(server.publicUrl, head(SEARCH, ...lines, `Content-Length: ${bytes}`), body);
    const chunks = body.match(/.{1,4000}/g)?.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`) ?? [];
    const chunked = exchange(
      server.publicUrl,
      head(SEARCH, ...lines, 'Transfer-Encoding: chunked'),
      ...chunks,
      '0\r\n\r\n',
    );
    return (await Promise.all([declared, chunked])).map(({ status }) => status);
  }

  test('is 1 MiB, to the byte, declared or in chunks', async () => {
    expect(await statusesOf(app, 1_048_576)).toEqual([200, 200]);
    expect(await statusesOf(app, 1_048_577)).toEqual([413, 413]);
  });

  test('is the one that is set', async () => {
    const small = await openApp({ DEVICEAUTH_REQUEST_SIZE_LIMIT: '2048' });
    const large = await openApp({ DEVICEAUTH_REQUEST_SIZE_LIMIT: '2097152' });

    try {
      expect(await statusesOf(small, 2048)).toEqual([200, 200]);
      expect(await statusesOf(small, 2049)).toEqual([413, 413]);
      expect(await statusesOf(large, 2_097_152)).toEqual([200, 200]);
      expect(await statusesOf(large, 2_097_153)).toEqual([413, 413]);
    } finally {
      await small.close();
      await large.close();
    }
  });

  test('of an auth request is 64 KiB, to the byte, however well it is signed', async () => {
    const padding = (bytes: number) => {
      const { body } = device.authRequest();
      const larger = Buffer.concat([body, Buffer.alloc(bytes - body.length, ' ')]);
      return { body: larger, headers: { ...JSON_TYPE, 'X-MEN-Signature': device.sign(larger) } };
    };

    expect((await app.public(`POST ${AUTH_REQUESTS}`, padding(65_536))).status).toBe(401);
    expectRefusal(await without(app, () => app.public(`POST ${AUTH_REQUESTS}`, padding(65_537))), 413);
  });

  test.each([
    ['a user', () => `Authorization: Bearer ${app.users.token()}`, SEARCH],
    ['a device', () => 'X-MEN-Signature: x', `POST ${AUTH_REQUESTS}`],
    ['anybody', () => 'X-A: b', 'GET /livez'],
  ])('applies to the declared size: 10 GB of %s are 413 before they are sent', async (_who, line, request) => {
    const answer = await exchange(app.publicUrl, head(request, line(), 'Content-Length: 10000000000'), '{}');

    expectRefusal(answer, 413);
    expect(answer.header('Connection')).toEqual(['close']);
  });

  test('ends a connection with an endless caller, after the answer', async () => {
    const socket = await open(app.publicUrl);
    const answered = readAnswer(socket);
    const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`.repeat(16);
    const pump = (): void => {
      while (socket.writable && socket.write(chunk));
    };
    socket.on('drain', pump);
    socket.on('error', () => undefined); // it is cut off in the middle of a word
    socket.write(`${SEARCH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${app.users.token()}\r\n`);
    socket.write('Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n');
    pump();

    expectRefusal(await answered, 413);
  });
});

test('a body of one byte a chunk is the same body', async () => {
  const { body, signature } = device.authRequest({ extra: randomBytes(100).toString('hex') });
  const chunks = [...body].map((byte) => `1\r\n${String.fromCharCode(byte)}\r\n`);
  const lines = ['Content-Type: application/json', `X-MEN-Signature: ${signature}`, 'Transfer-Encoding: chunked'];

  const answer = await exchange(app.publicUrl, head(`POST ${AUTH_REQUESTS}`, ...lines), chunks.join(''), '0\r\n\r\n');

  expect([answer.status, JSON.parse(answer.body.split('\r\n')[1] ?? answer.body).error]).toEqual([
    401,
    'dev auth: unauthorized',
  ]);
});

// T151
test('a body of very many small chunks is 400, and the rest of it is not read', async () => {
  const request = head(`POST ${AUTH_REQUESTS}`, 'Content-Type: application/json', 'Transfer-Encoding: chunked');
  const socket = await open(app.publicUrl);
  const answered = readAnswer(socket);
  socket.write(request);
  socket.write('1\r\n \r\n'.repeat(1100));

  const answer = await answered;

  expectRefusal(answer, 400);
  expect(JSON.parse(answer.body).error).toMatch(/the request body has too many pieces$/);
});

test('a body in chunks that no operation reads ends the connection', async () => {
  const lines = ['Host: localhost', 'Transfer-Encoding: chunked', '', ''];

  const answer = await exchange(app.publicUrl, [`POST /nowhere HTTP/1.1`, ...lines].join('\r\n'), '1\r\nx\r\n');

  expectRefusal(answer, 404);
  expect(answer.header('Connection')).toEqual(['close']);
});
