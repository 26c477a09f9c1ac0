// The event that says that a device took the last slot of its tenant (D4). A store adds it in the write that makes the device accepted.
// NOTE: with MongoDB a slot may be held by a command of another node that fails later and gives it back. The next device that takes it
// fills the limit again, and adds another event.
import { changeId } from './ids.ts';
import { eventOf, type Event } from './event.ts';
import { UNLIMITED, type Room } from './limits.ts';

/** True if a slot that was just taken is the last one. `used` includes it. */
export const isFilled = ({ limit, used }: Room): boolean => limit !== UNLIMITED && used === limit;

/** Returns the events of a change that took the last slot, the new one at the end. */
export function withLimitReached(events: readonly Event[], limit: number): readonly Event[] {
  const last = events.at(-1);
  if (last === undefined) return events;
  const { id, tenant, at, origin, device, identity, revision } = last;
  const context = {
    ...{ tenant, at, origin, change: changeId(id.slice(0, id.lastIndexOf('.'))) },
    ...(device !== undefined && { device }),
    ...(identity !== undefined && { identity }),
    ...(revision !== undefined && { revision }),
  };
  return [...events, eventOf({ type: 'limit.reached', limit }, context, events.length)];
}
