import { apiKeyId } from '../../../src/domain/ids.ts';
import { expect, test } from '@jest/globals';
import { createApiKey } from '../../../src/service/api-keys/create.ts';
import { revokeApiKey } from '../../../src/service/api-keys/revoke.ts';
import { openTenantApp } from '../../support/tenant-device-deps.ts';
import { OF, ORIGIN, refusedWith, TENANT } from '../tenant-devices/tools.ts';

const WANTED = { ...OF, scopes: ['devices:read'], description: '', expiresAt: undefined } as const;

test('the key is removed, which is announced for its own tenant', async () => {
  const { deps, announced } = await openTenantApp();
  const { id } = (await createApiKey(deps, WANTED)).apiKey;

  await revokeApiKey(deps, { id, origin: ORIGIN });

  expect(await deps.apiKeys.find(id)).toBeUndefined();
  expect(announced.at(-1)).toMatchObject({ type: 'api_key.revoked', apiKey: id, tenant: TENANT, origin: ORIGIN });
});

test('of parallel revocations one is done; the others, and those of unknown keys, are refused', async () => {
  const { deps, announced } = await openTenantApp();
  const { id } = (await createApiKey(deps, WANTED)).apiKey;

  const outcomes = await Promise.allSettled([1, 2, 3].map(() => revokeApiKey(deps, { id, origin: ORIGIN })));

  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(announced).toHaveLength(2);
  const unknown = revokeApiKey(deps, { id: apiKeyId('nobody'), origin: ORIGIN });
  await expect(unknown).rejects.toMatchObject(refusedWith('api_key_not_found'));
});
