// `devauth devices queue`: who waits, and from where.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openProgram, type Ended, type Program } from '../support/app/program.ts';
import { describeIf, isInstalled } from '../support/optional.ts';
import { onTerminal, TERMINAL } from '../support/terminal.ts';

let app: TestApp;
let program: Program;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  program = openProgram();
  app = await openApp({ DEVICEAUTH_MAX_PENDING_DEVICES: '2000' });
  env = { DEVAUTH_SERVER: app.publicUrl, DEVAUTH_TOKEN: app.users.token() };
  await app.pending();
  await app.pending();
}, 60_000);
afterAll(async () => {
  await program.close();
  await app.close();
});

const queue = (...words: readonly string[]): Promise<Ended> => program.run(['devices', 'queue', ...words], env);

describe('devauth devices queue', () => {
  test('writes a line for each address behind a pipe', async () => {
    const { code, stdout } = await queue();

    expect([code, stdout]).toEqual([0, expect.stringMatching(/^127\.0\.0\.1\t2\t2\t\S+Z\n$/)]);
  }, 30_000);

  test('writes the object of the API for programs', async () => {
    const { stdout } = await queue('-o', 'json');

    expect(JSON.parse(stdout).queues).toMatchObject([{ name: 'strangers', places: 2, cap: 2000 }]);
  }, 30_000);
});

describeIf(isInstalled(TERMINAL), TERMINAL, 'devauth devices queue on a terminal', () => {
  test('says how many places are taken, and lists the addresses under a head', async () => {
    const { code, text } = await onTerminal(program, ['devices', 'queue'], env);

    expect(code).toBe(0);
    expect(text).toMatch(/^2 of 2,000 places are taken, the oldest for \S+\n/);
    expect(text).toMatch(/FROM.*\n127\.0\.0\.1 +2 +2 /i);
  }, 30_000);
});
