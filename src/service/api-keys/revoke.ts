// An operator takes a machine's key away.
import type { ApiKeyId } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import { eventOf, type Origin } from '../../domain/event.ts';
import type { Deps } from '../deps.ts';

/** The key opens nothing, on any node. Refuses with `api_key_not_found`, also when it was revoked before. */
export async function revokeApiKey(
  deps: Pick<Deps, 'apiKeys' | 'events' | 'ids' | 'now'>,
  { id, origin }: { readonly id: ApiKeyId; readonly origin: Origin },
): Promise<void> {
  const key = await deps.apiKeys.find(id);
  if (key === undefined) throw notFound();
  const { tenant } = key;
  const occasion = { change: deps.ids.change(), tenant, at: deps.now(), origin };
  const event = eventOf({ type: 'api_key.revoked', apiKey: id }, occasion);
  if (!(await deps.apiKeys.revoke(tenant, id, event))) throw notFound();
  deps.events.happened([event]);
}

const notFound = () => new Refused('api_key_not_found', 'API key not found');
