// The process: its start, the settings that it refuses, and its end.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { MIGRATIONS } from '../../src/store/sqlite/schema.ts';
import { open, readAnswer } from '../support/raw-http.ts';
import { buildService, type BuiltService, type ServiceProcess, type Settings } from '../support/app/service-process.ts';
import { until } from '../support/until.ts';
import { openUserIssuer } from '../support/app/users.ts';

jest.setTimeout(60_000); // processes start slowly on a busy machine

const users = openUserIssuer();
let built: BuiltService;
beforeAll(() => {
  built = buildService();
});
afterAll(() => built.remove());

let started: ServiceProcess[] = [];
const start = (settings?: Settings): ServiceProcess => {
  const service = built.start(settings);
  started.push(service);
  return service;
};
beforeEach(() => {
  started = [];
  rmSync(join(built.folder, 'data'), { recursive: true, force: true });
});
afterEach(async () => {
  for (const { child, ended } of started) {
    child.kill('SIGKILL');
    await ended;
  }
});

const VERIFY = '/api/internal/v1/devauth/tokens/verify';
const modeOf = (...path: string[]): string => (statSync(join(built.folder, ...path)).mode & 0o777).toString(8);
const tokenOf = (): string => readFileSync(join(built.folder, 'data', 'operator.token'), 'utf8');

