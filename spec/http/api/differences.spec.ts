// Answers that differ from Mender's on purpose. `api/README.md` (Intended differences) lists them.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { exchange, head } from '../../support/raw-http.ts';

const MANAGEMENT = '/api/management/v2/devauth';
const DEVICES = '/api/devices/v1/authentication';
const INTERNAL = '/api/internal/v1/devauth';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

const table = readFileSync(new URL('../../../api/README.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');

describe('OPTIONS', () => {
  test.each([
    [`${MANAGEMENT}/devices`, 'GET, POST'],
    [`${MANAGEMENT}/devices/x/auth/y/status`, 'GET, PUT'],
    [`${DEVICES}/auth_requests`, 'POST'],
  ])('%s is 405 with the allowed methods, where Mender answers 200', async (path, allow) => {
    const answer = await exchange(app.publicUrl, head(`OPTIONS ${path}`));

    expect([answer.status, ...answer.header('Allow')]).toEqual([405, allow]);
  });

  test('is in the table of differences', () => {
    expect(table).toContain('| `OPTIONS` is 200 | 405 with `Allow` |');
  });
});

describe('a slash at the end of a path', () => {
  test.each([
    ['GET', 'publicUrl', `${MANAGEMENT}/devices/`],
    ['GET', 'publicUrl', `${MANAGEMENT}/devices/x/`],
    ['PUT', 'publicUrl', `${MANAGEMENT}/devices/x/auth/y/status/`],
    ['POST', 'publicUrl', `${DEVICES}/auth_requests/`],
    ['GET', 'internalUrl', `${INTERNAL}/tenant/acme/limits/max_devices/`],
  ] as const)('%s on %s is 404, and no redirect: %s', async (method, listener, path) => {
    const answer = await exchange(app[listener], head(`${method} ${path}`, 'Content-Length: 0'));

    expect([answer.status, answer.header('Location')]).toEqual([404, []]);
  });

  test('is in the table of differences', () => {
    expect(table).toContain('| a slash at the end of a path redirects (301, 307) | 404 |');
  });
});

describe('an empty id in the filter of the list', () => {
  test.each(['id=', 'id=&status=pending', 'id=x&id='])('?%s is 400', async (query) => {
    const answer = await app.management(`GET /devices?${query}`);

    expect(answer.status).toBe(400);
  });

  test('is in the table of differences', () => {
    expect(table).toContain('| `GET /devices?id=` filters by an empty id | 400 |');
  });
});
