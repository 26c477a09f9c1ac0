// `devauth devices preauthorize`: lists from files, and one device from the command line.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, request as sendRequest, type Server } from 'node:http';
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

const inFolder = (name: string, text: string): string => {
  const file = join(program.folder, name);
  writeFileSync(file, text);
  return file;
};

describe('devauth devices preauthorize', () => {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  test('admits the devices of a CSV file when they connect, and a second run changes nothing', async () => {
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

  test('continues after a refused line, names it, and fails in the end', async () => {
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

    expect([code, stdout]).toEqual([1, '1 created, 1 known with another key, 2 invalid\n']);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^line 2: the identity is that of device \S+, which has another key$/),
      'line 3: identity data and a public key are needed',
      expect.stringMatching(/^line 4: pubkey: /),
      'devauth: 3 of 4 were refused',
      expect.stringMatching(/^ {2}next: mend these rows .*; --on-conflict force adds a key/),
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
      { identity_data: { sn: 'weak' }, pubkey: simulateDevice({ key: 'RSA-1024' }).pubkey },
    ];
    const file = inFolder('dry.ndjson', rows.map((row) => JSON.stringify(row)).join('\n'));

    const { code, stderr } = await devauth('devices', 'preauthorize', file, '--dry-run');

    expect(code).toBe(1);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^line 1: /),
      expect.stringMatching(/^line 2: .*a name longer than 256 bytes/),
      expect.stringMatching(/^line 3: .*2048 bits/),
      'devauth: 3 of 3 were refused',
      expect.stringMatching(/^ {2}next: mend these rows/),
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

    expect(outcome).toEqual({ line: 1, result: 'created' });
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

  test('reads the columns of another system, and names those that are there when they do not fit', async () => {
    const { pubkey } = simulateDevice();
    const file = inFolder('export.csv', `Serial;Key;Colour\nM1;${quoted(pubkey)};red\n`);
    const map = ['--map', 'Serial=identity.sn', '--map', 'Key=pubkey', '--delimiter', ';'];

    const [outcome] = await json('devices', 'preauthorize', file, ...map);
    const without = await devauth('devices', 'preauthorize', file, '--delimiter', ';');

    expect(outcome.result).toBe('created');
    expect((await app.management(`GET /devices/${outcome.id}`)).body.identity_data).toEqual({ sn: 'M1' });
    expect([without.code, without.stderr]).toEqual([
      2,
      expect.stringContaining('next: it names Serial, Key, Colour: --map'),
    ]);
  }, 30_000);

  test('names the line where a list is not CSV', async () => {
    const { code, stderr } = await devauth(
      'devices',
      'preauthorize',
      inFolder('not.csv', 'identity.sn,pubkey\n"a"b,c\n'),
    );

    expect([code, stderr]).toEqual([2, expect.stringMatching(/the list is not CSV: .* line 2 /)]);
  });

  test('reports a row with the identity of an earlier row, in any order of its members', async () => {
    const { pubkey } = simulateDevice();
    const rows = [
      { a: '1', b: '2' },
      { b: '2', a: '1' },
    ].map((identity) => JSON.stringify({ identity_data: identity, pubkey }));

    const { code, stderr } = await devauth('devices', 'preauthorize', inFolder('twice.ndjson', rows.join('\n\n')));

    expect([code, stderr]).toEqual([1, expect.stringMatching(/^line 3: the same identity as line 1, which decided\n/)]);
  });

  test('writes refused rows as the list has them, so that they can be mended and run', async () => {
    const [good, weak] = [simulateDevice(), simulateDevice()];
    const errors = join(program.folder, 'failed.csv');
    const report = join(program.folder, 'report.ndjson');
    const list = inFolder('mixed.csv', `identity.sn,pubkey,note\nG1,${quoted(good.pubkey)},x\nW1,nonsense,"a, b"\n`);

    const first = await devauth('devices', 'preauthorize', list, '--errors', errors, '--report', report);
    const failed = readFileSync(errors, 'utf8');
    const mended = inFolder('mended.csv', failed.replace('nonsense', quoted(weak.pubkey)));
    const second = await devauth('devices', 'preauthorize', mended);

    expect([first.code, first.stdout]).toEqual([1, '1 created, 1 invalid\n']);
    expect(first.stderr).toContain(`next: mend ${errors} and run it with the same options, but another --errors`);
    expect(failed).toMatch(/^identity\.sn,pubkey,note,error\nW1,nonsense,"a, b",.*cannot decode public key.*\n$/);
    expect(
      readFileSync(report, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).result),
    ).toEqual(['created', 'invalid']);
    expect([second.code, second.stdout]).toEqual([0, '1 created\n']);
  }, 30_000);

  test('adds refused rows to those of the run that ended early', async () => {
    const errors = join(program.folder, 'more.csv');
    const [report, key] = [join(program.folder, 'more.ndjson'), quoted(simulateDevice().pubkey)];
    const list = inFolder('parts.csv', `identity.sn,pubkey\nP1,nonsense\n`);
    await devauth('devices', 'preauthorize', list, '--errors', errors, '--report', report);

    const rest = inFolder('parts.csv', `identity.sn,pubkey\nP1,nonsense\nP2,${key}\nP3,nonsense\n`);
    const { stderr } = await devauth(
      ...['devices', 'preauthorize', rest, '--errors', errors, '--report', report, '--after-line', '2'],
    );

    expect(readFileSync(errors, 'utf8')).toMatch(/^identity\.sn,pubkey,error\nP1,nonsense,.*\nP3,nonsense,.*\n$/);
    expect(readFileSync(report, 'utf8').match(/"result":"\w+"/g)).toHaveLength(3);
    expect(stderr).toContain('but another --errors and no --after-line\n');
  }, 30_000);

  test('refuses to write over the list, by any name of the file', async () => {
    const list = inFolder('own.csv', 'identity.sn,pubkey\nP1,nonsense\n');
    const before = readFileSync(list, 'utf8');

    for (const option of ['--errors', '--report']) {
      const { code, stderr } = await devauth('devices', 'preauthorize', list, option, join(list, '..', '.', 'own.csv'));
      expect([code, stderr]).toEqual([2, expect.stringContaining('is the list itself, and would be overwritten')]);
    }
    expect(readFileSync(list, 'utf8')).toBe(before);
  });

  test('adds the key of a known device with --on-conflict force, and ends at it with fail', async () => {
    const known = simulateDevice();
    await app.preauthorize(known);
    const row = JSON.stringify({ identity_data: known.identity, pubkey: simulateDevice().pubkey });
    const after = JSON.stringify({ identity_data: { sn: 'after' }, pubkey: known.pubkey });
    const file = inFolder('conflict.ndjson', `${row}\n${after}\n`);

    const failed = await devauth('devices', 'preauthorize', file, '--on-conflict', 'fail');
    const forced = await devauth('devices', 'preauthorize', file, '--on-conflict', 'force');

    expect([failed.code, failed.stdout]).toEqual([1, '1 known with another key\n']);
    expect(failed.stderr).toMatch(
      /\n {2}next: the rows up to line 1 are done: the same command with --after-line 1 goes on\n/,
    );
    expect([forced.code, forced.stdout]).toEqual([0, '1 created, 1 updated\n']);
  }, 30_000);

  test('continues after a line', async () => {
    const rows = Array.from({ length: 3 }, () => simulateDevice()).map(({ identity, pubkey }) =>
      JSON.stringify({ identity_data: identity, pubkey }),
    );

    const { stdout } = await devauth(
      'devices',
      'preauthorize',
      inFolder('rest.ndjson', rows.join('\n')),
      '--after-line',
      '2',
    );

    expect(stdout).toBe('1 created\n');
  });

  test('sends a long list in parts, and reports its progress when the server stops', async () => {
    const { pubkey } = simulateDevice();
    const rows = Array.from({ length: 2100 }, (_, at) => JSON.stringify({ identity_data: { sn: `L${at}` }, pubkey }));
    const file = inFolder('long.ndjson', rows.join('\n'));
    let parts = 0;
    const proxy = createServer((request, response) => {
      parts += 1;
      if (parts === 3) return void request.socket.destroy();
      const { method = '', headers } = request;
      request.pipe(
        sendRequest(app.publicUrl + (request.url ?? ''), { method, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 0, answer.headers);
          answer.pipe(response);
        }),
      );
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');

    const broken = await devauth('devices', 'preauthorize', file, '--server', addressOf(proxy));
    const rest = await devauth('devices', 'preauthorize', file, '--after-line', '2000');
    const again = await devauth('devices', 'preauthorize', file);

    proxy.close();
    expect([broken.code, broken.stdout]).toEqual([3, '2,000 created\n']);
    expect(broken.stderr).toContain('the same command with --after-line 2000 goes on');
    expect([rest.stdout, again.stdout]).toEqual(['100 created\n', '2,100 known with this key\n']);
  }, 60_000);
});

function addressOf(server: Server): string {
  const address = server.address();
  return address !== null && typeof address === 'object' ? `127.0.0.1:${address.port}` : '';
}