describe('a signal', () => {
  test('SIGTERM lets a request under way end, takes no other, and the process ends with 0', async () => {
    const service = start();
    const { publicUrl } = await service.listening();
    const socket = await open(publicUrl);
    const answered = readAnswer(socket);
    const body = '{"id_data":"{}"}';
    socket.write(
      `POST /api/devices/v1/authentication/auth_requests HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 4)}`,
    );
    await fetch(`${publicUrl}/livez`); // the request before it has arrived by then

    service.child.kill('SIGTERM');
    await until('the service is stopping', () => service.stderr().includes('"stopping"'));
    await until('new connections are refused', () => open(publicUrl).then(close, () => true));
    socket.write(body.slice(4));

    expect((await answered).status).toBe(400);
    expect((await answered).body).toContain('pubkey must be provided');
    expect(await service.ended).toEqual({ code: 0, signal: null });
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s ends an idle process with 0, and leaves no owner behind',
    async (signal) => {
      const service = start();
      await service.listening();

      service.child.kill(signal);

      expect(await service.ended).toEqual({ code: 0, signal: null });
      expect(existsSync(join(built.folder, 'data', 'devauth.db.pid'))).toBe(false);
    },
  );

  test('SIGHUP does nothing: a terminal that closes is no wish to stop', async () => {
    const service = start();
    const { publicUrl } = await service.listening();

    service.child.kill('SIGHUP');

    expect((await fetch(`${publicUrl}/livez`)).status).toBe(204);
    service.child.kill('SIGTERM');
    await service.ended;
    expect(service.stderr()).toContain('"signal":"SIGTERM"');
  });

  test('killed at any moment, it starts again with its data', async () => {
    const first = start();
    const { publicUrl } = await first.listening();
    const keys = await (await fetch(`${publicUrl}/.well-known/jwks.json`)).text();
    first.child.kill('SIGKILL');
    await first.ended;

    const second = start();
    const again = await second.listening();

    expect(await (await fetch(`${again.publicUrl}/.well-known/jwks.json`)).text()).toBe(keys);
  });
});

describe('the first run', () => {
  test('makes the data folder, the store, a signing key and a token that only its owner reads', async () => {
    await start().listening();

    expect(modeOf('data')).toBe('700');
    expect(modeOf('data', 'keys')).toBe('700');
    expect(modeOf('data', 'operator.token')).toBe('600');
    expect(modeOf('data', 'operator.pem')).toBe('600');
    expect(modeOf('data', 'devauth.db')).toBe('600');
    for (const name of readdirSync(join(built.folder, 'data', 'keys')))
      expect(modeOf('data', 'keys', name)).toBe('600');
  });

  test('gives a token that manages, and a new one at each start, under which the old one still holds', async () => {
    const first = start();
    await first.listening();
    const before = tokenOf();
    first.child.kill('SIGTERM');
    await first.ended;
    const { publicUrl } = await start().listening();

    const list = (token: string): Promise<Response> =>
      fetch(`${publicUrl}/api/management/v2/devauth/devices`, { headers: { Authorization: `Bearer ${token}` } });
    expect(tokenOf()).not.toBe(before);
    expect((await list(tokenOf())).status).toBe(200);
    expect((await list(before)).status).toBe(200);
  });

  test('is over where users are configured: there is no local operator then', async () => {
    const service = start({ DEVICEAUTH_USER_KEYS: users.publicKeyFile });
    await service.listening();

    expect(existsSync(join(built.folder, 'data', 'operator.token'))).toBe(false);
    expect(service.stdout()).not.toContain('curl');
  });
});

describe('a start that is refused', () => {
  const refused = async (settings: Settings): Promise<string> => {
    const service = start(settings);
    const { code } = await service.ended;
    expect(code).toBe(2);
    expect(service.stdout()).toBe('');
    return service.stderr();
  };

  test('names every wrong setting at once, and touches nothing', async () => {
    const said = await refused({
      DEVICEAUTH_LISTEN: 'nonsense',
      DEVICEAUTH_MAX_DEVICES: '-2',
      DEVICEAUTH_JWT_EXP_TIMEOUT: 'long',
      DEVICEAUTH_UNHEARD_OF: '1',
    });

    for (const name of ['LISTEN', 'MAX_DEVICES', 'JWT_EXP_TIMEOUT', 'UNHEARD_OF'])
      expect(said).toContain(`DEVICEAUTH_${name} `);
    expect(existsSync(join(built.folder, 'data'))).toBe(false);
  });

  test('names every file that is missing beside the settings that are wrong', async () => {
    const said = await refused({
      DEVICEAUTH_LISTEN: 'nonsense',
      DEVICEAUTH_USER_KEYS: '/nowhere/users.pem',
      DEVICEAUTH_SERVER_PRIV_KEY_PATH: '/nowhere/key.pem',
    });

    expect(said).toContain('DEVICEAUTH_LISTEN must be');
    expect(said).toContain('DEVICEAUTH_USER_KEYS names a file that cannot be read');
    expect(said).toContain('DEVICEAUTH_SERVER_PRIV_KEY_PATH names a file that cannot be read');
  });

  test('names everything that cannot be used, each under its setting, and closes the store again', async () => {
    const file = join(built.folder, 'not-a-key.pem');
    writeFileSync(file, 'nonsense');

    const said = await refused({
      DEVICEAUTH_USER_KEYS: users.publicKeyFile,
      DEVICEAUTH_TENANT_JWT_KEYS: file,
      DEVICEAUTH_TENANT_TOKEN_KEYS: file,
      DEVICEAUTH_SERVER_PRIV_KEY_PATH: file,
    });

    for (const name of ['TENANT_JWT_KEYS', 'TENANT_TOKEN_KEYS', 'SERVER_PRIV_KEY_PATH'])
      expect(said).toMatch(new RegExp(`DEVICEAUTH_${name}: .*not-a-key.pem`));
    expect(existsSync(join(built.folder, 'data', 'devauth.db.pid'))).toBe(false);
  });

  test('names a data folder that cannot be created', async () => {
    const file = join(built.folder, 'a-file');
    writeFileSync(file, '');

    expect(await refused({ DEVICEAUTH_DATA: join(file, 'data') })).toContain('DEVICEAUTH_DATA: ');
  });

  test('is one on a data folder that another process owns, which it names', async () => {
    const owner = start();
    const { publicUrl, internalUrl } = await owner.listening();

    expect(await refused({})).toMatch(new RegExp(`DEVICEAUTH_DATA: .*is in use by process ${owner.pid}`));
    expect((await fetch(`${publicUrl}/livez`)).status).toBe(204);
    expect((await fetch(`${internalUrl}/readyz`)).status).toBe(200);
  });

  test('is one on a store that a newer version wrote, and the store is left as it was', async () => {
    const service = start();
    await service.listening();
    service.child.kill('SIGTERM');
    await service.ended;
    const file = join(built.folder, 'data', 'devauth.db');
    const db = new DatabaseSync(file);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    db.close();
    const before = readFileSync(file);

    const said = await refused({});

    expect(said).toContain('was written by a newer devauth');
    expect(said).toContain('left untouched');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('is one on addresses that others reach, without users to manage', async () => {
    expect(await refused({ DEVICEAUTH_LISTEN: '0.0.0.0:0' })).toContain('DEVICEAUTH_USER_KEYS');
    expect(await refused({ DEVICEAUTH_INTERNAL_LISTEN: '0.0.0.0:0' })).toContain('DEVICEAUTH_USER_KEYS');
  });

  test('is one on a single address that others reach', async () => {
    const settings = {
      DEVICEAUTH_USER_KEYS: users.publicKeyFile,
      DEVICEAUTH_LISTEN: '0.0.0.0:18080',
      DEVICEAUTH_INTERNAL_LISTEN: '0.0.0.0:18080',
    };

    expect(await refused(settings)).toContain('DEVICEAUTH_SHARED_LISTENER');
  });

  test('is one with a signing key that others may read', async () => {
    const first = start();
    await first.listening();
    first.child.kill('SIGTERM');
    await first.ended;
    const keys = join(built.folder, 'data', 'keys');
    const pem = readdirSync(keys).find((name) => name.endsWith('.pem')) ?? '';
    chmodSync(join(keys, pem), 0o644);

    expect(await refused({})).toMatch(new RegExp(`DEVICEAUTH_KEYS_DIR: .*${pem}`));
  });

  test('is one with a user key that is no key', async () => {
    const file = join(built.folder, 'not-a-key.pem');
    writeFileSync(file, 'nonsense');

    expect(await refused({ DEVICEAUTH_USER_KEYS: file })).toMatch(/DEVICEAUTH_USER_KEYS: .*not-a-key.pem/);
  });
});

describe('one address for both listeners', () => {
  test('on the loopback serves everything there', async () => {
    const probe = start();
    const { publicUrl } = await probe.listening();
    probe.child.kill('SIGTERM');
    await probe.ended;
    const address = new URL(publicUrl).host; // free a moment ago
    const service = start({ DEVICEAUTH_LISTEN: address, DEVICEAUTH_INTERNAL_LISTEN: address });

    const { publicUrl: one, internalUrl: other } = await service.listening();

    expect(one).toBe(other);
    expect((await fetch(one + VERIFY)).status).toBe(401);
    expect((await fetch(`${one}/.well-known/jwks.json`)).status).toBe(200);
  });
});

test('the log is JSON, one object on each line, and has neither a token nor the requests of probes', async () => {
  const service = start();
  const { publicUrl, internalUrl } = await service.listening();
  const headers = { Authorization: `Bearer ${tokenOf()}` };
  await fetch(`${publicUrl}/api/management/v2/devauth/devices?status=pending`, { headers });
  await fetch(internalUrl + VERIFY, { headers });
  await fetch(`${publicUrl}/livez`);
  await fetch(`${internalUrl}/metrics`);
  service.child.kill('SIGTERM');
  await service.ended;

  const lines = service.stderr().trim().split('\n');
  const messages = lines.map((line) => JSON.parse(line).message);
  expect(messages).toEqual(expect.arrayContaining(['listening', 'request', 'stopping']));
  expect(service.stderr()).not.toContain(tokenOf().split('.')[2]);
  expect(service.stderr()).not.toMatch(/"route":"[^"]*(livez|metrics)"/);
});

function close(socket: { destroy(): unknown }): false {
  socket.destroy();
  return false;
}
