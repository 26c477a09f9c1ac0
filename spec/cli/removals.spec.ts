// `devauth devices dismiss` and `decommission` for many devices. Neither can be undone, so only devices that the user saw are
// removed.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestApp } from '../support/app/app.ts';
import { openCli, type Cli } from '../support/app/cli.ts';
import type { Ended, Environment, Program } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { describeIf, isInstalled } from '../support/optional.ts';
import { onTerminal, TERMINAL } from '../support/terminal.ts';

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

async function waiting(site: string, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1)
    ids.push((await app.pending(simulateDevice({ identity: { sn: `${site}-${at}`, site } }))).id);
  return ids;
}

const countOf = async (site: string): Promise<number> =>
  (await app.management('POST /devices/count', { body: { identity: [{ name: 'site', op: 'eq', value: site }] } })).body
    .count;

describe('devauth devices decommission', () => {
  test('removes the matches when their number is the expected one, and nothing otherwise', async () => {
    await waiting('lost', 3);

    const early = await devauth('devices', 'decommission', '-q', 'site:lost', '--expect', '2');
    const before = await countOf('lost');
    const late = await devauth('devices', 'decommission', '-q', 'site:lost', '--expect', '3');

    expect([early.code, before]).toEqual([1, 3]);
    expect(early.stderr).toMatch(/^devauth: 3 match now, 2 were expected; nothing changed\n {2}next: /);
    expect([late.code, await countOf('lost')]).toEqual([0, 0]);
  }, 60_000);

  test('accepts a list, and reports unknown devices', async () => {
    const [id = ''] = await waiting('listed', 1);
    const list = join(program.folder, 'gone.txt');
    writeFileSync(list, `${id}\nnobody\n`);

    const { code, stdout, stderr } = await devauth('devices', 'decommission', '--from-file', list);

    expect([code, stdout]).toEqual([1, `${id} decommissioned\n`]);
    expect(stderr).toContain('nobody: gone\n');
  }, 30_000);

  test('changes nothing in a dry run', async () => {
    await waiting('dry', 2);

    const { code, stderr } = await devauth('devices', 'decommission', '-q', 'site:dry', '--dry-run');

    expect([code, await countOf('dry')]).toEqual([0, 2]);
    expect(stderr).toBe('decommission 2: site:dry; this cannot be undone\n  first  dry-0, dry-1\n');
  }, 30_000);

  test('requires --expect with -q without a terminal', async () => {
    const { code, stderr } = await devauth('devices', 'decommission', '-q', 'site:dry', '--yes');

    expect([code, stderr]).toEqual([2, expect.stringContaining('-q needs --expect')]);
  });
});

describe('devauth devices dismiss', () => {
  test('forgets the only auth set of each device', async () => {
    const ids = await waiting('once', 2);

    const { code, stdout } = await devauth('devices', 'dismiss', ...ids);

    const statuses = await Promise.all(ids.map(async (id) => (await app.management(`GET /devices/${id}`)).body.status));
    expect([code, statuses]).toEqual([0, ['noauth', 'noauth']]);
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/ dismissed$/),
      expect.stringMatching(/ dismissed$/),
    ]);
  }, 30_000);

  test('leaves a device with several auth sets, unless their status distinguishes them', async () => {
    const { id, device } = await app.accepted(simulateDevice({ identity: { sn: 'two' } }));
    await app.ask(simulateDevice({ identity: device.identity }));

    const left = await devauth('devices', 'dismiss', id);
    const chosen = await devauth('devices', 'dismiss', id, '--from', 'pending');

    expect([left.code, left.stderr]).toEqual([1, expect.stringContaining('have several keys')]);
    expect([chosen.code, (await app.management(`GET /devices/${id}`)).body.auth_sets.length]).toEqual([0, 1]);
  }, 30_000);
});

describeIf(isInstalled(TERMINAL), TERMINAL, 'devauth devices decommission on a terminal', () => {
  test.each([
    ['the number', '1\n', 0, 0],
    ['another text', 'yes\n', 1, 1],
  ])(
    'ends the device only when the number is typed: %s',
    async (what, answer, expectedCode, left) => {
      const site = `typed-${what.length}`;
      const [id = ''] = await waiting(site, 1);

      const { code, text } = await onTerminal(program, ['devices', 'decommission', id], env, {
        answers: [['to decommission', answer]],
      });

      expect([code, await countOf(site)]).toEqual([expectedCode, left]);
      expect(text).toContain('this cannot be undone');
    },
    30_000,
  );
});
