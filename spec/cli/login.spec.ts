// `devauth login` and the contexts: the server and the token of a command, and the protection of the file.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openProgram, type Ended, type Program } from '../support/app/program.ts';
import { describeIf, isInstalled } from '../support/optional.ts';
import { onTerminal, TERMINAL } from '../support/terminal.ts';

let app: TestApp;
let other: TestApp;
let program: Program;
let config: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  program = openProgram();
  [app, other] = await Promise.all([openApp(), openApp()]);
}, 60_000);
afterAll(async () => {
  await program.close();
  await Promise.all([app.close(), other.close()]);
});
beforeEach(() => {
  const home = mkdtempSync(join(program.folder, 'home-'));
  env = { XDG_CONFIG_HOME: home };
  config = join(home, 'devauth', 'config.json');
});

const devauth = (...words: readonly string[]): Promise<Ended> => program.run(words, env);

const tokenFile = (token: string, name = 'token'): string => {
  const file = join(program.folder, name);
  writeFileSync(file, `${token}\n`);
  return file;
};

/** Signs in with a token from standard input. */
async function loginWith(token: string, ...words: readonly string[]): Promise<Ended> {
  const { PATH = '' } = process.env;
  const child = spawn(
    process.execPath,
    [join(program.folder, 'dist', 'main.js'), 'login', '--token-file', '-', ...words],
    { cwd: program.folder, env: { PATH, ...env }, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  child.stdin.end(`${token}\n`);
  const [code]: readonly unknown[] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, ...said };
}

describe('devauth login', () => {
  test('keeps a token from standard input where only its owner can read it, and later commands use it', async () => {
    const signedIn = await loginWith(app.users.token(), '--server', app.publicUrl, '--name', 'berlin');

    expect([signedIn.code, signedIn.stderr]).toEqual([0, '']);
    expect(signedIn.stdout).toBe(`signed in to ${app.publicUrl} as user operator-1; context berlin\n`);
    expect(statSync(config).mode & 0o777).toBe(0o600);
    expect((await devauth('devices', 'ls')).code).toBe(0);
    expect((await devauth('whoami')).stdout).toContain(`server ${app.publicUrl}, context berlin\n`);
  }, 30_000);

  test('remembers a file, which may be renewed', async () => {
    const file = tokenFile(app.users.token('', { exp: 1 }), 'renewed');
    const early = await devauth('login', '--server', app.publicUrl, '--token-file', file);
    tokenFile(app.users.token(), 'renewed');

    const late = await devauth('login', '--server', app.publicUrl, '--token-file', file);

    expect([early.code, late.code]).toEqual([1, 0]);
    expect(early.stderr).toMatch(/^devauth: 401 .*\(expired .*\n {2}next: .*get a new one.*\n {2}request \S+\n$/);
    expect(readFileSync(config, 'utf8')).toContain(`"token_file": "${file}"`);
    expect(readFileSync(config, 'utf8')).not.toContain('eyJ');
  }, 30_000);

  test('signs in nowhere with a token that is not accepted', async () => {
    const { code, stderr } = await loginWith('dak_x_y', '--server', app.publicUrl);

    expect([code, stderr]).toEqual([1, expect.stringMatching(/^devauth: 401 /)]);
    expect(() => statSync(config)).toThrow('ENOENT');
  });

  test('asks for a token at a terminal only', async () => {
    const { code, stderr } = await devauth('login', '--server', app.publicUrl);

    expect([code, stderr]).toEqual([2, expect.stringContaining('next: name a file: --token-file')]);
  });

  test('is refused with a file of several lines, before anything is sent', async () => {
    const file = tokenFile(`${app.users.token()}\nmore`, 'lines');

    const { code, stderr } = await devauth('devices', 'list', '--server', app.publicUrl, '--token-file', file);

    expect([code, stderr]).toEqual([2, expect.stringContaining(`${file} does not hold one token`)]);
  });
});

describeIf(isInstalled(TERMINAL), TERMINAL, 'devauth login on a terminal', () => {
  test('asks for the token and does not show it', async () => {
    const token = app.users.token();

    const { code, text } = await onTerminal(program, ['login', '--server', app.publicUrl], env, {
      answers: [['it is not shown', `${token}\n`]],
    });

    expect([code, text]).toEqual([0, expect.stringContaining('signed in to')]);
    expect(text).not.toContain(token.slice(0, 20));
    expect((await devauth('whoami')).code).toBe(0);
  }, 30_000);
});

describe('contexts', () => {
  test('are listed and chosen; an option or the environment overrides them', async () => {
    await loginWith(app.users.token(), '--server', app.publicUrl, '--name', 'berlin');
    await loginWith(other.users.token(), '--server', other.publicUrl, '--name', 'paris');
    await other.pending();
    const count = async (...words: readonly string[]) =>
      JSON.parse((await devauth('devices', 'ls', '-o', 'json', ...words)).stdout).length;

    const inParis = await count();
    await devauth('context', 'use', 'berlin');
    const inBerlin = await count();
    const inParisAgain = await count('--context', 'paris');

    expect([inParis, inBerlin, inParisAgain]).toEqual([1, 0, 1]);
    expect((await devauth('context', 'ls')).stdout).toBe(
      `*\tberlin\t${app.publicUrl}\tstored\n\tparis\t${other.publicUrl}\tstored\n`,
    );
    expect((await devauth('context', 'use', 'rome')).stderr).toContain('next: it may be berlin, paris');
  }, 60_000);

  test('never send the token of one server to another', async () => {
    await loginWith(app.users.token(), '--server', app.publicUrl);

    const { code, stderr } = await devauth('devices', 'ls', '--server', other.publicUrl);

    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^devauth: no token for .*\n {2}next: run `devauth login`/),
    ]);
  }, 30_000);

  test('end with logout', async () => {
    await loginWith(app.users.token(), '--server', app.publicUrl);

    const { stdout } = await devauth('logout');

    expect(stdout).toBe(`signed out of ${app.publicUrl}; the token itself is good until it expires\n`);
    expect(readFileSync(config, 'utf8')).not.toContain('eyJ');
    expect((await devauth('logout')).code).toBe(1);
  }, 30_000);

  test('are refused when others can read the file', async () => {
    await loginWith(app.users.token(), '--server', app.publicUrl);
    chmodSync(config, 0o644);

    const { code, stderr } = await devauth('devices', 'ls');

    expect([code, stderr]).toEqual([2, expect.stringMatching(/others can read .*\n {2}next: chmod 600 /)]);
  }, 30_000);

  test('are refused when the file is not JSON', async () => {
    mkdirSync(join(config, '..'), { recursive: true });
    writeFileSync(config, 'x', { mode: 0o600 });

    const { code, stderr } = await devauth('whoami');

    expect([code, stderr]).toEqual([2, expect.stringContaining('is not JSON')]);
  });
});

describe('devauth whoami', () => {
  test('shows the scopes of an API key', async () => {
    const { body } = await app.internal('POST /api-keys', { body: { scopes: ['devices:read'] } });
    const file = tokenFile(body.key, 'key');

    const { stdout } = await devauth('whoami', '--server', app.publicUrl, '--token-file', file);

    expect(stdout).toBe(`API key ${body.id}\nmay do devices:read\nserver ${app.publicUrl}\ntoken from ${file}\n`);
  });
});
