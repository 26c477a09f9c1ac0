import { describe, expect, test } from '@jest/globals';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openLocalOperator } from '../../../src/tokens/own/local-operator.ts';
import { fixedUserKeys, JwtUsers } from '../../../src/tokens/foreign/users.ts';
import { importVerificationKey } from '../../../src/tokens/foreign/verification-keys.ts';
import { makeFolder, NOW, refusalOf } from '../tools.ts';

const DAY = 86_400_000;

async function makeUsers(publicKeyPem: string, now: Date) {
  const sources = [fixedUserKeys([await importVerificationKey(publicKeyPem, 'operator')])];
  const names = { userClaim: 'mender.user', tenantClaim: 'mender.tenant' };
  return new JwtUsers({
    sources,
    issuer: undefined,
    audience: undefined,
    ...names,
    isDeviceKey: () => false,
    leewaySeconds: 0,
    now: () => now,
  });
}

/** Clocks that stand still. */
const clocks = ({ wallMs = 0 } = {}) => ({ now: () => new Date(NOW.getTime() + wallMs), elapsedMs: () => 0 });

const read = (file: string): string => readFileSync(file, 'utf8');

describe('the local operator', () => {
  test('is a user of the installation’s own tenant for 24 hours', async () => {
    const { publicKeyPem, tokenFile } = await openLocalOperator(makeFolder(), clocks());
    const token = read(tokenFile);

    const users = await makeUsers(publicKeyPem, NOW);
    const tomorrow = await makeUsers(publicKeyPem, new Date(NOW.getTime() + DAY + 5000));

    expect(await users.read(token)).toEqual({
      subject: 'local-operator',
      tenant: '',
      scopes: ['Device.Read', 'Device.Create', 'Device.Update', 'Device.Delete', 'Device.Connect.Reset'],
      expiresAt: new Date(NOW.getTime() + DAY),
    });
    expect(await refusalOf(tomorrow.read(token))).toBe('caller_unknown: unauthorized');
  });

  test('keeps its key and renews its token at each start', async () => {
    const folder = makeFolder();
    const first = await openLocalOperator(folder, clocks());

    const token = read(first.tokenFile);
    const second = await openLocalOperator(folder, clocks({ wallMs: DAY }));

    expect(second.publicKeyPem).toBe(first.publicKeyPem);
    expect(read(second.tokenFile)).not.toBe(token);
  });

  const HALF = DAY / 2;

  test.each([
    ['half its life is over', { wallMs: HALF, elapsedMs: HALF }, true],
    ['half its life is not over yet', { wallMs: HALF - 1, elapsedMs: HALF - 1 }, false],
    ['the clock jumps ahead', { wallMs: 60_001, elapsedMs: 1 }, true],
    ['the clock jumps back', { wallMs: -60_000, elapsedMs: 0 }, true],
    ['the clock jumps back by years', { wallMs: -1000 * DAY, elapsedMs: 1000 }, true],
    ['the clock was steered by seconds', { wallMs: 3_600_000 + 59_000, elapsedMs: 3_600_000 }, false],
    ['half its life is over while the clock stood', { wallMs: 0, elapsedMs: HALF }, true],
  ])('when %s, the token in the file is a new one: %#', async (_, passed, isNew) => {
    const moving = { wallMs: 0, elapsedMs: 0 };
    const operator = await openLocalOperator(makeFolder(), {
      now: () => new Date(NOW.getTime() + moving.wallMs),
      elapsedMs: () => moving.elapsedMs,
    });
    const before = read(operator.tokenFile);

    Object.assign(moving, passed);
    await operator.renewIfDue();
    const after = read(operator.tokenFile);
    await operator.renewIfDue();

    expect(after !== before).toBe(isNew);
    expect(read(operator.tokenFile)).toBe(after);
    const users = await makeUsers(operator.publicKeyPem, new Date(NOW.getTime() + moving.wallMs));
    expect(await refusalOf(users.read(after))).toBe('none');
  });

  test('has files that only the owner may read', async () => {
    const folder = makeFolder();

    await openLocalOperator(folder, clocks());

    expect(['operator.pem', 'operator.token'].map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([
      0o600, 0o600,
    ]);
  });

  test('is refused when others may read its key', async () => {
    const folder = makeFolder();
    await openLocalOperator(folder, clocks());
    chmodSync(join(folder, 'operator.pem'), 0o644);

    expect(await refusalOf(openLocalOperator(folder, clocks()))).toContain('may be read by others');
  });

  // T73
  test('is another one in each installation', async () => {
    const [here, there] = await Promise.all(
      [makeFolder(), makeFolder()].map((folder) => openLocalOperator(folder, clocks())),
    );

    expect(here?.publicKeyPem).not.toBe(there?.publicKeyPem);
  });
});
