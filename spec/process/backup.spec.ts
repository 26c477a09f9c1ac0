// A copy of the embedded store during writes, and an installation that is restored from it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApp } from '../support/app/app.ts';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { openUserIssuer } from '../support/app/users.ts';

let program: Program;
beforeAll(() => {
  program = openProgram();
});
afterAll(() => program.close());

const users = openUserIssuer();

const settingsFor = (name: string) => ({
  DEVICEAUTH_DATA: join(program.folder, name),
  DEVICEAUTH_USER_KEYS: users.publicKeyFile,
  DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '0',
  DEVICEAUTH_LOG_LEVEL: 'error',
});

async function enrol({ publicUrl }: Serving): Promise<number> {
  const { body, signature } = simulateDevice().authRequest();
  const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
  return (await fetch(`${publicUrl}/api/devices/v1/authentication/auth_requests`, { method: 'POST', headers, body }))
    .status;
}

async function count({ publicUrl }: Serving): Promise<number> {
  const headers = { Authorization: `Bearer ${users.token()}` };
  const answer = await fetch(`${publicUrl}/api/management/v2/devauth/devices/count`, { headers });
  return JSON.parse(await answer.text()).count;
}

describe('devauth backup', () => {
  test('copies the store while devices enrol, and the copy serves with the same keys', async () => {
    const serving = await program.serve(settingsFor('original'));
    const before = await Promise.all(Array.from({ length: 20 }, () => enrol(serving)));
    expect(new Set(before)).toEqual(new Set([401]));
    const enrolling = Promise.all(Array.from({ length: 40 }, () => enrol(serving)));

    const file = join(program.folder, 'copy.db');
    const backup = await program.run(['backup', file, '--json'], { DEVAUTH_INTERNAL_SERVER: serving.internalUrl });
    await enrolling;

    expect([backup.code, backup.stderr, JSON.parse(backup.stdout)]).toEqual([
      0,
      '',
      { file, bytes: statSync(file).size },
    ]);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect(readdirSync(join(program.folder, 'original')).filter((name) => name.includes('copy'))).toEqual([]);

    const restored = settingsFor('restored');
    mkdirSync(restored.DEVICEAUTH_DATA, { mode: 0o700 });
    cpSync(file, join(restored.DEVICEAUTH_DATA, 'devauth.db'));
    cpSync(join(program.folder, 'original', 'keys'), join(restored.DEVICEAUTH_DATA, 'keys'), { recursive: true });
    const again = await program.serve(restored);
    const [had, has] = [await count(serving), await count(again)];
    const doctor = await program.run(['doctor'], { DEVAUTH_INTERNAL_SERVER: again.internalUrl });

    expect(had).toBe(60);
    expect(has).toBeGreaterThanOrEqual(20);
    expect(has).toBeLessThanOrEqual(60);
    expect([doctor.code, doctor.stderr]).toEqual([0, '']);
    expect(await enrol(again)).toBe(401);
    await Promise.all([serving.stop(), again.stop()]);
  }, 60_000);

  test('leaves a file that is there already as it is', async () => {
    const serving = await program.serve(settingsFor('kept'));
    const file = join(program.folder, 'kept.db');
    writeFileSync(file, 'precious');

    const { code, stderr } = await program.run(['backup', file], { DEVAUTH_INTERNAL_SERVER: serving.internalUrl });

    expect([code, stderr]).toEqual([1, expect.stringContaining('exists already')]);
    expect(statSync(file).size).toBe('precious'.length);
    await serving.stop();
  }, 30_000);
});

describe('POST /backup', () => {
  test('of two at once one gets the time to wait', async () => {
    const app = await openApp();
    try {
      const answers = await Promise.all([app.internal('POST /backup'), app.internal('POST /backup')]);

      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 503]);
      expect(answers.find(({ status }) => status === 200)?.text.slice(0, 15)).toBe('SQLite format 3');
    } finally {
      await app.close();
    }
  });
});
