// `devauth` against a server that answers "later", and the ways to write an address.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openProgram, type Ended, type Program } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';

let app: TestApp;
let program: Program;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  program = openProgram();
  app = await openApp({ DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '1', DEVICEAUTH_MANAGEMENT_REQUESTS_BURST: '1' });
  const tokenFile = join(program.folder, 'token');
  writeFileSync(tokenFile, app.users.token());
  env = { DEVAUTH_SERVER: app.publicUrl, DEVAUTH_INTERNAL_SERVER: app.internalUrl, DEVAUTH_TOKEN_FILE: tokenFile };
});
afterAll(async () => {
  await program.close();
  await app.close();
});

const devauth = (...words: readonly string[]): Promise<Ended> => program.run(words, env);

describe('a server that limits the rate of requests', () => {
  test('is waited for: a command of two requests is done', async () => {
    await app.ask(simulateDevice({ identity: { sn: 'slow' } }));

    const { code, stdout } = await devauth('devices', 'show', 'slow', '-o', 'name');

    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\S+\n$/)]);
  }, 60_000);

  test('is not waited for with --wait 0: the command ends with 3', async () => {
    const { code, stderr } = await devauth('devices', 'show', 'nobody', '--wait', '0');

    expect([code, stderr]).toEqual([3, expect.stringMatching(/devauth: 429 .*\n {2}next: try again later/)]);
  }, 60_000);

  test('is a whole number of seconds', async () => {
    const { code, stderr } = await devauth('devices', 'list', '--wait', 'long');

    expect([code, stderr]).toEqual([
      2,
      'devauth: --wait must be a whole number of seconds\n  next: such as --wait 300\n',
    ]);
  });
});

describe('a server that ends in the middle of its answer', () => {
  test('ends the command with 3, and the command says that the request may be done', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      response.write('[', () => response.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const { code, stderr } = await devauth('devices', 'list', '--server', `127.0.0.1:${port}`);
    server.close();

    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/^devauth: the answer of http:\S+ broke off\n {2}next: .*look before you run it again\n$/),
    ]);
  }, 30_000);
});

describe('a server that is busy', () => {
  test.each([429, 503])(
    'with %s is asked again after Retry-After',
    async (status) => {
      const askedAt: number[] = [];
      const server = createServer((_request, response) => {
        askedAt.push(performance.now());
        const isBusy = askedAt.length === 1;
        response.writeHead(isBusy ? status : 200, { 'Content-Type': 'application/json', 'Retry-After': '1' });
        response.end(isBusy ? '{"error":"busy"}' : '[]');
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;

      const { code } = await devauth('devices', 'list', '--server', `127.0.0.1:${port}`);
      server.close();

      expect([code, askedAt.length]).toEqual([0, 2]);
      expect((askedAt[1] ?? 0) - (askedAt[0] ?? 0)).toBeGreaterThan(990);
    },
    30_000,
  );
});

describe('an address', () => {
  test('needs no scheme', async () => {
    const { host } = new URL(app.publicUrl);

    expect((await devauth('devices', 'list', '--server', host)).code).toBe(0);
  }, 30_000);

  test('that is not valid is refused before a request is sent', async () => {
    const { code, stderr } = await devauth('devices', 'list', '--server', 'ftp://files');

    expect([code, stderr]).toEqual([2, expect.stringContaining('--server must be host:port')]);
  });
});
