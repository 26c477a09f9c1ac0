// The exact limit (D4). A command that takes or gives a slot says so first in the tenant document (the intent), then writes the
// device with the operation's id in it, then settles the operation. Whoever meets an operation that was left open reads its device:
// either the id is there, and it is done; or the device is fenced, so that the paused command can never write it, and it is aborted.
// One open operation per device, settled once: the intent and the settling are conditional, each on one document.
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceId, TenantId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import { hasRoom } from '../../domain/limits.ts';
import { repeatable } from './calls.ts';
import type { Collections } from './connection.ts';
import type { Operation, TenantDocument } from './documents.ts';
import type { Tenants } from './tenants.ts';

export interface SlotsContext {
  readonly collections: Collections;
  readonly tenants: Tenants;
  now(): Date;
  newId(): string;
}

/** What came of an operation: its device was written, or certainly never will be. */
export type Settled = 'done' | 'aborted';

/** An operation that is older was left behind, whatever this node has seen of it. */
const LEFT_BEHIND_MS = 5_000;
/** How long a node watches an operation that stops it before it fences the device: its command is probably at work. */
const GRACE_MS = 500;
/** How long a command waits for others' operations. */
const PATIENCE_MS = 2_000;
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 100;

export class Slots {
  readonly #context: SlotsContext;

  constructor(context: SlotsContext) {
    this.#context = context;
  }

  /** The intent: an operation of this device is open afterwards, and a slot taken with it; or `full`: no slot is free, and none can become so by an open take. */
  async open(tenant: TenantId, device: DeviceId, kind: Operation['kind']): Promise<Operation | 'full'> {
    const operation: Operation = { id: this.#context.newId(), device, kind, at: this.#context.now() };
    const watch = new Watch();
    for (;;) {
      if (await this.#declare(tenant, operation)) return operation;
      const obstacles = obstaclesOf(
        await this.#context.tenants.load(tenant),
        this.#context.tenants.limitOf(tenant),
        operation,
      );
      if (obstacles === 'full') return 'full';
      for (const obstacle of obstacles) {
        if (watch.hasWaited(obstacle) || this.#isLeftBehind(obstacle)) await this.help(tenant, obstacle);
      }
      if (obstacles.length > 0) await watch.pause();
    }
  }

  /** The operation is not open afterwards. Only the first of those who settle it moves the count. */
  async settle(tenant: TenantId, operation: Operation, as: Settled): Promise<void> {
    const counts = operation.kind === (as === 'done' ? 'give' : 'take');
    const { tenants } = this.#context.collections;
    const filter = { _id: tenant, 'ops.id': operation.id };
    const update = { $pull: { ops: { id: operation.id } }, ...(counts && { $inc: { used: -1 } }) };
    await repeatable(() => tenants.updateOne(filter, update));
  }

  /** Finds out what came of an operation, and settles it so. Looking alone is not enough: its command may be about to write. */
  async help(tenant: TenantId, operation: Operation): Promise<Settled> {
    for (;;) {
      const device = await this.#read(operation.device);
      if (device?.slot_op === operation.id) {
        await this.settle(tenant, operation, 'done');
        return 'done';
      }
      if (await this.#fence(operation.device, device?.revision)) {
        await this.settle(tenant, operation, 'aborted');
        return 'aborted';
      }
    }
  }

  /** Settles what crashed commands, of any node, left open. */
  async sweep(): Promise<void> {
    const before = new Date(this.#context.now().getTime() - LEFT_BEHIND_MS);
    const { tenants } = this.#context.collections;
    const found = await tenants.find({ 'ops.at': { $lt: before } }, { projection: { ops: 1 } }).toArray();
    for (const { _id, ops } of found) {
      for (const operation of ops) if (operation.at < before) await this.help(_id, operation);
    }
  }

  async #declare(tenant: TenantId, operation: Operation): Promise<boolean> {
    const { collections, tenants } = this.#context;
    const take = operation.kind === 'take';
    try {
      const declared = await collections.tenants.updateOne(
        { _id: tenant, 'ops.device': { $ne: operation.device }, ...(take && tenants.roomClause(tenant)) },
        { $push: { ops: operation }, ...(take && { $inc: { used: 1 } }) },
      );
      return declared.matchedCount === 1;
    } catch (error) {
      // Unknown whether it is open. Nothing will be written under it; what this cannot take back the sweep does.
      await this.settle(tenant, operation, 'aborted').catch(() => undefined);
      throw error;
    }
  }

  #read(device: DeviceId) {
    return this.#context.collections.devices.findOne({ _id: device }, { projection: { slot_op: 1, revision: 1 } });
  }

  /**
   * Whether the device, as it was read, can no longer be written by a command that read it before. Of a device that is not
   * there the same write proves that it is not: a read from a deposed primary would not.
   */
  async #fence(device: DeviceId, revision: number | undefined): Promise<boolean> {
    const unread = revision === undefined;
    const fenced = await this.#context.collections.devices.updateOne(
      { _id: device, ...(!unread && { revision }) },
      { $inc: { revision: 1 } },
    );
    return (fenced.matchedCount === 1) !== unread;
  }

  #isLeftBehind({ at }: Operation): boolean {
    return this.#context.now().getTime() - at.getTime() > LEFT_BEHIND_MS;
  }
}

/** What stood in the way of the intent: open operations, no room, or (an empty list) nothing any more. */
function obstaclesOf(
  { used, ops }: Pick<TenantDocument, 'used' | 'ops'>,
  limit: number,
  { device, kind }: Operation,
): readonly Operation[] | 'full' {
  const ofDevice = ops.filter((open) => open.device === device);
  if (ofDevice.length > 0 || kind === 'give' || hasRoom({ limit, used })) return ofDevice;
  const takes = ops.filter((open) => open.kind === 'take');
  return takes.length > 0 ? takes : 'full';
}

/** How long one command has been stopped, and by which operations since when. By the monotonic clock. */
class Watch {
  readonly #started = performance.now();
  readonly #seen = new Map<string, number>();
  #pauseMs = FIRST_PAUSE_MS;

  hasWaited({ id }: Operation): boolean {
    const now = performance.now();
    const since = this.#seen.get(id) ?? now;
    this.#seen.set(id, since);
    return now - since > GRACE_MS;
  }

  async pause(): Promise<void> {
    if (performance.now() - this.#started > PATIENCE_MS) {
      throw new Refused('conflict', 'other commands on this limit have not ended; try again', { retryAfterSeconds: 1 });
    }
    await sleep(this.#pauseMs * (0.5 + Math.random()));
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }
}
