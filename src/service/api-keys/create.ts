// Creates an API key for a machine, for an operator (D12).
import { hashOf, writeKey, type ApiKey } from '../../domain/api-key.ts';
import type { TenantId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import type { MachineScope } from '../../domain/scopes.ts';
import type { Deps } from '../deps.ts';
import { writeAndAnnounce, type AnnounceDeps } from '../write-and-announce.ts';

export interface CreateApiKey {
  readonly tenant: TenantId;
  readonly scopes: readonly MachineScope[];
  readonly expiresAt: Date | undefined;
  readonly description: string;
  readonly origin: Origin;
}

/** Returns the key's record and its text. The text is not stored. Refuses an expiry time in the past. */
export async function createApiKey(
  deps: AnnounceDeps & Pick<Deps, 'apiKeys'>,
  { tenant, scopes, expiresAt, description, origin }: CreateApiKey,
): Promise<{ readonly apiKey: ApiKey; readonly key: string }> {
  const now = deps.now();
  if (expiresAt !== undefined && expiresAt <= now) throw new Refused('invalid_request', 'expires_at is in the past');
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
  const body = { type: 'api_key.created', apiKey: id, scopes: held } as const;
  await writeAndAnnounce(deps, { tenant, origin }, body, (event) => deps.apiKeys.create(apiKey, event));
  return { apiKey, key };
}
