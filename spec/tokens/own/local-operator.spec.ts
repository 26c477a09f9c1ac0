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

describe('the local operator', () => {
  test('is a user of the installation’s own tenant for 24 hours', async () => {
    const { publicKeyPem, token } = await openLocalOperator(makeFolder(), () => NOW);

    const users = await makeUsers(publicKeyPem, NOW);
    const tomorrow = await makeUsers(publicKeyPem, new Date(NOW.getTime() + DAY + 5000));

    expect(await users.read(token)).toEqual({
      subject: 'local-operator',
      tenant: '',
      scopes: ['Device.Read', 'Device.Create', 'Device.Update', 'Device.Delete', 'Device.Connect.Reset'],
    });
    expect(await refusalOf(tomorrow.read(token))).toBe('caller_unknown: unauthorized');
  });

  test('keeps its key and renews its token at each start', async () => {
    const folder = makeFolder();
    const first = await openLocalOperator(folder, () => NOW);

    const second = await openLocalOperator(folder, () => new Date(NOW.getTime() + DAY));

    expect(second.publicKeyPem).toBe(first.publicKeyPem);
    expect(second.token).not.toBe(first.token);
    expect(readFileSync(second.tokenFile, 'utf8')).toBe(second.token);
  });

  test('has files that only the owner may read', async () => {
    const folder = makeFolder();

    await openLocalOperator(folder, () => NOW);

    expect(['operator.pem', 'operator.token'].map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([
      0o600, 0o600,
    ]);
  });

  test('is refused when others may read its key', async () => {
    const folder = makeFolder();
    await openLocalOperator(folder, () => NOW);
    chmodSync(join(folder, 'operator.pem'), 0o644);

    expect(await refusalOf(openLocalOperator(folder, () => NOW))).toContain('may be read by others');
  });

  // 73
  test('is another one in each installation', async () => {
    const [here, there] = await Promise.all(
      [makeFolder(), makeFolder()].map((folder) => openLocalOperator(folder, () => NOW)),
    );

    expect(here?.publicKeyPem).not.toBe(there?.publicKeyPem);
  });
});
