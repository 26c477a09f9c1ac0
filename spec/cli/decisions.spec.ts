// `devauth devices accept` and `reject` for many devices, and `undo`: only devices that the user saw change.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, request as sendRequest, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import type { TestApp } from '../support/app/app.ts';
import { openCli, type Cli } from '../support/app/cli.ts';
import type { Ended, Environment, Program } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { describeIf, isInstalled } from '../support/optional.ts';
import { onTerminal, TERMINAL } from '../support/terminal.ts';
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

/** Creates waiting devices of a site of their own. */
async function delivery(site: string, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1)
    ids.push(
      (await app.pending(simulateDevice({ identity: { sn: `${site}-${at}`, site, model: at % 2 ? 'a' : 'b' } }))).id,
    );
  return ids;
}

const statuses = async (ids: readonly string[]): Promise<readonly string[]> =>
  Promise.all(ids.map(async (id) => (await app.management(`GET /devices/${id}`)).body.status));

const objects = ({ stdout }: Ended) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('devauth devices accept -q', () => {
  test('accepts the matches when their number is the expected one', async () => {
    const ids = await delivery('kiel', 3);

    const { code, stdout } = await devauth(
      'devices',
      'accept',
      '-q',
      'site:kiel',
      '--expect',
      '3',
      '--reason',
      'delivery 41',
    );

    expect([code, stdout.split('\n').length]).toEqual([0, 4]);
    expect(await statuses(ids)).toEqual(['accepted', 'accepted', 'accepted']);
    const reasons = await until('the audit has the reason', async () => {
      const { body } = await app.management(`GET /events?device=${ids[0] ?? ''}&type=auth_set.changed`);
      return body.length > 0 && body.map(({ reason }: { readonly reason: string }) => reason);
    });
    expect(reasons).toEqual(['delivery 41']);
  }, 60_000);

  test('changes nothing when another number matches, and reports both numbers', async () => {
    const ids = await delivery('bonn', 2);

    const { code, stdout, stderr } = await devauth('devices', 'accept', '-q', 'site:bonn', '--expect', '5');

    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      'devauth: 2 match now, 5 were expected; nothing changed\n  next: look again, then --expect 2\n',
    );
    expect(await statuses(ids)).toEqual(['pending', 'pending']);
  }, 60_000);

  test.each([[[]], [['--yes']]])('needs --expect without a terminal, with %j too', async (more) => {
    const { code, stderr } = await devauth('devices', 'accept', '-q', 'site:bonn', ...more);

    expect([code, stderr]).toEqual([2, expect.stringContaining('-q needs --expect')]);
  });

  test('refuses no words and wrong words', async () => {
    const none = await devauth('devices', 'accept', '-q', '', '--expect', '1');
    const wrong = await devauth('devices', 'accept', '-q', 'older:soon', '--expect', '1');

    expect([none.code, wrong.code]).toEqual([2, 2]);
    expect(wrong.stderr).toContain('cannot read older:soon');
  }, 30_000);

  test('shows in a dry run what would happen, and changes nothing', async () => {
    const ids = await delivery('ulm', 3);

    const { code, stdout, stderr } = await devauth('devices', 'accept', '-q', 'site:ulm', '--dry-run', '--json');

    expect([code, objects({ code, stdout, stderr }).map(({ id, result }) => [id, result])]).toEqual([
      0,
      ids.map((id) => [id, 'done']),
    ]);
    expect(stderr).toMatch(/^accept 3: site:ulm\n {2}model +b 2, a 1\n {2}first +ulm-0, ulm-1, ulm-2\n$/);
    expect(await statuses(ids)).toEqual(['pending', 'pending', 'pending']);
  }, 60_000);
});

describe('devauth devices accept with ids', () => {
  test('accepts those of a pipe, when there are as many as expected', async () => {
    const ids = await delivery('jena', 3);
    const { PATH = '' } = process.env;
    const main = `'${process.execPath}' '${join(program.folder, 'dist', 'main.js')}'`;
    const pipe = (expected: number) =>
      spawn(
        'sh',
        ['-c', `${main} devices ls -q site:jena -o name | ${main} devices accept --from-file - --expect ${expected}`],
        {
          env: { PATH, ...env },
          stdio: 'ignore',
        },
      );

    const [early]: readonly unknown[] = await once(pipe(4), 'close');
    const before = await statuses(ids);
    const [late]: readonly unknown[] = await once(pipe(3), 'close');

    expect([early, before]).toEqual([1, ['pending', 'pending', 'pending']]);
    expect([late, await statuses(ids)]).toEqual([0, ['accepted', 'accepted', 'accepted']]);
  }, 60_000);

  test('accepts serials, leaves accepted devices, and reports unknown ones', async () => {
    const [id = ''] = await delivery('hof', 1);
    await devauth('devices', 'accept', 'HOF-0');
    const list = join(program.folder, 'ids.txt');
    writeFileSync(list, `# a list\n${id}\nnobody\n`);

    const { code, stdout, stderr } = await devauth('devices', 'accept', '--from-file', list);

    expect(await statuses([id])).toEqual(['accepted']);
    expect([code, stdout]).toEqual([1, '1 was accepted before\n']);
    expect(stderr).toBe('nobody: gone\ndevauth: 1 of 2 were left as they are\n  next: 1 are not there\n');
  }, 60_000);

  test('accepts a new key of an accepted device only where that is allowed, or the key is named', async () => {
    const one = await app.accepted(simulateDevice({ identity: { sn: 'key-1' } }));
    const other = await app.accepted(simulateDevice({ identity: { sn: 'key-2' } }));
    await app.ask(simulateDevice({ identity: one.device.identity }));
    await app.ask(simulateDevice({ identity: other.device.identity }));
    const pendingOf = async (id: string) =>
      (await app.management(`GET /devices/${id}`)).body.auth_sets.find(
        ({ status }: { readonly status: string }) => status === 'pending',
      )?.id;

    const refused = await devauth('devices', 'accept', one.id);
    const allowed = await devauth('devices', 'accept', one.id, '--allow-key-change');
    const named = await devauth('devices', 'accept', other.id, await pendingOf(other.id));

    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('--allow-key-change replaces that key'),
    ]);
    expect([allowed.code, named.code]).toEqual([0, 0]);
    expect([await pendingOf(one.id), await pendingOf(other.id)]).toEqual([undefined, undefined]);
  }, 60_000);

  test.each([
    ['no device', [], 'no device is named'],
    ['two ways', ['x', '-q', 'sn:x'], 'devices are named in several ways'],
  ])('refuses %s', async (_what, words, says) => {
    const { code, stderr } = await devauth('devices', 'accept', ...words);

    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
  });
});

