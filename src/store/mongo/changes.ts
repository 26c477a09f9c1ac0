// The writes of commands: each is one conditional update of one document, and its outcome is known also when the answer was lost
// (D1, D1a, D4). A change writes its id into the device; reading it back tells whether it was written.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change, DeviceCreation, DeviceRemoval, DeviceUpdate } from '../../domain/change.ts';
import type { TenantId } from '../../domain/ids.ts';
import { createTurns } from '../../time/turns.ts';
import type { CommitAnswer } from '../store.ts';
import { insertOnce, isUnavailable } from './calls.ts';
import { isInFeed } from './collections.ts';
import type { Collections } from './connection.ts';
import type { Operation } from './documents.ts';
import { newDeviceDocument, NOT_REMOVED, updateFor } from './documents.ts';
import type { Outbox } from './outbox.ts';
import type { Slots } from './slots.ts';

export interface ChangesContext {
  readonly collections: Pick<Collections, 'devices' | 'feed'>;
  readonly slots: Slots;
  readonly outbox: Outbox;
}

export interface Changes {
  readonly commit: (tenant: TenantId, change: Change) => Promise<CommitAnswer>;
}

type Written = 'written' | 'refused' | 'unknown';

const ATTEMPTS = 6;
const PAUSE_MS = 50;
/** So many takes of one tenant are under way on this node; more would only make each other retry. */
const TAKES_AT_ONCE = 8;

export function createChanges({ collections, slots, outbox }: ChangesContext): Changes {
  const turns = createTurns({ atOnce: TAKES_AT_ONCE });

  const write = async (tenant: TenantId, change: Change): Promise<CommitAnswer> => {
    if (change.kind === 'create') return create(collections, tenant, change);
    if (change.slot === 'keep') return keepSlot(collections, tenant, change);
    const { slot } = change;
    const move = () => moveSlot({ collections, slots }, tenant, { change, kind: slot });
    // A give does not queue: its device is accepted and gets tokens meanwhile, which would make the change stale again and again.
    return slot === 'take' ? turns.take(tenant, move) : move();
  };
  return {
    commit: async (tenant, change) => {
      const answer = await write(tenant, change);
      const drains = change.kind === 'remove' || change.events.length > 0;
      if (answer === 'done' && drains) outbox.drain({ kind: 'device', id: idOf(change) });
      return answer;
    },
  };
}

type Stored = ChangesContext['collections'];
/** A change of a device that is there. */
type Rewrite = DeviceUpdate | DeviceRemoval;

async function create(stored: Stored, tenant: TenantId, change: DeviceCreation): Promise<CommitAnswer> {
  const { devices } = stored;
  const document = newDeviceDocument({ ...change, device: { ...change.device, tenant } });
  const { identity_key } = document;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (await insertOnce(devices.insertOne(document))) return 'done';
      break;
    } catch (error) {
      if (attempt === ATTEMPTS || !isUnavailable(error)) throw error;
      await sleep(attempt * Math.random() * PAUSE_MS);
      if ((await devices.findOne({ tenant, identity_key }, { projection: { _id: 1 } })) !== null) break;
    }
  }
  return (await wasWritten(stored, tenant, change)) ? 'done' : 'identity-taken';
}

async function keepSlot(stored: Stored, tenant: TenantId, change: Rewrite): Promise<CommitAnswer> {
  for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
    const written = await tryToWrite(stored, tenant, { change });
    if (written === 'written' || (await wasWritten(stored, tenant, change))) return 'done';
    if (written === 'refused') return 'stale';
  }
  const isDone = (await writeOnce(stored, tenant, { change })) || (await wasWritten(stored, tenant, change));
  return isDone ? 'done' : 'stale';
}

/** Steps 2 to 5 of D4; `slots.ts` has the states. */
async function moveSlot(
  { collections, slots }: Pick<ChangesContext, 'collections' | 'slots'>,
  tenant: TenantId,
  { change, kind }: { readonly change: Rewrite; readonly kind: Operation['kind'] },
): Promise<CommitAnswer> {
  const operation = await slots.open(tenant, change.device, kind);
  if (operation === 'full') return withoutRoom(collections, tenant, change);
  const written = await tryToWrite(collections, tenant, { change, operation });
  if (written === 'written') {
    // The device is written, so the change is done. If the operation cannot be settled now, the next command or the sweep helps it.
    await slots.settle(tenant, operation, 'done').catch(() => undefined);
    return 'done';
  }
  if (written === 'unknown') return (await slots.help(tenant, operation)) === 'done' ? 'done' : 'stale';
  await slots.settle(tenant, operation, 'aborted');
  return (await wasWritten(collections, tenant, change)) ? 'done' : 'stale';
}

/** Answers for a change that found no free slot: `full` only if it could still be written. */
async function withoutRoom(stored: Stored, tenant: TenantId, change: Rewrite): Promise<CommitAnswer> {
  const device = await readTraces(stored, tenant, change);
  if (device?.change === change.id) return 'done';
  const couldBe = device?.revision === change.revision && device.removed !== true;
  return couldBe ? 'full' : 'stale';
}

interface Attempt {
  readonly change: Rewrite;
  readonly operation?: Operation;
}

async function tryToWrite(stored: Stored, tenant: TenantId, attempt: Attempt): Promise<Written> {
  try {
    return (await writeOnce(stored, tenant, attempt)) ? 'written' : 'refused';
  } catch (error) {
    if (isUnavailable(error)) return 'unknown';
    throw error;
  }
}

async function writeOnce({ devices }: Stored, tenant: TenantId, { change, operation }: Attempt): Promise<boolean> {
  const filter = { _id: change.device, tenant, revision: change.revision, ...NOT_REMOVED };
  const written = await devices.updateOne(filter, updateFor(change, operation));
  return written.matchedCount === 1;
}

/** Returns whether this very change was written before: it wrote last, or its first event is in the outbox or in the feed. */
async function wasWritten(stored: Stored, tenant: TenantId, change: Change): Promise<boolean> {
  const device = await readTraces(stored, tenant, change);
  if (device?.change === change.id) return true;
  const revision = change.kind === 'create' ? change.device.revision : change.revision;
  const event = change.events[0]?.id;
  if (event === undefined || (device !== null && device.revision <= revision)) return false;
  // The outbox first: an event leaves it only for the feed.
  if (device?.outbox.some(({ id }) => id === event) === true) return true;
  return isInFeed(stored.feed, event);
}

/** Reads what tells which change wrote the device last. */
function readTraces({ devices }: Stored, tenant: TenantId, change: Change) {
  const projection = { change: 1, revision: 1, removed: 1, 'outbox.id': 1 };
  return devices.findOne({ _id: idOf(change), tenant }, { projection });
}

const idOf = (change: Change) => (change.kind === 'create' ? change.device.id : change.device);
