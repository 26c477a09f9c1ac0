// `npm start` as a person runs it: the service ends with npm, and no process keeps its ports.
import { afterEach, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { ROOT } from '../support/typescript.ts';
import { until } from '../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'devauth-start-'));
let npm: ChildProcess | undefined;
afterEach(() => {
  npm?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test('the service of npm start ends when npm is terminated', async () => {
  const [port, internalPort] = [await freePort(), await freePort()];
  const { PATH, HOME } = process.env; // a setting for the specs is not one of the service
  const env = {
    PATH,
    HOME,
    DEVICEAUTH_DATA: folder,
    DEVICEAUTH_LISTEN: `127.0.0.1:${port}`,
    DEVICEAUTH_INTERNAL_LISTEN: `127.0.0.1:${internalPort}`,
  };
  const alive = async (): Promise<boolean> =>
    (await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined))?.status === 204;
  npm = spawn('npm', ['start'], { cwd: ROOT, env, stdio: 'ignore' });
  await until('the service serves', alive, 120_000);

  npm.kill('SIGTERM');
  await once(npm, 'exit');

  await until('the service has ended', async () => !(await alive()));
  expect(await isFree(port)).toBe(true);
  expect(await isFree(internalPort)).toBe(true);
}, 180_000);

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const listening = await Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ]);
  server.close();
  return listening;
}
