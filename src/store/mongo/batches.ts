// Writes many changes of one tenant together: creations with one insert, changes that move no slot with one bulk write, and those
// that take or give slots as batches of slot operations (D4). Changes with an uncertain result stay undecided and are written one
// by one.
import { MongoBulkWriteError } from 'mongodb';
import type { Change, DeviceCreation } from '../../domain/change.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Turns } from '../../time/turns.ts';
import { MAX_COMMITS, type CommitAnswer } from '../store.ts';
import { isDuplicate, isUnavailable, refusalOf } from './calls.ts';
import {
  conditionalUpdate,
  idOf,
  wasWritten,
  withFilled,
  type Attempt,
  type Rewrite,
  type Stored,
} from './device-writes.ts';
import { newDeviceDocument, type Operation } from './documents.ts';
import type { Ended, SlotBatches } from './slot-batches.ts';
import type { Slots } from './slots.ts';

export interface BatchesContext {
  readonly collections: Stored;
  readonly slots: Pick<Slots, 'help'>;
  readonly slotBatches: SlotBatches;
  readonly turns: Turns;
}

/** The certain answers. A change without an answer must be written on its own; that is safe if it was written already. */
export type Answers = ReadonlyMap<Change, CommitAnswer>;

export interface Batches {
  readonly write: (tenant: TenantId, changes: readonly Change[]) => Promise<Answers>;
}

export function createBatches(context: BatchesContext): Batches {
  const { collections, turns } = context;
  return {
    write: async (tenant, changes) => {
      if (changes.length > MAX_COMMITS) throw new TypeError(`at most ${MAX_COMMITS} changes are committed together`);
      if (changes.length < 2 || new Set(changes.map(idOf)).size < changes.length) return new Map();
      const moving = (kind: Operation['kind']) =>
        changes.flatMap((change) => (slotOf(change) === kind ? [change] : []));
      const takes = moving('take').flatMap(rewriteOf);
      const gives = moving('give').flatMap(rewriteOf);
      const take = () => moveSlots(context, tenant, { kind: 'take', changes: takes });
      return new Map([
        ...(await create(collections, tenant, changes.flatMap(creationOf))),
        ...(await keepSlots(
          collections,
          tenant,
          changes.filter((change) => slotOf(change) === 'keep').flatMap(rewriteOf),
        )),
        ...(await moveSlots(context, tenant, { kind: 'give', changes: gives })),
        ...(takes.length > 0 ? await turns.take(tenant, take) : []),
      ]);
    },
  };
}

const slotOf = (change: Change) => (change.kind === 'create' ? undefined : change.slot);
const creationOf = (change: Change): readonly DeviceCreation[] => (change.kind === 'create' ? [change] : []);
const rewriteOf = (change: Change): readonly Rewrite[] => (change.kind === 'create' ? [] : [change]);

/** Inserts new devices. Existing ones, and everything after an unknown outcome, stay undecided. */
async function create({ devices }: Stored, tenant: TenantId, changes: readonly DeviceCreation[]): Promise<Answers> {
  if (changes.length === 0) return new Map();
  const documents = changes.map((change) => newDeviceDocument({ ...change, device: { ...change.device, tenant } }));
  try {
    await devices.insertMany(documents, { ordered: false });
    return answersOf(changes, 'done');
  } catch (error) {
    if (isUnavailable(error)) return new Map();
    if (!isDuplicate(error) || !(error instanceof MongoBulkWriteError)) throw error;
    const refused = new Set([error.writeErrors].flat().map(({ index }) => index));
    return answersOf(
      changes.filter((_, index) => !refused.has(index)),
      'done',
    );
  }
}

async function keepSlots({ devices }: Stored, tenant: TenantId, changes: readonly Rewrite[]): Promise<Answers> {
  if (changes.length === 0) return new Map();
  const isWhole = await writeAll(
    devices,
    tenant,
    changes.map((change) => ({ change })),
  );
  if (isWhole === true) return answersOf(changes, 'done');
  const found = await devices.find({ _id: { $in: changes.map(idOf) } }, { projection: { change: 1 } }).toArray();
  const last = new Map(found.map((device) => [device._id, device.change]));
  return answersOf(
    changes.filter((change) => last.get(change.device) === change.id),
    'done',
  );
}

interface Moves {
  readonly kind: Operation['kind'];
  readonly changes: readonly Rewrite[];
}

