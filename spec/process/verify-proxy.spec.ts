// `devauth verify-proxy` as a separate process, at the edge of a network that fails.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openProgram, type Program } from '../support/app/program.ts';
import { until } from '../support/until.ts';
import { openTcpProxy, type TcpProxy } from '../verifier/tcp-proxy.ts';

const MAX_AGE_MS = 2_500;
const KEY = 'internal-key-of-the-specs-32-bytes';

let app: TestApp;
let program: Program;
let network: TcpProxy;
const children: ChildProcess[] = [];
beforeAll(async () => {
  app = await openApp({ DEVICEAUTH_INTERNAL_API_KEY: KEY });
  program = openProgram();
  network = await openTcpProxy(app.internalUrl);
});
afterEach(async () => {
  network.set('passes');
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
});
afterAll(async () => {
  await program.close();
  await network.close();
  await app.close();
});

async function start(env: Readonly<Record<string, string>> = { DEVAUTH_INTERNAL_API_KEY: KEY }) {
  const words = ['verify-proxy', '--feed', network.url, '--jwks', app.publicUrl, '--listen', '127.0.0.1:0'];
  const args = [join(program.folder, 'dist', 'main.js'), ...words, '--max-age', String(MAX_AGE_MS)];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const url = await until('it listens', () => /(http:\S+)/.exec(said.out)?.[1], 20_000);
  const ask = async (token: string) => {
    const headers = { Authorization: `Bearer ${token}` };
    const { status } = await fetch(`${url}/api/internal/v1/devauth/tokens/verify`, { headers });
    return status;
  };
  return { child, url, ask, said };
}

describe('devauth verify-proxy', () => {
  test('allows a good token, and refuses it when the service has revoked it', async () => {
    const seen = await app.accepted();
    const { ask } = await start();
    expect([await ask(seen.token), await ask('x')]).toEqual([200, 401]);

    await app.setStatus(seen, 'rejected');

    await until('it is refused', async () => (await ask(seen.token)) === 401, MAX_AGE_MS);
  });

  test.each(['hangs', 'cuts'] as const)(
    'answers 503 when the feed %s for longer than it may, never 401 or 200, and recovers',
    async (weather) => {
      const { token } = await app.accepted();
      const { ask, url, said } = await start();
      expect(await ask(token)).toBe(200);

      network.set(weather);
      const began = performance.now();
      await until('it gives no verdict', async () => (await ask(token)) === 503);
      const after = performance.now() - began;

      expect(after).toBeLessThan(MAX_AGE_MS + 1000);
      expect([await ask(token), await ask('x')]).toEqual([503, 503]);
      expect((await fetch(`${url}/readyz`)).status).toBe(503);
      await until('it says so', () => said.err.includes('no contact'));
      network.set('passes');
      await until('it has recovered', async () => (await ask(token)) === 200);
    },
  );

  test('stopped for longer than a contact may be old, it gives no verdict before the next contact', async () => {
    const seen = await app.accepted();
    const { child, ask } = await start();
    expect(await ask(seen.token)).toBe(200);

    child.kill('SIGSTOP');
    await app.setStatus(seen, 'rejected');
    const end = performance.now() + MAX_AGE_MS;
    await until('the contact is too old', () => performance.now() > end);
    const first = ask(seen.token);
    child.kill('SIGCONT');

    expect([401, 503]).toContain(await first);
    await until('it is refused', async () => (await ask(seen.token)) === 401);
  });

  test('started while the service does not answer, it reports that and answers 503 until it has been in contact', async () => {
    const { token } = await app.accepted();
    network.set('cuts');

    const { ask, said } = await start();

    expect(await ask(token)).toBe(503);
    expect(said.err).toContain('no contact with the service (');
    network.set('passes');
    await until('it has recovered', async () => (await ask(token)) === 200);
  });

  test('without the key of the internal API it reports the answer of the feed', async () => {
    const { token } = await app.accepted();

    const { ask, said } = await start({});

    expect(await ask(token)).toBe(503);
    expect(said.err).toContain('the feed answered 401');
  });

  test('ends by a signal while a gateway holds its connections', async () => {
    const { child, ask } = await start();
    await ask('x');

    child.kill('SIGTERM');

    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
