import { expect, test } from '@jest/globals';
import { matches } from '../../../src/domain/api-key.ts';
import { createApiKey } from '../../../src/service/api-keys/create.ts';
import { openTenantApp } from '../../support/tenant-device-deps.ts';
import { OF, parsed, refusedWith, TENANT } from '../tenant-devices/tools.ts';

const WANTED = { ...OF, scopes: ['devices:read', 'devices:read', 'tokens:revoke'], description: 'gateway' } as const;

test('the key is kept as its hash, with its scopes once each, and is announced without its text', async () => {
  const { deps, announced, clock } = await openTenantApp();

  const { apiKey, key } = await createApiKey(deps, { ...WANTED, expiresAt: undefined });

  expect(apiKey).toMatchObject({ tenant: TENANT, scopes: ['devices:read', 'tokens:revoke'], description: 'gateway' });
  expect(apiKey.createdAt).toEqual(clock.now());
  expect(matches(parsed(key), apiKey.hash)).toBe(true);
  expect(await deps.apiKeys.find(parsed(key).id)).toEqual(apiKey);
  expect(announced).toMatchObject([{ type: 'api_key.created', apiKey: apiKey.id, scopes: apiKey.scopes }]);
  expect(JSON.stringify([apiKey, announced])).not.toContain(key.slice(40));
});

test('no two keys have an id or a secret in common', async () => {
  const { deps } = await openTenantApp();

  const made = await Promise.all(
    Array.from({ length: 20 }, () => createApiKey(deps, { ...WANTED, expiresAt: undefined })),
  );

  expect(new Set(made.map(({ apiKey }) => apiKey.id)).size).toBe(20);
  expect(new Set(made.map(({ key }) => key.split('_')[2])).size).toBe(20);
});

test('an expiry in the past is refused, and nothing is created', async () => {
  const { deps, calls, clock } = await openTenantApp();

  const made = createApiKey(deps, { ...WANTED, expiresAt: clock.now() });

  await expect(made).rejects.toMatchObject(refusedWith('invalid_request'));
  expect(calls).toEqual([]);
});
