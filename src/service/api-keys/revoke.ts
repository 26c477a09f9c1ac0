// An operator takes a machine's key away.
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import type { ApiKeyId, TenantId } from '../../domain/ids.ts';
import type { Deps } from '../deps.ts';
import { writeAndAnnounce, type AnnounceDeps } from '../write-and-announce.ts';

/** Ends the key on every node. Refuses with `api_key_not_found`, also when it was revoked before or is not of that tenant. */
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
