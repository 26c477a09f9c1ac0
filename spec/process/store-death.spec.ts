// The thread that writes to the embedded store dies: the process reports it and ends.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { EXIT } from '../../src/cli/io.ts';
import { openProgram, type Program } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { describeEmbedded } from '../support/stores/stores.ts';
import { THREADS_END_ON_SIGUSR2 } from '../store/sqlite/process.ts';

describeEmbedded('a service whose thread that writes has died', () => {
  let program: Program;
  beforeAll(() => {
    program = openProgram();
  });
  afterAll(() => program.close());

  test('logs one clear line, ends with an exit code of its own, and opens its store again', async () => {
    const settings = {
      DEVICEAUTH_DATA: join(program.folder, 'data'),
      DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '0',
      DEVICEAUTH_LOG_LEVEL: 'error',
      NODE_OPTIONS: `--import ${THREADS_END_ON_SIGUSR2}`,
    };
    const serving = await program.serve(settings);
    expect(await ask(serving.publicUrl)).toBe(401);

    serving.process.kill('SIGUSR2');
    const code = await serving.ended;

    const lines = serving.log().trim().split('\n');
    expect(lines.filter((line) => line.includes('the thread that writes to'))).toHaveLength(2); // the log, and the program
    expect(code).toBe(EXIT.unavailable);
    const again = await program.serve(settings);
    expect(await ask(again.publicUrl)).toBe(401);
    expect(await again.stop()).toBe(0);
  }, 60_000);
});

async function ask(url: string): Promise<number> {
  const { body, signature } = simulateDevice().authRequest();
  const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
  return (await fetch(`${url}/api/devices/v1/authentication/auth_requests`, { method: 'POST', headers, body })).status;
}
