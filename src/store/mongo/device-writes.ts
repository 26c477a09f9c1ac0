// Writes one device with one conditional write, and finds out whether it happened (D1).
import type { Change, DeviceRemoval, DeviceUpdate } from '../../domain/change.ts';
import type { DeviceId, TenantId } from '../../domain/ids.ts';
import { withLimitReached } from '../../domain/limit-event.ts';
import { isUnavailable } from './calls.ts';
import { isInFeed } from './collections.ts';
import type { Collections } from './connection.ts';
import { NOT_REMOVED, updateFor } from './documents.ts';
import type { OpenedOperation } from './slots.ts';

export type Stored = Pick<Collections, 'devices' | 'feed'>;
/** A change of an existing device. */
export type Rewrite = DeviceUpdate | DeviceRemoval;

export interface Attempt {
  readonly change: Rewrite;
  readonly operation?: OpenedOperation;
}

export type Written = 'written' | 'refused' | 'unknown';

export async function tryToWrite(stored: Stored, tenant: TenantId, attempt: Attempt): Promise<Written> {
  try {
    return (await writeOnce(stored, tenant, attempt)) ? 'written' : 'refused';
  } catch (error) {
    if (isUnavailable(error)) return 'unknown';
    throw error;
  }
}

export async function writeOnce({ devices }: Stored, tenant: TenantId, attempt: Attempt): Promise<boolean> {
  const { filter, update } = conditionalUpdate(tenant, attempt);
  return (await devices.updateOne(filter, update)).matchedCount === 1;
}

/** The condition is the revision that the change was decided on. */
export const conditionalUpdate = (tenant: TenantId, { change, operation }: Attempt) => ({
  filter: { _id: change.device, tenant, revision: change.revision, ...NOT_REMOVED },
  update: updateFor(change, operation),
});

/** Returns whether this very change was written before: it wrote last, or its first event is in the outbox or in the feed. */
export async function wasWritten(stored: Stored, tenant: TenantId, change: Change): Promise<boolean> {
  const device = await readTraces(stored, tenant, change);
  if (device?.change === change.id) return true;
  const revision = change.kind === 'create' ? change.device.revision : change.revision;
  const event = change.events[0]?.id;
  if (event === undefined || (device !== null && device.revision <= revision)) return false;
  // Reads the outbox first: an event leaves it only after it is in the feed.
  if (device?.outbox.some(({ id }) => id === event) === true) return true;
  return isInFeed(stored.feed, event);
}

/** Reads the fields that show which change wrote the device last. */
export function readTraces({ devices }: Stored, tenant: TenantId, change: Change) {
  const projection = { change: 1, revision: 1, removed: 1, 'outbox.id': 1 };
  return devices.findOne({ _id: idOf(change), tenant }, { projection });
}

export const idOf = (change: Change): DeviceId => (change.kind === 'create' ? change.device.id : change.device);

/** Adds to the change that takes the last slot the event that says so. */
export const withFilled = (attempt: Attempt): Attempt => {
  const { change, operation } = attempt;
  if (operation?.filled === undefined) return attempt;
  return { change: { ...change, events: withLimitReached(change.events, operation.filled) }, operation };
};
