// From the outboxes into the feed (D11): the node that committed drains at once, every node sweeps what another left. An event is
// pulled from its outbox only after it stands in the feed, so it may be appended twice; the feed refuses the second by its id.
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import { deviceId, tenantId } from '../../domain/ids.ts';
import { within } from './calls.ts';
import type { Appender } from './appender.ts';
import { OUTBOX_KINDS, type Collections, type OutboxKind } from './connection.ts';
import type { OutboxDocument } from './documents.ts';

/** Whose outbox: a device's, a tenant's own, a named device's or a machine key's. */
export interface Source {
  readonly kind: OutboxKind;
  readonly id: string;
}

export interface OutboxContext {
  readonly collections: Collections;
  readonly appender: Appender;
  log(message: string): void;
}

/** So many outboxes are read and appended together. */
const BATCH = 200;
/** A command whose answer never comes must not hold up the feed; the sweep does it again. */
const DRAIN_MS = 60_000;

export class Outbox {
  readonly #context: OutboxContext;
  #waiting = new Map<string, Source>();
  #current: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(context: OutboxContext) {
    this.#context = context;
  }

  /** Drains that outbox soon, together with others that are due; never rejects. The sweep repeats what fails. */
  drain(source: Source): void {
    this.#waiting.set(`${source.kind} ${source.id}`, source);
    this.#next ??= this.#after(this.#current);
  }

  /** Resolves when everything asked for until now was drained, or failed to be. */
  async settled(): Promise<void> {
    await (this.#next ?? this.#current);
  }

  /** Drains what any node left, and lets removed devices go. */
  async sweep(): Promise<void> {
    const { outboxes } = this.#context.collections;
    for (const kind of OUTBOX_KINDS) {
      for (const { _id } of await dirty(outboxes[kind])) this.drain({ kind, id: _id });
    }
    await this.settled();
  }

  async #after(previous: Promise<void>): Promise<void> {
    await previous;
    const batch = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#current = this.#next ?? this.#current;
    this.#next = undefined;
    try {
      await within(DRAIN_MS, this.#drainAll(batch));
    } catch (error) {
      this.#context.log(`mongo: ${batch.length} outboxes wait for the sweep: ${String(error)}`);
    }
  }

  async #drainAll(batch: readonly Source[]): Promise<void> {
    for (const kind of OUTBOX_KINDS) {
      const ids = batch.flatMap((source) => (source.kind === kind ? [source.id] : []));
      for (let from = 0; from < ids.length; from += BATCH) await this.#empty(kind, ids.slice(from, from + BATCH));
    }
  }

  async #empty(kind: Source['kind'], ids: readonly string[]): Promise<void> {
    const outboxes = this.#context.collections.outboxes[kind];
    const projection = { outbox: 1, removed: 1, tenant: 1, revision: 1 };
    const found = await outboxes.find({ _id: { $in: ids } }, { projection, batchSize: BATCH + 1 }).toArray();
    if (found.length === 0) return;
    await this.#context.appender.append(found.flatMap(({ outbox }) => outbox));
    await clear(outboxes, found);
    const removed = found.filter((document) => document.removed === true);
    for (const device of removed) await this.#letGo(outboxes, device);
  }

  /** A removed device goes when nothing hangs on it (D1a): whoever helps an operation whose device is gone aborts it. */
  async #letGo(outboxes: Collection<OutboxDocument>, { _id, tenant, revision }: OutboxDocument): Promise<void> {
    const { tenants } = this.#context.collections;
    const named = await tenants.findOne(
      { _id: tenantId(tenant), 'ops.device': deviceId(_id) },
      { projection: { _id: 1 } },
    );
    if (named === null) await outboxes.deleteOne({ _id, removed: true, revision, outbox: { $size: 0 } });
  }
}

const dirty = (outboxes: Collection<OutboxDocument>) =>
  outboxes.find({ dirty: true }, { projection: { _id: 1 }, limit: BATCH, batchSize: BATCH + 1 }).toArray();

/** Pulls what was appended and nothing else; the mark goes where nothing is left, but for a removed device: that has still to go. */
async function clear(outboxes: Collection<OutboxDocument>, found: readonly OutboxDocument[]): Promise<void> {
  const writes: AnyBulkWriteOperation<OutboxDocument>[] = [];
  for (const { _id, outbox } of found) {
    const ids = outbox.map(({ id }) => id);
    const empty = { _id, outbox: { $size: 0 }, removed: { $ne: true as const } };
    writes.push({ updateOne: { filter: { _id }, update: { $pull: { outbox: { id: { $in: ids } } } } } });
    writes.push({ updateOne: { filter: empty, update: { $unset: { dirty: '' } } } });
  }
  await outboxes.bulkWrite(writes);
}
