// `devauth devices preauthorize`: lists from files, and one device from the command line.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
  writeFileSync(tokenFile, `${app.users.token()}\n`);
  env = { DEVAUTH_SERVER: app.publicUrl, DEVAUTH_INTERNAL_SERVER: app.internalUrl, DEVAUTH_TOKEN_FILE: tokenFile };
});
afterAll(async () => {
  await program.close();
  await app.close();
});

const devauth = (...words: readonly string[]): Promise<Ended> => program.run(words, env);

/** What a program reads: one object a line. */
async function json(...words: readonly string[]) {
  const { code, stdout, stderr } = await devauth(...words, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const inFolder = (name: string, text: string): string => {
  const file = join(program.folder, name);
  writeFileSync(file, text);
  return file;
};

describe('devauth devices preauthorize', () => {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  test('lets the devices of a CSV file in when they come, and a rerun changes nothing', async () => {
    const [one, other] = [
      simulateDevice({ identity: { sn: 'CSV, "1"' } }),
      simulateDevice({ identity: { sn: 'CSV-2' }, key: 'Ed25519' }),
    ];
    const rows = [one, other].map(({ identity, pubkey }) => `${quoted(String(identity['sn']))},${quoted(pubkey)}`);
    const file = inFolder('devices.csv', `\uFEFFidentity.sn,pubkey\r\n${rows.join('\r\n')}\r\n\r\n`);

    const first = await json('devices', 'preauthorize', file);
    const again = await json('devices', 'preauthorize', file);

    expect(first.map(({ result }) => result)).toEqual(['created', 'created']);
    expect(again.map(({ result, id }) => [result, id])).toEqual(first.map(({ id }) => ['exists', id]));
    expect((await app.ask(one)).status).toBe(200);
  }, 30_000);

  test('goes on behind a line that is refused, names it, and fails in the end', async () => {
    const [good, known] = [simulateDevice(), simulateDevice()];
    await app.pending(known);
    const lines = [
      { identity_data: good.identity, pubkey: good.pubkey },
      { identity_data: known.identity, pubkey: simulateDevice().pubkey },
      { identity_data: {}, pubkey: good.pubkey },
      { identity_data: { sn: 'weak' }, pubkey: 'no key' },
    ];
    const file = inFolder('devices.ndjson', lines.map((line) => JSON.stringify(line)).join('\n'));

    const { code, stdout, stderr } = await devauth('devices', 'preauthorize', file);

    expect([code, stdout]).toEqual([1, '1 created, 3 failed\n']);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^line 2: the identity is that of device \S+, which has another key$/),
      'line 3: identity data and a public key are needed',
      expect.stringMatching(/^line 4: 400 /),
      'devauth: 3 of 4 were refused',
      '',
    ]);
  }, 30_000);

  test('reads a JSON list that begins with a byte order mark', async () => {
    const { identity, pubkey } = simulateDevice();
    const file = inFolder('bom.json', `\uFEFF${JSON.stringify([{ identity_data: identity, pubkey }])}`);

    const [outcome] = await json('devices', 'preauthorize', file);

    expect(outcome.result).toBe('created');
  });

  test('checks identities and keys in a dry run, as the server would', async () => {
    const { identity, pubkey } = simulateDevice();
    const rows = [
      { identity_data: identity, pubkey: 'no key' },
      { identity_data: { ['n'.repeat(300)]: 'x' }, pubkey },
      { identity_data: identity, pubkey: simulateDevice({ key: 'RSA-1024' }).pubkey },
    ];
    const file = inFolder('dry.ndjson', rows.map((row) => JSON.stringify(row)).join('\n'));

    const { code, stderr } = await devauth('devices', 'preauthorize', file, '--dry-run');

    expect(code).toBe(1);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^line 1: /),
      expect.stringMatching(/^line 2: identity data has a name longer than 256 bytes/),
      expect.stringMatching(/^line 3: .*2048 bits/),
      'devauth: 3 of 3 were refused',
      '',
    ]);
  }, 30_000);

  test('sends nothing in a dry run', async () => {
    const { identity, pubkey } = simulateDevice();
    const before = (await app.management('GET /devices/count')).body.count;

    const [outcome] = await json(
      'devices',
      'preauthorize',
      inFolder('dry.json', JSON.stringify([{ identity_data: identity, pubkey }])),
      '--dry-run',
    );

    expect(outcome).toEqual({ line: 1, result: 'valid' });
    expect((await app.management('GET /devices/count')).body.count).toBe(before);
  });

  test('takes one device from the command line', async () => {
    const device = simulateDevice();
    const key = inFolder('device.pem', device.pubkey);

    const [outcome] = await json(
      'devices',
      'preauthorize',
      '--identity',
      JSON.stringify(device.identity),
      '--key',
      key,
    );

    expect(outcome.result).toBe('created');
    expect((await app.ask(device)).status).toBe(200);
  });
});
