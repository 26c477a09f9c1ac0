// A start with a listener that cannot listen: the process names the setting to change, and leaves nothing open.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { openProgram, type Program } from '../support/app/program.ts';
import { freePort } from '../support/free-port.ts';

let program: Program;
let other: Server;
let taken: number;
beforeAll(async () => {
  program = openProgram();
  taken = await freePort();
  other = createServer().listen(taken, '127.0.0.1');
  await once(other, 'listening');
});
afterAll(async () => {
  other.close();
  await program.close();
});

/** The settings of a start in which another process has the port of `setting`. */
async function takenAt(setting: string): Promise<{ readonly env: Record<string, string>; readonly free: number }> {
  const free = await freePort();
  const freely = { DEVICEAUTH_LISTEN: `127.0.0.1:${free}`, DEVICEAUTH_INTERNAL_LISTEN: `127.0.0.1:${free}` };
  return { env: { DEVICEAUTH_DATA: `data-${setting}`, ...freely, [setting]: `127.0.0.1:${taken}` }, free };
}

test.each(['DEVICEAUTH_LISTEN', 'DEVICEAUTH_INTERNAL_LISTEN'])(
  'where another process has the port of %s, the start ends with exit code 1 and names the setting',
  async (setting) => {
    const { env } = await takenAt(setting);

    const { code, stdout, stderr } = await program.run(['serve'], env);

    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      `devauth: ${setting}: cannot listen on 127.0.0.1:${taken}: another process has this port\n`,
    );
  },
  30_000,
);

test.each(['DEVICEAUTH_LISTEN', 'DEVICEAUTH_INTERNAL_LISTEN'])(
  'after a start without %s its store and the other port are free, and a signal stops the next start',
  async (setting) => {
    const { env, free } = await takenAt(setting);
    await program.run(['serve'], env);

    const serving = await program.serve({ ...env, [setting]: '127.0.0.1:0' });
    const { publicUrl, internalUrl } = serving;
    const code = await serving.stop('SIGTERM');

    expect([publicUrl, internalUrl]).toContain(`http://127.0.0.1:${free}`);
    expect(code).toBe(0);
  },
  30_000,
);

test('an address that this machine does not have is named with its setting', async () => {
  const { env } = await takenAt('DEVICEAUTH_LISTEN');

  const { code, stderr } = await program.run(['serve'], {
    ...env,
    DEVICEAUTH_LISTEN: '192.0.2.1:8080',
    DEVICEAUTH_USER_KEYS: '',
    DEVICEAUTH_USER_AUTH: 'gateway',
    DEVICEAUTH_GATEWAY_SECRET: 's'.repeat(32),
  });

  expect(code).toBe(1);
  expect(stderr).toContain(
    'DEVICEAUTH_LISTEN: cannot listen on 192.0.2.1:8080: this machine does not have this address',
  );
}, 30_000);
