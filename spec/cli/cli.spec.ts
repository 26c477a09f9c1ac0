// `devauth` for operators and scripts: real processes against a running service, and stable exit codes.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestApp } from '../support/app/app.ts';
import { openCli, type Cli } from '../support/app/cli.ts';
import type { Ended, Program } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';

let cli: Cli;
let app: TestApp;
let program: Program;
beforeAll(async () => {
  cli = await openCli();
  ({ app, program } = cli);
});
afterAll(() => cli.close());

const devauth = (...words: readonly string[]): Promise<Ended> => cli.devauth(...words);

/** Reads output for programs: one object on each line. */
async function json(...words: readonly string[]) {
  const { code, stdout, stderr } = await devauth(...words, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

describe('devauth devices', () => {
  test('accepts a waiting device, shows it, and rejects it', async () => {
    const seen = await app.pending();

    const [accepted] = await json('devices', 'accept', seen.id);
    const token = (await app.ask(seen.device)).text;
    const [shown] = await json('devices', 'show', seen.id);
    const [rejected] = await json('devices', 'reject', seen.id, seen.authSet);

    expect(accepted).toMatchObject({ id: seen.id, auth_set: seen.authSet, status: 'accepted', result: 'done' });
    expect([shown.id, shown.status, rejected.status]).toEqual([seen.id, 'accepted', 'rejected']);
    expect((await app.verify(token)).status).toBe(401);
  }, 30_000);

  test('lists as a table for people and as lines for programs, all of them by cursor', async () => {
    const seen = await app.pending();

    const { stdout } = await devauth('devices', 'list', '--status', 'pending');
    const all = await json('devices', 'list', '--all');

    expect(stdout).toContain(`${seen.id}\tpending\t`);
    expect(all.map(({ id }) => id)).toContain(seen.id);
    expect(all).toHaveLength((await app.management('GET /devices/count')).body.count);
  }, 30_000);

  test('leaves the choice to the operator where there are several auth sets', async () => {
    const { id, device } = await app.pending();
    await app.ask(simulateDevice({ identity: device.identity }));

    const { code, stderr } = await devauth('devices', 'accept', id);

    expect([code, stderr]).toEqual([2, expect.stringContaining(`device ${id} has several auth sets, name one`)]);
  });

  test('dismisses and decommissions', async () => {
    const { id, authSet } = await app.pending();

    const [dismissed] = await json('devices', 'dismiss', id, authSet);
    const [gone] = await json('devices', 'decommission', id);

    expect([dismissed.status, gone.status]).toEqual(['dismissed', 'decommissioned']);
    expect((await devauth('devices', 'show', id)).code).toBe(1);
  }, 30_000);
});

describe('devauth tokens revoke', () => {
  const jtiOf = (token: string): string =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).jti;

  test('takes away one token by its jti, and all of a device', async () => {
    const one = await app.accepted();
    const other = await app.accepted();

    const [byJti] = await json('tokens', 'revoke', jtiOf(one.token));
    const [byDevice] = await json('tokens', 'revoke', '--device', other.id);

    expect([byJti.revoked, byDevice.revoked]).toEqual([jtiOf(one.token), other.id]);
    expect([(await app.verify(one.token)).status, (await app.verify(other.token)).status]).toEqual([401, 401]);
    expect((await devauth('tokens', 'revoke', jtiOf(one.token))).code).toBe(1);
  }, 30_000);
});

describe('devauth tokens revoke --device', () => {
  test('reports an unknown device', async () => {
    const { code, stderr } = await devauth('tokens', 'revoke', '--device', 'nope');
    const inTenant = await devauth('tokens', 'revoke', '--device', 'nope', '--tenant', '');

    expect([code, stderr]).toEqual([1, expect.stringMatching(/^devauth: 404 no device .*nope.*\n {2}next: /)]);
    expect([inTenant.code, inTenant.stderr]).toEqual([1, expect.stringContaining('there is no device nope\n  next: ')]);
  });
});

describe('devauth limits', () => {
  test('sets and shows a tenant’s limit', async () => {
    await json('limits', 'set', '3', '--tenant', 'acme');
    const [of] = await json('limits', 'get', '--tenant', 'acme');
    const [own] = await json('limits', 'get');
    await json('limits', 'set', '-1', '--tenant', 'acme');

    expect([of, own.limit]).toEqual([{ limit: 3, used: 0, preauthorized: 0, pending: 0 }, -1]);
    expect((await json('limits', 'get', '--tenant', 'acme'))[0].limit).toBe(-1);
  }, 30_000);
});

describe('devauth keys', () => {
  const inKeys = (name: string, ...words: readonly string[]): Promise<Ended> =>
    program.run(['keys', ...words, '--json'], { DEVICEAUTH_KEYS_DIR: join(program.folder, name) });

  test('makes the first key active and the next pending, which must be published before it signs', async () => {
    mkdirSync(join(program.folder, 'keys-1'), { mode: 0o700 });
    const first = JSON.parse((await inKeys('keys-1', 'generate')).stdout);
    const second = JSON.parse((await inKeys('keys-1', 'generate', '--alg', 'EdDSA')).stdout);

    const early = await inKeys('keys-1', 'activate', second.kid);
    const forced = await inKeys('keys-1', 'activate', second.kid, '--now');
    const revoked = await inKeys('keys-1', 'revoke', first.kid);
    const list = (await inKeys('keys-1', 'list')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

    expect([first.state, second.state]).toEqual(['active', 'pending']);
    expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('verifiers may not know key')]);
    expect([forced.code, revoked.code]).toEqual([0, 0]);
    expect(list.map(({ kid, state, alg }) => [kid, state, alg]).toSorted()).toEqual(
      [
        [first.kid, 'revoked', 'ES256'],
        [second.kid, 'active', 'EdDSA'],
      ].toSorted(),
    );
  }, 40_000);

  test('takes a kid that begins with a dash for a kid', async () => {
    mkdirSync(join(program.folder, 'keys-2'), { mode: 0o700 });

    const { code, stderr } = await inKeys('keys-2', 'revoke', '-abc');

    expect([code, stderr]).toEqual([1, 'devauth: no signing key -abc\n']);
  });

  test('does not rotate the one key of a file', async () => {
    const { code, stderr } = await program.run(['keys', 'generate'], {
      DEVICEAUTH_SERVER_PRIV_KEY_PATH: '/etc/key.pem',
    });

    expect([code, stderr]).toEqual([2, expect.stringContaining('set DEVICEAUTH_KEYS_DIR')]);
  });
});

