// A machine comes with its key (D12). The key is read on each call, so that revoking it holds at once, on every node.
import { opens, type ApiKey, type ParsedKey } from '../../domain/api-key.ts';
import type { Deps } from '../deps.ts';

/** Whose key it is. Refuses with `caller_unknown` a key that is wrong, revoked or expired, all alike. */
export async function authenticateMachine(
  deps: Pick<Deps, 'apiKeys' | 'keyUses' | 'wrongKeys' | 'now'>,
  key: ParsedKey,
  from: string,
): Promise<ApiKey> {
  const source = { from, id: key.id };
  deps.wrongKeys.refuseFlood(source);
  const found = key.kind === 'dak' ? await deps.apiKeys.find(key.id) : undefined;
  const now = deps.now();
  if (found === undefined || !opens(key, found.hash) || isExpired(found, now)) throw deps.wrongKeys.refusal(source);
  deps.keyUses.noteMachine({ tenant: found.tenant, id: found.id, at: now });
  return found;
}

const isExpired = ({ expiresAt }: ApiKey, now: Date): boolean => expiresAt !== undefined && expiresAt <= now;
