// Authenticates a machine by its API key (D12). The key is read on each call, so that a revocation holds at once on every node.
import { matches, type ApiKey, type ParsedKey } from '../../domain/api-key.ts';
import type { Deps } from '../deps.ts';

/** Returns the key's record. Refuses a key that is wrong, revoked or expired with `caller_unknown`, or `too_many_requests` after many. */
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
