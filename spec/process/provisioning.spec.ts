// A factory's list against a service with default settings, with the program itself: every row is created, and none is refused.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { times } from '../support/times.ts';

/** More than any rate a second would let through at once. `LIST_ROWS=10000` is a real factory's. */
const ROWS = Number(process.env['LIST_ROWS'] ?? times({ inCi: 1500, here: 600 }));

let program: Program;
let serving: Serving;
beforeAll(async () => {
  program = openProgram();
  serving = await program.serve({ DEVICEAUTH_DATA: 'data' });
}, 60_000);
afterAll(() => program.close());

test(`devauth devices preauthorize creates all ${ROWS} rows of a list, without a 429 and without a wait`, async () => {
  const devices = Array.from({ length: ROWS }, () => simulateDevice());
  const file = join(program.folder, 'factory.ndjson');
  writeFileSync(
    file,
    devices.map(({ identity, pubkey }) => JSON.stringify({ identity_data: identity, pubkey })).join('\n'),
  );

  const { code, stdout, stderr } = await program.run(['devices', 'preauthorize', file, '--wait', '0'], {
    DEVAUTH_SERVER: serving.publicUrl,
    DEVAUTH_INTERNAL_SERVER: serving.internalUrl,
    DEVAUTH_TOKEN_FILE: join(program.folder, 'data', 'operator.token'),
  });
  const metrics = await (await fetch(`${serving.internalUrl}/metrics`)).text();

  expect([code, stdout, stderr]).toEqual([0, `${ROWS.toLocaleString('en')} created\n`, '']);
  expect(metrics).toContain(`devauth_devices{status="preauthorized"} ${ROWS}\n`);
  expect(metrics).not.toMatch(/^devauth_rate_limited_total\{/m);
}, 300_000);
