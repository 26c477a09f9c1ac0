// A disk that fills up under the embedded store: writes are refused, reads continue, every report names it, and new space ends it
// without a restart. The data folder is a tmpfs of 6 MB in its own mount namespace, which requires root.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openProgram, type Program } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { openUserIssuer } from '../support/app/users.ts';
import { describeIf, works } from '../support/optional.ts';
import { until } from '../support/until.ts';

const SERVE = 'mount -t tmpfs -o size=6m,mode=700 tmpfs "$0" && exec "$1" "$2" serve';

const users = openUserIssuer();
let program: Program;
beforeAll(() => {
  program = openProgram();
});
afterAll(() => program.close());

interface Served {
  readonly publicUrl: string;
  readonly internalUrl: string;
  /** The data folder for the service. */
  readonly data: string;
  end(): Promise<void>;
}

async function serveOnSmallDisk(): Promise<Served> {
  const folder = join(program.folder, 'small');
  const { PATH = '' } = process.env;
  const child = spawn(
    'unshare',
    [
      '--mount',
      'sh',
      '-c',
      `mkdir -p "$0" && ${SERVE}`,
      folder,
      process.execPath,
      join(program.folder, 'dist', 'main.js'),
    ],
    {
      cwd: program.folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH,
        DEVICEAUTH_DATA: folder,
        DEVICEAUTH_LISTEN: '127.0.0.1:0',
        DEVICEAUTH_INTERNAL_LISTEN: '127.0.0.1:0',
        DEVICEAUTH_LOG_LEVEL: 'silent',
        DEVICEAUTH_USER_KEYS: users.publicKeyFile,
      },
    },
  );
  const closed = once(child, 'close');
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const urls = await until('the service listens', () => {
    const [, publicUrl, internalUrl] = /public\s+(\S+)[\s\S]*internal\s+(\S+)/.exec(stdout) ?? [];
    return publicUrl !== undefined && internalUrl !== undefined && { publicUrl, internalUrl };
  });
  return {
    ...urls,
    data: join('/proc', String(child.pid), 'root', folder),
    end: async () => {
      child.kill('SIGTERM');
      await closed;
    },
  };
}

describeIf(works('unshare --mount true'), 'unshare (as root)', 'a full disk', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serveOnSmallDisk();
  }, 60_000);
  afterAll(() => served.end());

  const api = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${served.publicUrl}/api/management/v2/devauth${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${users.token()}`, 'Content-Type': 'application/json' },
    });
  const preauthorize = async (): Promise<number> => {
    const { identity, pubkey } = simulateDevice();
    return (await api('/devices', { method: 'POST', body: JSON.stringify({ identity_data: identity, pubkey }) }))
      .status;
  };
  const ready = async (): Promise<readonly [number, string]> => {
    const answer = await fetch(`${served.internalUrl}/readyz`);
    const { checks }: { checks: { store: string } } = JSON.parse(await answer.text());
    return [answer.status, checks.store];
  };
  const doctor = async () => {
    const { stdout, code } = await program.run(['doctor', '--json', '--wait', '0'], {
      DEVAUTH_INTERNAL_SERVER: served.internalUrl,
    });
    const findings: readonly { check: string; status: string; says: string }[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return { code, wrong: findings.filter(({ status }) => status === 'wrong').map(({ check }) => check), stdout };
  };
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${served.internalUrl}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };

  test('refuses writes, and readiness, doctor and metrics have the reason; reads continue', async () => {
    expect(await preauthorize()).toBe(201);
    const { bavail, bsize } = statfsSync(served.data);
    writeFileSync(join(served.data, 'filler'), Buffer.alloc(bavail * bsize));

    await until('a write is refused', async () => (await preauthorize()) === 503);

    expect(await ready()).toEqual([503, 'failed']);
    const { code, wrong, stdout } = await doctor();
    expect([code, wrong]).toEqual([4, ['store', 'writes', 'disk', 'settings']]);
    expect(stdout).toMatch(/the last at \S+: database or disk is full/);
    expect(await metric('devauth_store_errors_total')).toBeGreaterThan(0);
    expect(await metric('devauth_data_free_bytes')).toBeLessThan(64 * 1024);
    expect((await api('/devices')).status).toBe(200);
  }, 60_000);

  test('is over when there is space again, without a restart', async () => {
    rmSync(join(served.data, 'filler'));

    await until('the service is ready', async () => (await ready())[0] === 200);

    expect(await preauthorize()).toBe(201);
    expect(await doctor()).toMatchObject({ code: 0, wrong: [] });
  }, 60_000);
});
