import { apiKeyId } from '../../../src/domain/device.ts';
import { expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { writeKey } from '../../../src/domain/api-key.ts';
import { createApiKey } from '../../../src/service/api-keys/create.ts';
import { openApiKey } from '../../../src/service/api-keys/authenticate.ts';
import { revokeApiKey } from '../../../src/service/api-keys/revoke.ts';
import { openRegistry, type RegistryDeps } from '../../support/registry-deps.ts';
import { keyOf, made, OF, ORIGIN, parsed } from '../tenant-devices/tools.ts';

const FROM = '192.0.2.1';
const REFUSED = { code: 'caller_unknown', message: 'unauthorized' };
const make = (deps: RegistryDeps, expiresAt?: Date) =>
  createApiKey(deps, { ...OF, scopes: ['devices:read'], description: '', expiresAt });

test('a key opens what it was made for, by one read, and its use is noted', async () => {
  const { deps, calls, clock } = await openRegistry();
  const { apiKey, key } = await make(deps);
  calls.length = 0;

  expect(await openApiKey(deps, parsed(key), FROM)).toEqual(apiKey);
  expect(calls).toEqual(['apiKeys.find']);
  await deps.keyUses.flush();
  expect(await deps.apiKeys.find(apiKey.id)).toEqual({ ...apiKey, lastUsedAt: clock.now() });
});

test('a wrong secret, an unknown id, a revoked key and an expired one are refused alike', async () => {
  const { deps, clock } = await openRegistry();
  const [good, revoked] = [await make(deps), await make(deps)];
  const expiring = await make(deps, new Date(clock.now().getTime() + 1));
  await revokeApiKey(deps, { id: revoked.apiKey.id, origin: ORIGIN });
  clock.advance(1);

  const forged = [good.apiKey.id, apiKeyId('0'.repeat(32))].map((id) => writeKey('dak', id, randomBytes(32)));
  for (const key of [...forged, revoked.key, expiring.key]) {
    await expect(openApiKey(deps, parsed(key), FROM)).rejects.toMatchObject(REFUSED);
  }
  expect((await openApiKey(deps, parsed(good.key), FROM)).id).toBe(good.apiKey.id);
});

test("a device's key is no machine's, and costs no read", async () => {
  const { deps, calls } = await openRegistry();
  const key = await keyOf(deps, await made(deps));
  calls.length = 0;

  await expect(openApiKey(deps, key, FROM)).rejects.toMatchObject(REFUSED);
  expect(calls).toEqual([]);
});
