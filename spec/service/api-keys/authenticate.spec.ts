import { apiKeyId } from '../../../src/domain/ids.ts';
import { expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { writeKey } from '../../../src/domain/api-key.ts';
import { createApiKey } from '../../../src/service/api-keys/create.ts';
import { authenticateMachine } from '../../../src/service/api-keys/authenticate.ts';
import { revokeApiKey } from '../../../src/service/api-keys/revoke.ts';
import { openTenantApp, type TenantAppDeps } from '../../support/tenant-device-deps.ts';
import { keyOf, made, OF, ORIGIN, parsed } from '../tenant-devices/tools.ts';

const FROM = '192.0.2.1';
const REFUSED = { code: 'caller_unknown', message: 'unauthorized' };
const make = (deps: TenantAppDeps, expiresAt?: Date) =>
  createApiKey(deps, { ...OF, scopes: ['devices:read'], description: '', expiresAt });

test('a right key is found by one read, and its use is noted', async () => {
  const { deps, calls, clock } = await openTenantApp();
  const { apiKey, key } = await make(deps);
  calls.length = 0;

  expect(await authenticateMachine(deps, parsed(key), FROM)).toEqual(apiKey);
  expect(calls).toEqual(['apiKeys.find']);
  await deps.apiKeyUses.flush();
  expect(await deps.apiKeys.find(apiKey.id)).toEqual({ ...apiKey, lastUsedAt: clock.now() });
});

test('a wrong secret, an unknown id, a revoked key and an expired one are refused alike', async () => {
  const { deps, clock } = await openTenantApp();
  const [good, revoked] = [await make(deps), await make(deps)];
  const expiring = await make(deps, new Date(clock.now().getTime() + 1));
  await revokeApiKey(deps, { id: revoked.apiKey.id, origin: ORIGIN });
  clock.advance(1);

  const forged = [good.apiKey.id, apiKeyId('0'.repeat(32))].map((id) => writeKey('dak', id, randomBytes(32)));
  for (const key of [...forged, revoked.key, expiring.key]) {
    await expect(authenticateMachine(deps, parsed(key), FROM)).rejects.toMatchObject(REFUSED);
  }
  expect((await authenticateMachine(deps, parsed(good.key), FROM)).id).toBe(good.apiKey.id);
});

test('the key of a tenant device is refused without a read', async () => {
  const { deps, calls } = await openTenantApp();
  const key = await keyOf(deps, await made(deps));
  calls.length = 0;

  await expect(authenticateMachine(deps, key, FROM)).rejects.toMatchObject(REFUSED);
  expect(calls).toEqual([]);
});

test('a right key gets in however many wrong ones were tried for its id from its own address', async () => {
  const { deps } = await openTenantApp();
  const { apiKey, key } = await make(deps);
  const forged = parsed(writeKey('dak', apiKey.id, randomBytes(32)));

  const refusals = await Promise.allSettled(Array.from({ length: 20 }, () => authenticateMachine(deps, forged, FROM)));

  expect(refusals.at(-1)).toMatchObject({ reason: { code: 'too_many_requests' } });
  expect(await authenticateMachine(deps, parsed(key), FROM)).toEqual(apiKey);
});
