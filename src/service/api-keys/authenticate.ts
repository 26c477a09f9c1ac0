// Authenticates a machine by its API key (D12). Reads the key on each call, so that every node sees a revocation at once.
import { matches, type ApiKey, type ParsedKey } from '../../domain/api-key.ts';
import type { Deps } from '../deps.ts';

/**
 * Returns the key's record. Refuses a wrong, revoked or expired key with `caller_unknown`, and with `too_many_requests` after many
 * wrong ones.
 */
export async function authenticateMachine(
  deps: Pick<Deps, 'apiKeys' | 'apiKeyUses' | 'wrongKeys' | 'now'>,
  key: ParsedKey,
  from: string,
): Promise<ApiKey> {
  const source = { from, id: key.id };
  const found = key.kind === 'dak' ? await deps.apiKeys.find(key.id) : undefined;
  const now = deps.now();
  if (found === undefined || !matches(key, found.hash) || isExpired(found, now)) throw deps.wrongKeys.refusal(source);
  deps.apiKeyUses.note({ tenant: found.tenant, id: found.id, at: now });
  return found;
}

const isExpired = ({ expiresAt }: ApiKey, now: Date): boolean => expiresAt !== undefined && expiresAt <= now;
