// `npm start` as a person runs it: the service ends with npm, and nothing keeps its ports.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { ROOT } from '../support/typescript.ts';
import { until } from '../support/until.ts';

let folder: string;
let npm: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'devauth-start-'));
});
afterEach(() => {
  npm?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  readonly ports: readonly number[];
  readonly alive: () => Promise<boolean>;
  /** The exit code of npm. */
  readonly ended: Promise<number | null>;
}

/** Starts npm in a process group of its own, as a terminal does. */
async function start(settings: Readonly<Record<string, string>> = {}): Promise<Started> {
  const [port, internalPort] = [await freePort(), await freePort()];
  const { PATH, HOME } = process.env; // a setting for the specs is not one of the service
  const env = {
    PATH,
    HOME,
    DEVICEAUTH_DATA: folder,
    DEVICEAUTH_LISTEN: `127.0.0.1:${port}`,
    DEVICEAUTH_INTERNAL_LISTEN: `127.0.0.1:${internalPort}`,
    ...settings,
  };
  const alive = async (): Promise<boolean> =>
    (await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined))?.status === 204;
  npm = spawn('npm', ['start'], { cwd: ROOT, env, stdio: 'ignore', detached: true });
  const ended = once(npm, 'exit').then(([code]) => code);
  await until('the service serves', alive, 120_000);
  return { ports: [port, internalPort], alive, ended };
}

describe('npm start', () => {
  test('that is terminated ends after the service has drained, with its code', async () => {
    const { ports, ended } = await start({ DEVICEAUTH_DRAIN_DELAY: '1' });

    npm?.kill('SIGTERM');

    expect(await ended).toBe(0);
    expect(await Promise.all(ports.map(isFree))).toEqual([true, true]);
  }, 180_000);

  test('that is interrupted at a terminal drains too, although the service gets the signal twice', async () => {
    const { ports, ended } = await start();
    const idle = connect(ports[0] ?? 0, '127.0.0.1'); // the service waits a second for it
    await once(idle, 'connect');

    process.kill(-(npm?.pid ?? 0), 'SIGINT');

    expect(await ended).toBe(0);
    expect(await Promise.all(ports.map(isFree))).toEqual([true, true]);
  }, 180_000);

  test('that is killed takes the service with it', async () => {
    const { ports, alive } = await start();

    npm?.kill('SIGKILL');

    await until('the service has ended', async () => !(await alive()));
    expect(await Promise.all(ports.map(isFree))).toEqual([true, true]);
  }, 180_000);
});

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const listening = await Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ]);
  server.close();
  return listening;
}
