// Moves events from the outboxes into the feed (D11). The node that committed drains at once; every node sweeps what others left.
// An event leaves its outbox only after it is in the feed, so it may be appended twice; the feed refuses the second copy by its id.
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import { deviceId, tenantId } from '../../domain/ids.ts';
import type { Appender } from './appender.ts';
import { answerWithin } from './calls.ts';
import { OUTBOX_KINDS, type Collections, type OutboxKind } from './connection.ts';
import type { OutboxDocument } from './documents.ts';
import type { Sweep } from './sweeper.ts';

/** Names the document that holds an outbox. */
export interface Source {
  readonly kind: OutboxKind;
  readonly id: string;
}

export interface OutboxContext {
  readonly collections: Collections;
  readonly appender: Appender;
  readonly log: (message: string) => void;
}

/** The sweep drains what any node left, and deletes removed devices whose events are in the feed. */
export interface Outbox extends Sweep {
  /** Drains that outbox soon, together with others. Does not report failures, because the sweep repeats failed drains. */
  readonly drain: (source: Source) => void;
  /** Resolves when every drain that was requested so far has ended, successful or not. */
  readonly settled: () => Promise<void>;
}

/** The number of outboxes that are read and appended together. */
const BATCH = 200;
/** A drain without an answer must not delay the feed; the sweep repeats it. */
const DRAIN_MS = 60_000;

export function createOutbox({ collections, appender, log }: OutboxContext): Outbox {
  let waiting = new Map<string, Source>();
  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  const empty = async (kind: OutboxKind, ids: readonly string[]): Promise<void> => {
    const outboxes = collections.outboxes[kind];
    const projection = { outbox: 1, removed: 1, tenant: 1, revision: 1 };
    const found = await outboxes.find({ _id: { $in: ids } }, { projection, batchSize: BATCH + 1 }).toArray();
    if (found.length === 0) return;
    await appender.append(found.flatMap(({ outbox }) => outbox));
    await clear(outboxes, found);
    for (const document of found) if (document.removed === true) await deleteRemoved(collections, kind, document);
  };
  const drainAll = async (batch: readonly Source[]): Promise<void> => {
    for (const kind of OUTBOX_KINDS) {
      const ids = batch.flatMap((source) => (source.kind === kind ? [source.id] : []));
      for (let from = 0; from < ids.length; from += BATCH) await empty(kind, ids.slice(from, from + BATCH));
    }
  };
  /** Runs one drain at a time. Requests during a drain are part of the next one. */
  const drainAfter = async (previous: Promise<void>): Promise<void> => {
    await previous;
    const batch = [...waiting.values()];
    waiting = new Map();
    current = next ?? current;
    next = undefined;
    try {
      await answerWithin(DRAIN_MS, drainAll(batch));
    } catch (error) {
      log(`mongo: ${batch.length} outboxes wait for the sweep: ${String(error)}`);
    }
  };
  const drain = (source: Source): void => {
    waiting.set(`${source.kind} ${source.id}`, source);
    next ??= drainAfter(current);
  };
  const settled = (): Promise<void> => next ?? current;
  return {
    drain,
    settled,
    sweep: async () => {
      for (const kind of OUTBOX_KINDS) {
        for (const { _id } of await dirty(collections.outboxes[kind])) drain({ kind, id: _id });
      }
      await settled();
    },
  };
}

const dirty = (outboxes: Collection<OutboxDocument>) =>
  outboxes.find({ dirty: true }, { projection: { _id: 1 }, limit: BATCH, batchSize: BATCH + 1 }).toArray();

/** Removes exactly what was appended, and the mark if nothing is left. A removed device keeps its mark until it is deleted. */
async function clear(outboxes: Collection<OutboxDocument>, found: readonly OutboxDocument[]): Promise<void> {
  const whole = found.filter(({ outbox, removed }) => outbox.length > 0 && removed !== true);
  if (whole.length === found.length && (await clearWhole(outboxes, whole)) === found.length) return;
  const writes: AnyBulkWriteOperation<OutboxDocument>[] = [];
  for (const { _id, outbox } of found) {
    const ids = outbox.map(({ id }) => id);
    const empty = { _id, outbox: { $size: 0 }, removed: { $ne: true as const } };
    writes.push({ updateOne: { filter: { _id }, update: { $pull: { outbox: { id: { $in: ids } } } } } });
    writes.push({ updateOne: { filter: empty, update: { $unset: { dirty: '' } } } });
  }
  await outboxes.bulkWrite(writes);
}

/**
 * The usual case, with one update for each document: the outbox has what was appended and nothing else. Returns the number of such
 * documents.
 */
async function clearWhole(outboxes: Collection<OutboxDocument>, found: readonly OutboxDocument[]): Promise<number> {
  const writes = found.map(({ _id, outbox }) => ({
    updateOne: {
      filter: { _id, outbox: { $size: outbox.length }, 'outbox.id': { $all: outbox.map(({ id }) => id) } },
      update: { $set: { outbox: [] }, $unset: { dirty: '' as const } },
    },
  }));
  return (await outboxes.bulkWrite(writes, { ordered: false })).matchedCount;
}

/** Deletes a removed document unless an open operation names it (D1a): a helper aborts an operation whose device is gone. */
async function deleteRemoved(
  { tenants, outboxes }: Pick<Collections, 'tenants' | 'outboxes'>,
  kind: OutboxKind,
  { _id, tenant, revision }: OutboxDocument,
): Promise<void> {
  const open = { _id: tenantId(tenant), 'ops.device': deviceId(_id) };
  if ((await tenants.findOne(open, { projection: { _id: 1 } })) !== null) return;
  await outboxes[kind].deleteOne({ _id, removed: true, revision, outbox: { $size: 0 } });
}
