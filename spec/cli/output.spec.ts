// The output of `devauth` for terminals, pipes that close early, and lists longer than one page.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openProgram, type Ended, type Program } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';

let app: TestApp;
let program: Program;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  program = openProgram();
  app = await openApp();
  const tokenFile = join(program.folder, 'token');
  writeFileSync(tokenFile, app.users.token());
  env = { DEVAUTH_SERVER: app.publicUrl, DEVAUTH_INTERNAL_SERVER: app.internalUrl, DEVAUTH_TOKEN_FILE: tokenFile };
});
afterAll(async () => {
  await program.close();
  await app.close();
});

const devauth = (...words: readonly string[]): Promise<Ended> => program.run(words, env);

describe('a text of a device', () => {
  const STEERING = '\u001b[2J\u009b31m\u202e\u2028';
  const ESCAPED = '\\u001b[2J\\u009b31m\\u202e\\u2028';

  test.each([
    ['a table', ['devices', 'list', '--all']],
    ['JSON', ['devices', 'list', '--all', '--json']],
  ])('is escaped in %s before it reaches a terminal', async (_where, words) => {
    await app.pending(simulateDevice({ identity: { sn: STEERING } }));

    const { stdout } = await devauth(...words);

    expect(stdout).toContain(ESCAPED);
    // eslint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028]/);
  });

  test('is escaped in a message of a failed command', async () => {
    const { stderr } = await devauth('devices', 'show', `${STEERING}x`);

    // eslint-disable-next-line no-control-regex
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028]/);
  });
});

describe('a list that is longer than a page', () => {
  beforeAll(async () => {
    await Promise.all(Array.from({ length: 103 }, () => app.preauthorize(simulateDevice())));
  }, 60_000);

  test('reports on standard error how many more there are', async () => {
    const { stdout, stderr } = await devauth('devices', 'list', '--status', 'preauthorized');

    expect(stdout.trim().split('\n')).toHaveLength(100);
    expect(stderr).toBe('3 more; --all lists them\n');
  });

  test('reports nothing when all are shown', async () => {
    const { stdout, stderr } = await devauth('devices', 'list', '--all', '--json');

    expect(stdout.trim().split('\n').length).toBeGreaterThan(103);
    expect(stderr).toBe('');
  });

  test.each([[['devices', 'list', '--all', '--json']], [['--help']]])(
    'into a pipe that closes early ends quietly: devauth %j',
    async (words) => {
      const child = spawn(process.execPath, [join(program.folder, 'dist', 'main.js'), ...words], {
        cwd: program.folder,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.stdout.destroy(); // the reader ends before the first byte

      const [code]: readonly unknown[] = await once(child, 'close');

      expect([code, stderr]).toEqual([0, '']);
    },
  );
});

describe('a command that fails with the first answer', () => {
  const RUNS = [
    ...['csv', 'ndjson', 'json', 'table'].map((format) => ['devices', 'list', '-o', format]),
    ['devices', 'export', '-o', 'csv'],
    ['devices', 'queue', '-o', 'csv'],
    ['events', 'list', '-o', 'csv'],
    ['history', 'E1', '-o', 'csv'],
    ['webhooks', 'list', '-o', 'csv'],
    ['devices', 'accept', '-q', 'sn=E1', '--expect', '1', '-o', 'csv'],
  ];
  const FAILURES: readonly (readonly [string, () => Readonly<Record<string, string>>])[] = [
    ['because the server is gone', () => ({ ...env, DEVAUTH_SERVER: GONE, DEVAUTH_INTERNAL_SERVER: GONE })],
    ['because its token has expired', () => ({ ...env, DEVAUTH_TOKEN_FILE: expiredToken() })],
  ];
  const GONE = 'http://127.0.0.1:9';
  const expiredToken = (): string => {
    const file = join(program.folder, 'expired');
    writeFileSync(file, app.users.token('', { exp: 1 }));
    return file;
  };

  test.each(FAILURES)(
    '%s writes nothing to standard output',
    async (_why, envOf) => {
      for (const words of RUNS) {
        const { code, stdout, stderr } = await program.run(words, envOf());
        expect([words, code === 0, stdout]).toEqual([words, false, '']);
        expect(stderr).toMatch(/^devauth: /);
      }
    },
    60_000,
  );

  test('says nothing about a list of devices that was not sent', async () => {
    const file = join(program.folder, 'list.ndjson');
    writeFileSync(file, `${JSON.stringify({ identity_data: { sn: '1' }, pubkey: simulateDevice().pubkey })}\n`);

    const { stdout, stderr } = await program.run(['devices', 'preauthorize', file], {
      ...env,
      DEVAUTH_SERVER: GONE,
    });

    expect([stdout, stderr]).toEqual(['', expect.stringMatching(/^devauth: /)]);
  });
});

test('the service continues when the reader of its output has ended', async () => {
  const serving = await program.serve({ DEVICEAUTH_DATA: join(program.folder, 'data') });
  serving.process.stdout?.destroy();
  serving.process.stderr?.destroy();

  const answers = await Promise.all(
    Array.from({ length: 5 }, () => fetch(`${serving.publicUrl}/.well-known/jwks.json`)), // each writes a line
  );

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(await serving.stop()).toBe(0);
}, 30_000);

test.each([[['-h']], [['help', 'undo']], [['devices', '-h']], [['devices', 'list', '--help']]])(
  'devauth %j shows help',
  async (words) => {
    const { code, stdout } = await devauth(...words);

    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Usage: devauth/)]);
  },
);

test('devauth serve --help shows every setting', async () => {
  expect((await devauth('serve', '--help')).stdout).toContain('DEVICEAUTH_LISTEN');
});