/** If the database does not answer, or other operations are in the way, the rest stays undecided. */
async function moveSlots(context: BatchesContext, tenant: TenantId, moves: Moves): Promise<Answers> {
  const answers = new Map<Change, CommitAnswer>();
  try {
    await moveInBatches(context, tenant, moves, answers);
  } catch (error) {
    refusalOf(error);
  }
  return answers;
}

/** Does steps 2 to 5 of D4 for a batch, and repeats them while the limit has room for more. */
async function moveInBatches(
  { collections, slots, slotBatches }: BatchesContext,
  tenant: TenantId,
  { kind, changes }: Moves,
  answers: Map<Change, CommitAnswer>,
): Promise<void> {
  let left = changes;
  while (left.length > 0) {
    const { operations, isFull } = await slotBatches.open(tenant, left.map(idOf), kind);
    if (isFull) for (const [change, answer] of await withoutRoom(collections, left)) answers.set(change, answer);
    if (operations.length === 0) return;
    const byDevice = new Map(operations.map((operation) => [operation.device, operation]));
    const attempts = left.flatMap((change) => attemptOf(change, byDevice.get(change.device)));
    const ended = await writeDevices({ collections, slots }, tenant, attempts.map(withFilled));
    // The outcome is certain. An operation that cannot be settled now is helped by the next command that meets it, or by the sweep.
    await slotBatches.settle(tenant, ended).catch(() => undefined);
    const done = new Set(ended.done);
    for (const { change, operation } of attempts) {
      const isDone = (operation && done.has(operation)) || (await wasWritten(collections, tenant, change));
      answers.set(change, isDone ? 'done' : 'stale');
    }
    left = left.filter((change) => !byDevice.has(change.device));
  }
}

const attemptOf = (change: Rewrite, operation: Operation | undefined): readonly Attempt[] =>
  operation === undefined ? [] : [{ change, operation }];

/** Writes each device with its own operation, and finds out which were written. */
async function writeDevices(
  { collections, slots }: Pick<BatchesContext, 'collections' | 'slots'>,
  tenant: TenantId,
  attempts: readonly Attempt[],
): Promise<Ended> {
  const operations = attempts.flatMap(({ operation }) => operation ?? []);
  const isWhole = await writeAll(collections.devices, tenant, attempts);
  if (isWhole === true) return { done: operations, aborted: [] };
  const written = new Set<Operation>();
  if (isWhole === undefined) {
    for (const operation of operations) if ((await slots.help(tenant, operation)) === 'done') written.add(operation);
  } else {
    const ids = operations.map(({ device }) => device);
    const found = await collections.devices.find({ _id: { $in: ids } }, { projection: { slot_op: 1 } }).toArray();
    const last = new Map(found.map(({ _id, slot_op }) => [_id, slot_op]));
    for (const operation of operations) if (last.get(operation.device) === operation.id) written.add(operation);
  }
  return {
    done: operations.filter((operation) => written.has(operation)),
    aborted: operations.filter((operation) => !written.has(operation)),
  };
}

/** Returns whether every device was written; `undefined` if the outcome is unknown. */
async function writeAll(
  devices: Stored['devices'],
  tenant: TenantId,
  attempts: readonly Attempt[],
): Promise<boolean | undefined> {
  const updates = attempts.map((attempt) => ({ updateOne: conditionalUpdate(tenant, attempt) }));
  try {
    return (await devices.bulkWrite(updates, { ordered: false })).matchedCount === updates.length;
  } catch (error) {
    if (isUnavailable(error)) return undefined;
    throw error;
  }
}

/** Returns the answers for changes without a free slot: `full` if the change could still be written. The others stay undecided. */
async function withoutRoom({ devices }: Stored, changes: readonly Rewrite[]): Promise<Answers> {
  const options = { projection: { revision: 1, removed: 1 } };
  const found = await devices.find({ _id: { $in: changes.map(idOf) } }, options).toArray();
  const revisions = new Map(found.map(({ _id, revision, removed }) => [_id, removed === true ? undefined : revision]));
  return answersOf(
    changes.filter(({ device, revision }) => revisions.get(device) === revision),
    'full',
  );
}

const answersOf = (changes: readonly Change[], answer: CommitAnswer): Answers =>
  new Map(changes.map((change) => [change, answer]));
