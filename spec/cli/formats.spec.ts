// The forms of the output: short for people on a terminal, complete for programs in a pipe.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Seen, TestApp } from '../support/app/app.ts';
import { openCli, type Cli } from '../support/app/cli.ts';
import type { Ended, Environment, Program } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { widthOf } from '../../src/cli/show-text.ts';
import { describeIf, isInstalled } from '../support/optional.ts';
import { onTerminal, TERMINAL, type Screen } from '../support/terminal.ts';

let cli: Cli;
let app: TestApp;
let program: Program;
let env: Environment;
let first: Seen;
beforeAll(async () => {
  cli = await openCli();
  ({ app, program, env } = cli);
  first = await app.pending(
    simulateDevice({ identity: { mac: '02:00:5E:00:00:01', site: 'New "York", 5', sn: 'E1' } }),
  );
  await app.accepted(simulateDevice({ identity: { sn: 'E2', site: 'Berlin' } }));
  await app.pending(simulateDevice({ identity: { sn: '\u001b[31mE3', site: 'x'.repeat(300) } }));
}, 60_000);
afterAll(() => cli.close());

const devauth = (...words: readonly string[]): Promise<Ended> => cli.devauth(...words);
const fingerprint = ({ device }: Seen): string =>
  createHash('sha256')
    .update(Buffer.from(device.pubkey.replace(/-.*-/g, ''), 'base64'))
    .digest('hex');

describe('devauth devices ls behind a pipe', () => {
  test('writes complete values with tabs between them and no head', async () => {
    const { stdout } = await devauth('devices', 'ls', '-q', 'sn=E1');

    expect(stdout.trimEnd().split('\t')).toEqual([
      first.id,
      'pending',
      expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      '1',
      JSON.stringify(first.device.identity),
    ]);
  });

  test('adds the keys with -o wide', async () => {
    const { stdout } = await devauth('devices', 'ls', '-q', 'sn=E1', '-o', 'wide');

    expect(stdout.split('\t')).toContain(fingerprint(first));
  });

  test('is CSV with a head and quoted cells with -o csv', async () => {
    const { stdout } = await devauth('devices', 'ls', '-q', 'sn=E1', '-o', 'csv');

    const [head = '', row = ''] = stdout.split('\n');
    expect(head).toBe('id,status,created,sets,identity,keys,key types,seen');
    expect(row).toContain(`"${JSON.stringify(first.device.identity).replaceAll('"', '""')}"`);
  });

  test('is one JSON text with -o json, a line for each device with ndjson, an id with name', async () => {
    const json = JSON.parse((await devauth('devices', 'ls', '-o', 'json')).stdout);
    const lines = (await devauth('devices', 'ls', '-o', 'ndjson')).stdout.trimEnd().split('\n');
    const names = (await devauth('devices', 'ls', '-o', 'name')).stdout;

    expect(json).toEqual(lines.map((line) => JSON.parse(line)));
    expect(names).toBe(json.map(({ id }: { readonly id: string }) => `${id}\n`).join(''));
    expect((await devauth('devices', 'ls', '-o', 'json', '-q', 'sn=none')).stdout).toBe('[]\n');
  }, 30_000);

  test('takes the newest first, and at most so many', async () => {
    const { stdout, stderr } = await devauth('devices', 'ls', '--order', '-created', '--limit', '1', '-o', 'json');

    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ identity_data: expect.objectContaining({ sn: '\u001b[31mE3' }) }),
    ]);
    expect(stderr).toBe('2 more; --all lists them\n');
  });

  test('finds the new key of an accepted device under pending', async () => {
    const { id, device } = await app.accepted(simulateDevice({ identity: { sn: 'E4' } }));
    await app.ask(simulateDevice({ identity: device.identity }));

    expect((await devauth('devices', 'ls', '-s', 'pending', '-o', 'name')).stdout.split('\n')).toContain(id);
  });

  test('refuses a word that it does not understand, and sends no request', async () => {
    const { code, stdout, stderr } = await devauth('devices', 'ls', '-q', 'sn:E1 status:waiting');

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^devauth: cannot read status:waiting: a status is one of .*\n {2}next: words are such as /);
  });
});

describe('devauth devices show', () => {
  const shown = async (text: string) => JSON.parse((await devauth('devices', 'show', text, '--json')).stdout).id;

  test('takes an id, a serial in any case, or a MAC address in any spelling', async () => {
    expect([await shown(first.id), await shown('e1'), await shown('0200.5e00.0001')]).toEqual([
      first.id,
      first.id,
      first.id,
    ]);
  }, 30_000);

  test('does not choose among several devices', async () => {
    await app.pending(simulateDevice({ identity: { sn: 'E5', site: 'twin' } }));
    await app.pending(simulateDevice({ identity: { sn: 'E6', site: 'twin' } }));

    const { code, stderr } = await devauth('devices', 'show', 'twin');

    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^devauth: 2 devices have twin in .*\n.*\(E5\), .*\(E6\)\n$/),
    ]);
  });
});

describeIf(isInstalled(TERMINAL), TERMINAL, 'devauth on a terminal', () => {
  const screen = (words: readonly string[], columns: number): Promise<Screen> =>
    onTerminal(program, words, env, { columns });

  test('is a table that fits, with short prints, ages, and colours for the status alone', async () => {
    const { text } = await screen(['devices', 'ls', '-q', 'site:*', '--limit', '2'], 90);

    const [head, one, other] = text.split('\n');
    expect(head).toMatch(/^DEVICE +STATUS +KEY +AGE +SEEN +IDENTITY$/);
    // eslint-disable-next-line no-control-regex
    expect(one).toMatch(/^E1 +\u001b\[33mpending\u001b\[0m +[\da-f]{8}…[\da-f]{4} +\d+s +(\d+s|never) +mac=02:00:5E/);
    expect(one).toContain(`${fingerprint(first).slice(0, 8)}…${fingerprint(first).slice(-4)}`);
    // eslint-disable-next-line no-control-regex
    expect(other).toMatch(/\u001b\[32maccepted\u001b\[0m/);
  });

  test('cuts texts to the width, and shows hidden characters by their number', async () => {
    const { text } = await screen(['devices', 'ls', '--all', '--no-color'], 80);

    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
    expect(text).toContain('⟨U+001B⟩');
    expect(text).toContain('…\n');
    expect(text).not.toContain('\u001b');
  });

  test('has no colours with NO_COLOR', async () => {
    const { text } = await onTerminal(program, ['devices', 'ls'], { ...env, NO_COLOR: '1' });

    expect(text).not.toContain('\u001b');
  });
});
