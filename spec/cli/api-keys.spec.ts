// `devauth api-keys` against a running service: its output and its exit codes.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { apiKeysCommand } from '../../src/cli/api-keys.ts';
import { openApp, type TestApp } from '../support/app/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

/** The command with the options that all commands have, and its outputs. */
async function devauth(...words: readonly string[]) {
  const said = { out: '', err: '' };
  const io = { out: (text: string) => void (said.out += text), err: (text: string) => void (said.err += text) };
  const program = new Command('devauth').option('--json').option('--internal <url>').addCommand(apiKeysCommand(io));
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  }
  await program.parseAsync(['--internal', app.internalUrl, ...words], { from: 'user' });
  return said;
}

const countAs = (key: string) =>
  app.public('GET /api/management/v2/devauth/devices/count', { headers: { 'X-API-KEY': key } });

describe('devauth api-keys', () => {
  test('create prints the key and nothing else on standard output, and the key works', async () => {
    const { out, err } = await devauth('api-keys', 'create', '--scope', 'devices:read', 'tokens:revoke');

    expect(out).toMatch(/^dak_[\da-f]{32}_[\dA-Za-z]{49}\n$/);
    expect(err).toBe('Store it now: it is not shown again.\n');
    expect((await countAs(out.trim())).status).toBe(200);
  });

  test('list shows its properties, never the key, and revoke ends it', async () => {
    const made = await devauth(
      ...['--json', 'api-keys', '--tenant', 'acme', 'create', '--scope', 'Device.Read'],
      ...['--description', 'gate app', '--expires', '2100-01-01T00:00:00Z'],
    );
    const { id, key } = JSON.parse(made.out);

    const listed = await devauth('api-keys', '--tenant', 'acme', 'list');
    const revoked = await devauth('api-keys', 'revoke', id);

    expect(listed.out).toContain(id);
    expect(listed.out).toMatch(/Device\.Read\t.*2100-01-01.*never.*gate app/);
    expect(listed.out).not.toContain(key.slice(40, 60));
    expect(revoked.out).toBe(`${id} is revoked\n`);
    expect((await devauth('--json', 'api-keys', '--tenant', 'acme', 'list')).out).toBe('');
    expect((await countAs(key)).status).toBe(401);
  });

  test('a list longer than a page is complete', async () => {
    const body = { tenant_id: 'many', scopes: ['Device.Read'] };
    for (let made = 0; made < 505; made += 101) {
      await Promise.all(Array.from({ length: 101 }, () => app.internal('POST /api-keys', { body })));
    }

    const { out } = await devauth('--json', 'api-keys', '--tenant', 'many', 'list');

    expect(new Set(out.trim().split('\n')).size).toBe(505);
  });

  test.each([
    [['create'], 'commander.missingMandatoryOptionValue'],
    [['create', '--scope', 'everything'], 'commander.invalidArgument'],
    [['revoke'], 'commander.missingArgument'],
  ])('%j is a wrong command line', async (words, code) => {
    await expect(devauth('api-keys', ...words)).rejects.toMatchObject({ code });
  });

  test('a wrong time, and a key that is not there, end with a word about it', async () => {
    const wrongTime = devauth('api-keys', 'create', '--scope', 'devices:read', '--expires', 'tomorrow');
    await expect(wrongTime).rejects.toMatchObject({ name: 'CommandFailed', exitCode: 2 });
    await expect(devauth('api-keys', 'revoke', 'nobody')).rejects.toMatchObject({ exitCode: 1 });
  });
});