describe('devauth undo', () => {
  test('undoes the changes of a decision', async () => {
    const ids = await delivery('gera', 2);
    const done = objects(await devauth('devices', 'reject', '-q', 'site:gera', '--expect', '2', '--json'));

    const { code, stdout } = await devauth('undo', done[0].decision);

    expect([code, stdout]).toEqual([0, expect.stringContaining(' put back\n')]);
    expect(await statuses(ids)).toEqual(['pending', 'pending']);
  }, 60_000);

  test('names the list of decisions when the id is unknown', async () => {
    const { code, stderr } = await devauth('undo', 'nothing');

    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/404 no bulk decision nothing has changed anything\n {2}next: `devauth events list/),
    ]);
  });

  test.each(['', '..'])('refuses %j before anything is sent', async (id) => {
    const { code, stderr } = await devauth('undo', id);

    expect([code, stderr]).toEqual([2, expect.stringContaining(`"${id}" is not the id of a bulk decision\n  next: `)]);
  });
});

describeIf(isInstalled(TERMINAL), TERMINAL, 'devauth devices accept -q on a terminal', () => {
  const QUESTION = 'to accept them: ';

  test('shows the matching devices, and accepts them after their number is typed', async () => {
    const ids = await delivery('trier', 3);

    const { code, text } = await onTerminal(program, ['devices', 'accept', '-q', 'site:trier'], env, {
      answers: [[QUESTION, '3\n']],
    });

    expect(text).toMatch(
      /accept 3: site:trier\n {2}model +b 2, a 1\n {2}first +trier-0, trier-1, trier-2\nType 3 to accept them: /,
    );
    expect([code, await statuses(ids)]).toEqual([0, ['accepted', 'accepted', 'accepted']]);
    expect(text).toMatch(/undo: devauth undo \S+\n/);
  }, 60_000);

  test('changes nothing when another text is typed', async () => {
    const ids = await delivery('worms', 2);

    const { code, text } = await onTerminal(program, ['devices', 'accept', '-q', 'site:worms'], env, {
      answers: [[QUESTION, 'y\n']],
    });

    expect([code, await statuses(ids)]).toEqual([1, ['pending', 'pending']]);
    expect(text).toContain('another text was typed; nothing changed');
  }, 60_000);

  test('changes nothing after Ctrl-C at the question', async () => {
    const ids = await delivery('suhl', 1);

    const { code } = await onTerminal(program, ['devices', 'accept', '-q', 'site:suhl'], env, {
      answers: [[QUESTION, '\u0003']],
    });

    expect([code, await statuses(ids)]).toEqual([130, ['pending']]);
  }, 60_000);
});

describe('a decision of two parts', () => {
  /** A waiting and a rejected device are two parts. `before` runs before each call. */
  async function acceptTwo(
    site: string,
    before: (call: number, child: ChildProcess, request: IncomingMessage) => void,
  ) {
    const ids = await delivery(site, 2);
    await devauth('devices', 'reject', ids[1] ?? '');
    let calls = 0;
    const proxy = createServer((request, response) => {
      if (request.url?.endsWith('/decisions') === true) before((calls += 1), child, request);
      if (request.socket.destroyed) return;
      const forwarded = forward(app.publicUrl + (request.url ?? ''), request, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      });
      request.pipe(forwarded);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const child = spawn(
      process.execPath,
      [join(program.folder, 'dist', 'main.js'), 'devices', 'accept', ...ids, '--server', addressOf(proxy)],
      { env: { ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code]: readonly unknown[] = await once(child, 'close');
    proxy.close();
    return { code, stderr, statuses: await statuses(ids) };
  }

  test('ends after Ctrl-C with the running part, and reports what is done and how to continue', async () => {
    const ended = await acceptTwo('emden', (_call, child) => child.kill('SIGINT'));

    expect([ended.code, ended.statuses]).toEqual([130, ['accepted', 'rejected']]);
    expect(ended.stderr).toContain('stopped; 1 of 2 are accepted\n  next: the same command goes on');
  }, 60_000);

  test('reports what is done and how to continue when the server stops after the first part', async () => {
    const ended = await acceptTwo('aurich', (call, _child, request) => {
      if (call === 2) request.socket.destroy();
    });

    expect([ended.code, ended.statuses]).toEqual([3, ['accepted', 'rejected']]);
    expect(ended.stderr).toMatch(/no server answers .*; 1 of 2 are accepted\n {2}next: .*the same command goes on/);
  }, 60_000);
});

function addressOf(server: Server): string {
  const address = server.address();
  return address !== null && typeof address === 'object' ? `127.0.0.1:${address.port}` : '';
}

const forward = (url: string, { method, headers }: IncomingMessage, take: (answer: IncomingMessage) => void) =>
  sendRequest(url, { ...(method !== undefined && { method }), headers }, take);
