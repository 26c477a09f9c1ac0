// Writes one thing with one event (D11): the store writes both in one step, then the event is announced.
import { eventOf, type Event, type EventBody, type Origin } from '../domain/event.ts';
import type { ChangeId, TenantId } from '../domain/ids.ts';
import type { Deps } from './deps.ts';

export type AnnounceDeps = Pick<Deps, 'announce' | 'ids' | 'now'>;

/** Returns false, and announces nothing, if `write` says that it wrote nothing. */
export async function writeAndAnnounce(
  deps: AnnounceDeps,
  { tenant, origin }: { readonly tenant: TenantId; readonly origin: Origin },
  body: EventBody,
  write: (event: Event, change: ChangeId) => Promise<boolean | undefined | void>,
): Promise<boolean> {
  const change = deps.ids.change();
  const event = eventOf(body, { change, tenant, at: deps.now(), origin });
  if ((await write(event, change)) === false) return false;
  deps.announce([event]);
  return true;
}
