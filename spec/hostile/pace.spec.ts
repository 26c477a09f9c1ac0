// Auth requests, which everyone may send, begin a few at a time, so that other requests are answered in between.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { createPace } from '../../src/http/server/fair-start.ts';
import { openApp, type TestApp } from '../support/app/app.ts';
import { exchange, head, open } from '../support/raw-http.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { until } from '../support/until.ts';
import { AUTH_REQUESTS } from './tools.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

test('a bounded number begins in one turn of the event loop, in order, and all of them in the end', async () => {
  const pace = createPace(4);
  const begun: number[] = [];
  for (let work = 0; work < 10; work += 1) pace(() => begun.push(work));

  expect(begun).toEqual([0, 1, 2, 3]);
  await turn();
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  await turn();
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('one alone begins at once, and so does the next one after a turn', async () => {
  const pace = createPace(1);
  const begun: string[] = [];

  pace(() => begun.push('one'));
  expect(begun).toEqual(['one']);
  await turn();
  await turn();
  pace(() => begun.push('other'));
  expect(begun).toEqual(['one', 'other']);
});

test('of 120 auth requests before another request, most are answered after it', async () => {
  await exchange(app.publicUrl, head('GET /livez'));
  const crowd = await Promise.all(Array.from({ length: 8 }, () => open(app.publicUrl)));
  const other = await open(app.publicUrl);
  const answered = { before: 0, all: 0 };
  const count = (data: Buffer) => (answered.all += data.toString('latin1').match(/HTTP\/1\.1 400/g)?.length ?? 0);
  crowd.forEach((socket) => socket.on('data', count));
  const body = JSON.stringify({ id_data: '{"mac":"1"}', pubkey: simulateDevice().pubkey });
  const lines = ['Host: localhost', 'Content-Type: application/json', `Content-Length: ${body.length}`, '', body];

  crowd.forEach((socket) => socket.write([`POST ${AUTH_REQUESTS} HTTP/1.1`, ...lines].join('\r\n').repeat(15)));
  other.write(head('GET /livez'));
  await once(other, 'data');
  answered.before = answered.all;
  await until('all are answered', () => answered.all === 120);

  expect(answered.before).toBeLessThan(60);
  crowd.forEach((socket) => socket.destroy());
  other.destroy();
});
