// A connection that ends leaves no file open, after any request.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { readdirSync, readlinkSync } from 'node:fs';
import { openApp, type TestApp } from '../support/app/app.ts';
import { describeIf, works } from '../support/optional.ts';
import { closed, exchange, head, open } from '../support/raw-http.ts';
import { until } from '../support/until.ts';
import { isServing } from './tools.ts';

const BUNDLE = 'swagger-ui-bundle.js';
const FILE = `GET /openapi/${BUNDLE} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterEach(async () => expect(await isServing(app)).toBe(true));
afterAll(() => app.close());

/** Returns how many files with that name this process has open. */
function openFiles(name: string): number {
  const links = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return ''; // it was closed in between
    }
  });
  return links.filter((link) => link.includes(name)).length;
}

const allClosed = (name: string): Promise<unknown> => until(`no ${name} is open`, () => openFiles(name) === 0);

describeIf(works('test -d /proc/self/fd'), '/proc/self/fd', 'the source of a streamed answer', () => {
  test('is closed when the answer has been sent', async () => {
    const answer = await exchange(app.internalUrl, head(`GET /openapi/${BUNDLE}`));

    expect(answer.status).toBe(200);
    await allClosed(BUNDLE);
  });

  test('is closed when the connection ends, and waiting requests never opened one', async () => {
    const crowd = await Promise.all(Array.from({ length: 10 }, () => open(app.internalUrl)));

    crowd.forEach((socket) => socket.pause().write(FILE.repeat(8)));
    await until('files are open', () => openFiles(BUNDLE) === 10);
    await isServing(app);
    const whileSent = openFiles(BUNDLE);
    crowd.forEach((socket) => socket.resetAndDestroy());

    await allClosed(BUNDLE);
    expect(whileSent).toBe(10);
  });

  test('is closed when there are too many requests behind it', async () => {
    const socket = await open(app.internalUrl);

    socket.pause().write(FILE.repeat(100));
    await closed(socket.resume());

    await allClosed(BUNDLE);
  });

  test('is closed when CONNECT follows', async () => {
    const socket = await open(app.internalUrl);

    socket.pause().write(`${FILE}CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await closed(socket.resume());

    await allClosed(BUNDLE);
  });
});
