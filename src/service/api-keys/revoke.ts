// Revokes a machine's API key, for an operator.
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import type { ApiKeyId, TenantId } from '../../domain/ids.ts';
import type { Deps } from '../deps.ts';
import { writeAndAnnounce, type AnnounceDeps } from '../write-and-announce.ts';

/** Revokes the key on every node. Refuses an unknown or revoked key, and a key of another tenant, with `api_key_not_found`. */
export async function revokeApiKey(
  deps: AnnounceDeps & Pick<Deps, 'apiKeys'>,
  { id, of, origin }: { readonly id: ApiKeyId; readonly of?: TenantId; readonly origin: Origin },
): Promise<void> {
  const key = await deps.apiKeys.find(id);
  if (key === undefined || (of !== undefined && key.tenant !== of)) throw notFound();
  const { tenant } = key;
  const body = { type: 'api_key.revoked', apiKey: id } as const;
  const isDone = await writeAndAnnounce(deps, { tenant, origin }, body, (event) =>
    deps.apiKeys.revoke(tenant, id, event),
  );
  if (!isDone) throw notFound();
}

const notFound = () => new Refused('api_key_not_found', 'API key not found');
