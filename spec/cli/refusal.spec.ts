// Messages about failures: what happened, what to do next, and last the id of the request.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { refusalOf } from '../../src/cli/refusal.ts';
import { openApp, type TestApp } from '../support/app/app.ts';
import { freePort } from '../support/free-port.ts';
import { openProgram, type Ended, type Program } from '../support/app/program.ts';

let app: TestApp;
let program: Program;
beforeAll(async () => {
  program = openProgram();
  app = await openApp();
}, 30_000);
afterAll(async () => {
  await program.close();
  await app.close();
});

function devauth(token: string, ...words: readonly string[]): Promise<Ended> {
  const file = join(program.folder, 'token');
  writeFileSync(file, token);
  return program.run(words, { DEVAUTH_SERVER: app.publicUrl, DEVAUTH_TOKEN_FILE: file });
}

const REQUEST = / {2}request [\da-f-]{36}\n$/;

describe('a refusal', () => {
  test('of an expired token has the time of expiry, and the place for a new one', async () => {
    const expired = app.users.token('', { exp: Math.floor(Date.now() / 1000) - 3 * 3600 });

    const { code, stderr } = await devauth(expired, 'devices', 'ls');

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^devauth: 401 .*expired 3 h ago.*\n {2}next: the token is from .*token; put a new token into/,
    );
    expect(stderr).toMatch(REQUEST);
  });

  test('of an API key without the scope has the way to see its scopes', async () => {
    const { body } = await app.internal('POST /api-keys', { body: { scopes: ['devices:read'] } });

    const { code, stderr } = await devauth(body.key, 'tokens', 'revoke', 'x');

    expect([code, stderr]).toEqual([1, expect.stringMatching(/^devauth: 403 .*\n {2}next: `devauth whoami` shows/)]);
    expect(stderr).toMatch(REQUEST);
  });

  test('of a wrong command line has the place of its help', async () => {
    const { code, stderr } = await devauth('', 'devices', 'ls', '--frobnicate');

    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/\n {2}next: devauth devices list --help shows what it takes\n$/),
    ]);
  });

  test.each([
    ['why E1', 'devauth devices why'],
    ['--json accept E1', 'devauth --help shows what it takes'],
    ['list', 'devauth devices list, or devauth events list, or '],
    ['devices undo 1', 'devauth undo'],
    ['devices frobnicate', 'devauth devices --help shows what it takes'],
    ['frobnicate', 'devauth --help shows what it takes'],
    ['serve frobnicate', 'devauth serve --help shows what it takes'],
  ])('of an unknown command names the command with that name elsewhere: devauth %s', async (line, next) => {
    const { code, stderr } = await devauth(app.users.token(), ...line.split(' '));

    expect([code, stderr]).toEqual([2, expect.stringContaining(`\n  next: ${next}`)]);
  });

  test('has an advice for every status of the API', () => {
    const statuses = [302, 400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 502, 503, 504];

    const without = statuses.filter((status) => refusalOf(status, { error: 'x' }).advice.next === '');

    expect(without).toEqual([]);
  });
});

describe('a server that does not answer', () => {
  test('is named with the ways to name another one', async () => {
    const { code, stderr } = await devauth('t', 'devices', 'ls', '--server', `127.0.0.1:${await freePort()}`);

    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^devauth: no server answers at http:\/\/127\.0\.0\.1:\d+\S*: ECONNREFUSED\n {2}next: is it running/,
    );
  });
});

describe('a server that is not devauth', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
  });
  const addressOf = async (
    status: number,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<string> => {
    const server = createServer((_request, response) => void response.writeHead(status, headers).end(body));
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  };

  test.each([
    ['other JSON', 'application/json', '{}'],
    ['a page', 'text/html', '<p>hello</p>'],
  ])(
    'and answers with %s is told in one line',
    async (_what, type, body) => {
      const server = await addressOf(200, { 'Content-Type': type }, body);

      for (const words of [['ls'], ['show', 'E1'], ['why', 'E1'], ['watch']]) {
        const { code, stderr } = await devauth('t', 'devices', ...words, '--server', server);

        expect([code, stderr]).toEqual([
          1,
          expect.stringMatching(/^devauth: the server does not answer as devauth does\n {2}next: .*--server.*\n$/),
        ]);
      }
    },
    30_000,
  );

  test('and answers for another address is told with that address', async () => {
    const server = await addressOf(302, { Location: 'https://login.example/' }, '');

    const { code, stderr } = await devauth('t', 'devices', 'ls', '--server', server);

    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/ 302 .*\n {2}next: .* https:\/\/login\.example\/: --server /),
    ]);
  });
});

describe('wrong settings', () => {
  test('are told with the place where all are listed', async () => {
    const { code, stderr } = await program.run(['serve'], { DEVICEAUTH_LISTEN: 'nowhere at all' });

    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/\n {2}next: `devauth serve --help` lists the settings\n$/),
    ]);
  });
});

describe('--debug', () => {
  test('shows method, path, status and time of each request, and no header', async () => {
    const token = app.users.token();

    const { stderr } = await devauth(token, 'devices', 'show', 'nobody', '--debug');

    expect(stderr).toMatch(
      /^GET \/api\/management\/v2\/devauth\/devices\/nobody 404 \d+ ms\nPOST \S+\/devices\/search\S* 200 \d+ ms\n/,
    );
    expect(stderr).not.toContain(token.slice(0, 20));
  });
});
