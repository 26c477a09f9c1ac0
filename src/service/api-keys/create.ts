// An operator makes a key for a machine (D12).
import { hashOf, writeKey, type ApiKey } from '../../domain/api-key.ts';
import type { TenantId } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import { eventOf, type Origin } from '../../domain/event.ts';
import type { MachineScope } from '../../domain/scopes.ts';
import type { Deps } from '../deps.ts';

export interface CreateApiKey {
  readonly tenant: TenantId;
  readonly scopes: readonly MachineScope[];
  readonly expiresAt: Date | undefined;
  readonly description: string;
  readonly origin: Origin;
}

/** The key's record, and its text, which is shown to nobody again. Refuses an expiry that has passed. */
export async function createApiKey(
  deps: Pick<Deps, 'apiKeys' | 'events' | 'ids' | 'now'>,
  { tenant, scopes, expiresAt, description, origin }: CreateApiKey,
): Promise<{ readonly apiKey: ApiKey; readonly key: string }> {
  const now = deps.now();
  if (expiresAt !== undefined && expiresAt <= now) throw new Refused('invalid_request', 'expires_at has passed');
  const id = deps.ids.apiKey();
  const key = writeKey('dak', id, deps.ids.secret());
  const held = [...new Set(scopes)];
  const apiKey: ApiKey = {
    id,
    tenant,
    hash: hashOf(key),
    scopes: held,
    description,
    createdAt: now,
    expiresAt,
    lastUsedAt: undefined,
  };
  const occasion = { change: deps.ids.change(), tenant, at: now, origin };
  const event = eventOf({ type: 'api_key.created', apiKey: id, scopes: held }, occasion);
  await deps.apiKeys.create(apiKey, event);
  deps.events.happened([event]);
  return { apiKey, key };
}
