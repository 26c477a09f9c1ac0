// The only writes of commands: one conditional update of one document, whatever becomes of the connection (D1, D1a, D4).
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

/** What the database said to one conditional write. */
type Written = 'written' | 'refused' | 'unknown';

const ATTEMPTS = 6;
const PAUSE_MS = 50;
/** Of one tenant, on this node. */
const TAKES_AT_ONCE = 8;

export class Changes {
  readonly #context: ChangesContext;
  readonly #turns = createTurns({ atOnce: TAKES_AT_ONCE });

  constructor(context: ChangesContext) {
    this.#context = context;
  }

  async commit(tenant: TenantId, change: Change): Promise<CommitAnswer> {
    const answer = await this.#write(tenant, change);
    const drains = change.kind === 'remove' || change.events.length > 0;
    const id = change.kind === 'create' ? change.device.id : change.device;
    if (answer === 'done' && drains) this.#context.outbox.drain({ kind: 'device', id });
    return answer;
  }

  async #write(tenant: TenantId, change: Change): Promise<CommitAnswer> {
    if (change.kind === 'create') return this.#create(tenant, change);
    const { slot } = change;
    if (slot === 'keep') return this.#keepSlot(tenant, change);
    const move = () => this.#moveSlot(tenant, change, slot);
    // A give does not queue: its device is accepted and may be issued tokens meanwhile, which would make it stale again and again.
    return slot === 'take' ? this.#turns.take(tenant, move) : move();
  }

  async #create(tenant: TenantId, change: DeviceCreation): Promise<CommitAnswer> {
    const { devices } = this.#context.collections;
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
    return (await this.#wasWritten(tenant, change)) ? 'done' : 'identity-taken';
  }

  async #keepSlot(tenant: TenantId, change: DeviceUpdate | DeviceRemoval): Promise<CommitAnswer> {
    for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
      const written = await this.#attempt(tenant, change);
      if (written === 'written' || (await this.#wasWritten(tenant, change))) return 'done';
      if (written === 'refused') return 'stale';
    }
    return (await this.#attemptOrThrow(tenant, change)) || (await this.#wasWritten(tenant, change)) ? 'done' : 'stale';
  }

  /** D4, steps 2 to 5. */
  async #moveSlot(
    tenant: TenantId,
    change: DeviceUpdate | DeviceRemoval,
    kind: Operation['kind'],
  ): Promise<CommitAnswer> {
    const { slots } = this.#context;
    const operation = await slots.open(tenant, change.device, kind);
    if (operation === 'full') return this.#withoutRoom(tenant, change);
    const written = await this.#attempt(tenant, change, operation);
    if (written === 'written') {
      // The device says it, so the change is done; an operation that cannot be settled now is settled by whoever meets it.
      await slots.settle(tenant, operation, 'done').catch(() => undefined);
      return 'done';
    }
    if (written === 'unknown') return (await slots.help(tenant, operation)) === 'done' ? 'done' : 'stale';
    await slots.settle(tenant, operation, 'aborted');
    return (await this.#wasWritten(tenant, change)) ? 'done' : 'stale';
  }

  /** No slot is free, which matters only to a change that could still be written. */
  async #withoutRoom(tenant: TenantId, change: DeviceUpdate | DeviceRemoval): Promise<CommitAnswer> {
    const device = await this.#standing(tenant, change);
    if (device?.change === change.id) return 'done';
    const couldBe = device?.revision === change.revision && device.removed !== true;
    return couldBe ? 'full' : 'stale';
  }

  async #attempt(tenant: TenantId, change: DeviceUpdate | DeviceRemoval, operation?: Operation): Promise<Written> {
    try {
      return (await this.#attemptOrThrow(tenant, change, operation)) ? 'written' : 'refused';
    } catch (error) {
      if (isUnavailable(error)) return 'unknown';
      throw error;
    }
  }

  async #attemptOrThrow(
    tenant: TenantId,
    change: DeviceUpdate | DeviceRemoval,
    operation?: Operation,
  ): Promise<boolean> {
    const filter = { _id: change.device, tenant, revision: change.revision, ...NOT_REMOVED };
    const update = updateFor(change, operation);
    const written = await this.#context.collections.devices.updateOne(filter, update);
    return written.matchedCount === 1;
  }

  /** Whether this very change was written before: it wrote last, or its first event is on its way or in the feed. */
  async #wasWritten(tenant: TenantId, change: Change): Promise<boolean> {
    const device = await this.#standing(tenant, change);
    if (device?.change === change.id) return true;
    const revision = change.kind === 'create' ? change.device.revision : change.revision;
    const event = change.events[0]?.id;
    if (event === undefined || (device !== null && device.revision <= revision)) return false;
    // Outbox first: an event leaves it only for the feed.
    if (device?.outbox.some(({ id }) => id === event) === true) return true;
    return isInFeed(this.#context.collections.feed, event);
  }

  #standing(tenant: TenantId, change: Change) {
    const id = change.kind === 'create' ? change.device.id : change.device;
    const projection = { change: 1, revision: 1, removed: 1, 'outbox.id': 1 };
    return this.#context.collections.devices.findOne({ _id: id, tenant }, { projection });
  }
}
