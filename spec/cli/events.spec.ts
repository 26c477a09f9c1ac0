// Events in `devauth`: the list, the history of a device, its tokens, and the watch.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestApp } from '../support/app/app.ts';
import { openCli, type Cli } from '../support/app/cli.ts';
import type { Ended, Environment, Program } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { jtiOf } from '../support/app/users.ts';
import { until } from '../support/until.ts';

let cli: Cli;
let app: TestApp;
let program: Program;
let env: Environment;
beforeAll(async () => {
  cli = await openCli();
  ({ app, program, env } = cli);
}, 30_000);
afterAll(() => cli.close());

const devauth = (...words: readonly string[]): Promise<Ended> => cli.devauth(...words);

/** Waits until the audit has that many events of the device. */
const untilKnown = (id: string, count: number) =>
  until(
    `the audit has ${count} events`,
    async () => (await app.management(`GET /events?device=${id}`)).body.length >= count,
  );

describe('devauth history', () => {
  test('shows by its serial who accepted a device, the newest event first', async () => {
    const { id, authSet } = await app.accepted(simulateDevice({ identity: { sn: 'H1' } }));
    await untilKnown(id, 3);

    const { stdout } = await devauth('history', 'h1', '--type', 'auth_set.changed', '-o', 'wide');

    const cells = stdout.trimEnd().split('\t');
    expect(cells).toEqual(expect.arrayContaining([id, 'pending → accepted', 'user:operator-1', authSet]));
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  }, 30_000);

  test('finds a removed device by its id', async () => {
    const { id } = await app.accepted();
    await app.management(`DELETE /devices/${id}`);
    await until(
      'the audit has the end of the device',
      async () => (await app.management(`GET /events?device=${id}&type=device.removed`)).body.length === 1,
    );

    const { stdout } = await devauth('history', id, '--json');

    expect(JSON.parse(stdout.split('\n')[0] ?? '').type).toBe('device.removed');
  }, 30_000);
});

describe('devauth events list', () => {
  test('reports that there are more events, and lists all with --all', async () => {
    const { id } = await app.accepted();
    await untilKnown(id, 3);

    const some = await devauth('events', 'ls', '--device', id, '--limit', '1', '-o', 'name');
    const all = await devauth('events', 'ls', '--device', id, '--all', '-o', 'name', '--after', '1h');

    expect([some.stdout.trimEnd().split('\n').length, some.stderr]).toEqual([1, 'there are more; --all lists them\n']);
    expect(all.stdout.trimEnd().split('\n').length).toBeGreaterThan(2);
  }, 30_000);

  test('refuses a text that is no time', async () => {
    const { code, stderr } = await devauth('events', 'ls', '--after', 'soon');

    expect([code, stderr]).toEqual([2, expect.stringContaining('--after must be a time, and is soon\n  next: ')]);
  });
});

describe('devauth tokens list', () => {
  test('lists the live tokens of a device', async () => {
    const { token, authSet } = await app.accepted(simulateDevice({ identity: { sn: 'T1' } }));

    const { stdout } = await devauth('tokens', 'list', 'T1');

    expect(stdout.split('\t').slice(0, 2)).toEqual([jtiOf(token), authSet]);
  }, 30_000);
});

describe('devauth keys list --from-server', () => {
  test('lists the keys that the server signs with', async () => {
    const { stdout } = await devauth('keys', 'list', '--from-server');

    expect(stdout).toMatch(/^\S+\tactive\t\S+Z\tES256\t\n$/);
  });
});

describe('devauth devices watch', () => {
  const starts = async (...words: readonly string[]) => {
    const child = spawn(
      process.execPath,
      [join(program.folder, 'dist', 'main.js'), 'devices', 'watch', '--debug', ...words],
      {
        env: { ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    await until('it watches', () => /after=\S+ 200/.test(said.err));
    return { child, said };
  };
  const stopped = async (child: ChildProcess): Promise<unknown> => {
    const closed = once(child, 'close');
    child.kill('SIGINT');
    return (await closed)[0];
  };

  test('writes an object for each event of the matching devices, and ends with 0', async () => {
    await app.pending(simulateDevice({ identity: { sn: 'before', site: 'watched' } }));
    const { child, said } = await starts('-q', 'site:watched', '-o', 'ndjson');

    await app.pending(simulateDevice({ identity: { sn: 'other' } }));
    await app.pending(simulateDevice({ identity: { sn: 'W1', site: 'WATCHED' } }));
    const event = await until(
      'an event is written',
      () => said.out.includes('\n') && JSON.parse(said.out.split('\n')[0] ?? ''),
    );

    expect([event.type, JSON.parse(event.identity).sn]).toEqual(['auth_set.added', 'W1']);
    expect(await stopped(child)).toBe(0);
    expect(said.out).not.toContain('before');
  }, 60_000);
});

describe('devauth devices export', () => {
  test('writes CSV with a column for each attribute, and with --spreadsheet no cell that is a formula', async () => {
    await app.pending(simulateDevice({ identity: { sn: '=HYPERLINK("x")', site: 'exported' } }));
    const csv = (...words: readonly string[]) =>
      devauth('devices', 'export', '-q', 'site:exported', '-o', 'csv', '--attributes', 'sn', ...words);

    const plain = await csv();
    const spreadsheet = await csv('--spreadsheet');

    expect(plain.stdout).toMatch(/^id,status,created,sets,identity,keys,key types,seen,identity\.sn\n\S+,pending,/);
    expect(plain.stdout).toContain(',"=HYPERLINK(""x"")"\n');
    expect(spreadsheet.stdout).toContain(',"\'=HYPERLINK(""x"")"\n');
  }, 30_000);

  test('reads one answer for all devices, for any words', async () => {
    await app.pending(simulateDevice({ identity: { sn: 'ONE-1', site: 'streamed' } }));
    await app.pending(simulateDevice({ identity: { sn: 'TWO-2*', site: 'streamed' } }));
    const exported = (query: string) => devauth('devices', 'export', '--debug', '-q', query, '-o', 'ndjson');
    const serials = (stdout: string) =>
      stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line).identity_data.sn);

    const [one, two] = [await exported('site:streamed sn:ONE'), await exported('site:streamed sn:TWO sn=TWO-2*')];

    expect([serials(one.stdout), serials(two.stdout)]).toEqual([['ONE-1'], ['TWO-2*']]);
    for (const { stderr } of [one, two]) expect(stderr).toMatch(/^POST \S+\/devices\/export 200 \d+ ms\n$/);
  }, 30_000);

  test('writes NDJSON, and nothing else', async () => {
    await app.pending(simulateDevice({ identity: { sn: 'X2', site: 'lines' } }));

    const { stdout } = await devauth('devices', 'export', '-q', 'site:lines', '-o', 'ndjson');

    expect(JSON.parse(stdout).identity_data).toEqual({ site: 'lines', sn: 'X2' });
    expect((await devauth('devices', 'export')).code).toBe(2);
  }, 30_000);
});
