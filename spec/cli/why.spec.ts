// `devauth devices why`: explains to an operator why a device gets no token.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
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
}, 30_000);
afterAll(() => cli.close());

const devauth = (...words: readonly string[]): Promise<Ended> => cli.devauth(...words);

describe('devauth devices why', () => {
  test('ends with 0 for a device that is in', async () => {
    await app.accepted(simulateDevice({ identity: { sn: 'Y1' } }));

    const { code, stdout, stderr } = await devauth('devices', 'why', 'Y1');

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Y1: \w.*\naccepted\t[\da-f]{64}\tP-256\t/);
  }, 30_000);

  test('ends with 1 for one that waits, and names the command that lets it in', async () => {
    const { id } = await app.pending(simulateDevice({ identity: { sn: 'Y2' } }));

    const { code, stdout, stderr } = await devauth('devices', 'why', 'y2', '--json');

    expect([code, JSON.parse(stdout).verdict]).toEqual([1, 'waits']);
    expect(stderr).toBe(`devauth: it is not in\n  next: devauth devices accept ${id}\n`);
  }, 30_000);

  test('finds the near miss of an unknown identity', async () => {
    await app.preauthorize(simulateDevice({ identity: { sn: 'Y3', mac: '02:00:5e:00:00:03' } }));

    const { code, stdout, stderr } = await devauth(
      ...['devices', 'why', '--identity', '{"sn":"Y3","mac":"02:00:5e:00:00:04"}'],
    );
    const [, id] = /\(([\da-f-]{36})\)/.exec(stdout) ?? [];

    expect(code).toBe(1);
    expect(stdout).toMatch(/\nmac\t02:00:5e:00:00:03\t02:00:5e:00:00:04\n$/);
    expect(stderr).toBe(
      `devauth: it would wait for a decision\n  next: give it the identity on record, \`devauth devices show ${id}\`, or devauth devices preauthorize --identity <json> --key <file>\n`,
    );
  }, 30_000);

  test('names the way to another key for one that is not admitted', async () => {
    const key = join(program.folder, 'wrong.pem');
    writeFileSync(key, 'not a key');

    const { code, stdout, stderr } = await devauth('devices', 'why', '--key', key);

    expect([code, stdout]).toEqual([1, expect.stringContaining('The key is not admitted: ')]);
    expect(stderr).toContain('devauth: it would be refused\n  next: give the device a key that is admitted, ');
  }, 30_000);

  test('knows a key', async () => {
    const known = simulateDevice({ identity: { sn: 'Y4' } });
    await app.preauthorize(known);
    const key = join(program.folder, 'y4.pem');
    writeFileSync(key, known.pubkey);

    const { code } = await devauth('devices', 'why', '--identity', '{"sn":"Y4"}', '--key', key);

    expect(code).toBe(0);
  }, 30_000);

  test.each([
    ['nothing', []],
    ['a device and an identity', ['Y1', '--identity', '{}']],
    ['an identity that is not JSON', ['--identity', 'x']],
  ])('refuses %s', async (_what, words) => {
    const { code, stderr } = await devauth('devices', 'why', ...words);

    expect([code, stderr]).toEqual([2, expect.stringContaining('\n  next: ')]);
  });
});