describe('devauth migrate', () => {
  test('makes the store of an installation that is not running', async () => {
    const settings = { DEVICEAUTH_DATA: join(program.folder, 'fresh') };
    mkdirSync(settings.DEVICEAUTH_DATA, { mode: 0o700 });

    const { code, stdout } = await program.run(['migrate'], settings);

    expect([code, stdout]).toEqual([0, 'the sqlite store has the schema of this program\n']);
    expect((await program.run(['doctor', '--offline'], settings)).stdout).toMatch(
      /ok\tstore\t\S+devauth\.db was read and not changed\n/,
    );
  }, 30_000);
});

describe('exit codes', () => {
  test.each([
    ['an unknown command', ['frobnicate'], 2, /unknown command 'frobnicate'/],
    ['an unknown option', ['devices', 'list', '--frobnicate'], 2, /unknown option '--frobnicate'/],
    ['a missing argument', ['devices', 'show'], 2, /missing required argument 'device'/],
    ['a device that does not exist', ['devices', 'show', 'nobody'], 1, /404 .*nobody/],
    [
      'no server at the address',
      ['devices', 'list', '--server', 'http://127.0.0.1:9'],
      3,
      /no server answers at http:\/\/127\.0\.0\.1:9/,
    ],
  ])('%s', async (_name, words, code, says) => {
    const ended = await devauth(...words);

    expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(says)]);
  });

  test('are on the page that --help shows', async () => {
    const { code, stdout } = await devauth('--help');

    expect(code).toBe(0);
    expect(stdout).toMatch(/Exit codes:\n {2}0 {2}done\n {2}1 .*\n {2}2 .*\n {2}3 .*\n {2}4 .*\n {2}130 /);
  });
});
