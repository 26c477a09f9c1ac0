// Completion in the real shells: commands, options, values, files, and the devices of a server.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCli, type Cli } from '../support/app/cli.ts';
import { freePort } from '../support/free-port.ts';
import { describeIf, isInstalled } from '../support/optional.ts';
import { SHELLS, type Complete } from '../support/shells.ts';
import { TERMINAL } from '../support/terminal.ts';
import { until } from '../support/until.ts';

let cli: Cli;
let id: string;
let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  cli = await openCli();
  ({ id } = await cli.app.pending());
  folder = join(cli.program.folder, 'shell');
  mkdirSync(folder);
  writeFileSync(join(folder, 'rows.csv'), '');
  writeFileSync(
    join(folder, 'devauth'),
    `#!/bin/sh\nexec '${process.execPath}' '${join(cli.program.folder, 'dist', 'main.js')}' "$@"\n`,
  );
  chmodSync(join(folder, 'devauth'), 0o700);
  env = { ...cli.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`, HOME: folder };
  for (const shell of Object.keys(SHELLS))
    writeFileSync(join(folder, `completion.${shell}`), (await cli.devauth('completion', shell)).stdout);
});
afterAll(() => cli.close());

const isUsable = (shell: string): boolean => isInstalled(shell) && isInstalled(TERMINAL);

/** Completes in that shell, which has these settings too. */
function completer(shell: string, settings: Readonly<Record<string, string>> = {}): Complete {
  const place = { folder, script: join(folder, `completion.${shell}`), env: { ...env, ...settings } };
  return SHELLS[shell]?.(place) ?? (() => Promise.reject(new TypeError(`no shell ${shell}`)));
}

for (const shell of Object.keys(SHELLS)) {
  describeIf(isUsable(shell), shell, `devauth completion ${shell}`, () => {
    test.each([
      ['a command', 'devauth dev', 'ices'],
      ['a command of a command', 'devauth devices rej', 'ect'],
      ['a command behind an option with a value', 'devauth --server devices devices rej', 'ect'],
      ['an option', 'devauth devices ls --stat', 'us'],
      ['a value of an option', 'devauth devices ls --status acc', 'epted'],
      ['a value of the same option of another command', 'devauth devices dismiss --from prea', 'uthorized'],
      ['a value of an option of every command', 'devauth devices ls --output nd', 'json'],
      ['an argument with a choice', 'devauth completion ba', 'sh'],
      ['a file', 'devauth devices preauthorize row', 's.csv'],
      ['a file of an option', 'devauth devices accept --from-file row', 's.csv'],
    ])('completes %s: %s', async (_, line, rest) => {
      const shown = await completer(shell)(line);

      expect(shown.split(/\s/)[0]).toBe(shell === 'fish' ? `${line.split(' ').at(-1) ?? ''}${rest}` : rest);
    });

    test.each([
      ['devauth devices show '],
      ['devauth devices accept x '],
      ['devauth history '],
      ['devauth events list --device '],
    ])('completes the id of a device: %s', async (line) => {
      const complete = completer(shell);

      const shown = await until('the server is asked in time', async () => (await complete(line)).split(/\s/)[0]);

      expect(shown).toBe(id);
    });

    test.each([['devauth devices ls --limit '], ['devauth devices accept --reason ']])(
      'completes no file where none is expected: %s',
      async (line) => {
        expect(await completer(shell)(line)).toBe('');
      },
    );

    test('completes nothing, without a word, if no server answers', async () => {
      const DEVAUTH_SERVER = `http://127.0.0.1:${await freePort()}`;

      expect(await completer(shell, { DEVAUTH_SERVER })('devauth devices show ')).toBe('');
      expect(await completer(shell, { DEVAUTH_SERVER })('devauth devices rej')).toMatch(/ect/);
    });

    test('completes nothing, without a word, if the token is expired', async () => {
      const DEVAUTH_TOKEN_FILE = join(folder, 'expired');
      writeFileSync(DEVAUTH_TOKEN_FILE, cli.app.users.token('', { exp: Math.floor(Date.now() / 1000) - 600 }));

      expect(await completer(shell, { DEVAUTH_TOKEN_FILE })('devauth devices show ')).toBe('');
    });
  });
}

describe('devauth complete-devices', () => {
  test('prints the ids of devices, and nothing when the server does not answer', async () => {
    const { code, stdout, stderr } = await cli.devauth('complete-devices');
    const gone = await cli.devauth('complete-devices', '--server', `127.0.0.1:${await freePort()}`);

    expect([code, stdout, stderr]).toEqual([0, `${id}\n`, '']);
    expect([gone.code, gone.stdout, gone.stderr]).toEqual([0, '', '']);
  });
});
