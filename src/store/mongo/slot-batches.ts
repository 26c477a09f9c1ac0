// Slot operations of many devices at once (D4). A batch is n ordinary operations that are written together: one intent opens them,
// and one write settles them. Helpers, also those of a version without batches, finish its operations one by one. So the batch is
// settled together only while all of its operations are open. Otherwise each is settled on its own, which changes nothing if a
// helper was faster.
import { isFilled } from '../../domain/limit-event.ts';
import { UNLIMITED, type Room } from '../../domain/limits.ts';
import type { DeviceId, TenantId } from '../../domain/ids.ts';
import { repeatable } from './calls.ts';
import type { Collections } from './connection.ts';
import type { Operation, TenantDocument } from './documents.ts';
import { createPatience } from './patience.ts';
import type { OpenedOperation, Slots } from './slots.ts';
import type { Tenants } from './tenants.ts';

export interface SlotBatchesContext {
  readonly collections: Pick<Collections, 'tenants'>;
  readonly tenants: Tenants;
  readonly slots: Pick<Slots, 'settle'>;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** The result of an intent. */
export interface Opened {
  /** In the order of the devices. Devices without an operation have one open already, or the limit has no room for them. */
  readonly operations: readonly OpenedOperation[];
  /** No slot is free, and no open take can free one. */
  readonly isFull: boolean;
}

/** The result of the operations of a batch: their devices were written, or never will be. */
export interface Ended {
  readonly done: readonly Operation[];
  readonly aborted: readonly Operation[];
}

export interface SlotBatches {
  readonly open: (tenant: TenantId, devices: readonly DeviceId[], kind: Operation['kind']) => Promise<Opened>;
  /** Afterwards none of the operations is open. The count has moved once for each. */
  readonly settle: (tenant: TenantId, ended: Ended) => Promise<void>;
}

type Declared = Opened['operations'] | undefined;

export function createSlotBatches(context: SlotBatchesContext): SlotBatches {
  const { collections, tenants, slots, now, newId } = context;

  const settle = async (tenant: TenantId, { done, aborted }: Ended): Promise<void> => {
    const ids = [...done, ...aborted].map(({ id }) => id);
    const freed =
      done.filter(({ kind }) => kind === 'give').length + aborted.filter(({ kind }) => kind === 'take').length;
    const update = { $pull: { ops: { id: { $in: ids } } }, ...(freed > 0 && { $inc: { used: -freed } }) };
    const all = { _id: tenant, 'ops.id': { $all: ids } };
    if ((await repeatable(() => collections.tenants.updateOne(all, update))).matchedCount === 1) return;
    for (const operation of done) await slots.settle(tenant, operation, 'done');
    for (const operation of aborted) await slots.settle(tenant, operation, 'aborted');
  };
  /** Returns the operations if they are open now. */
  const declare = async (tenant: TenantId, operations: readonly Operation[]): Promise<Declared> => {
    const limit = tenants.limitOf(tenant);
    const isTake = operations[0]?.kind === 'take';
    const devices = operations.map(({ device }) => device);
    const room = isTake && tenants.roomClause(tenant, operations.length);
    try {
      const declared = await collections.tenants.findOneAndUpdate(
        { _id: tenant, 'ops.device': { $nin: devices }, ...room },
        { $push: { ops: { $each: [...operations] } }, ...(isTake && { $inc: { used: operations.length } }) },
        { returnDocument: 'after', projection: { used: 1 } },
      );
      return declared === null ? undefined : openedOf(operations, { limit, used: declared.used });
    } catch (error) {
      // Nobody knows whether they are open. Nothing will be written with them. The sweep removes those that cannot be removed now.
      await settle(tenant, { done: [], aborted: operations }).catch(() => undefined);
      throw error;
    }
  };
  return {
    open: async (tenant, devices, kind) => {
      const patience = createPatience();
      for (;;) {
        const stored = await tenants.load(tenant);
        const { fitting, isFull } = choose(stored, tenants.limitOf(tenant), { devices, kind });
        if (fitting.length === 0) return { operations: [], isFull };
        const operations = fitting.map((device): Operation => ({ id: newId(), device, kind, at: now() }));
        const opened = await declare(tenant, operations);
        if (opened !== undefined) return { operations: opened, isFull: false };
        await patience.pause();
      }
    },
    settle,
  };
}

/** Marks the last operation if it took the last slot. */
function openedOf(operations: readonly Operation[], room: Room): readonly OpenedOperation[] {
  if (operations[0]?.kind !== 'take' || !isFilled(room)) return operations;
  return operations.map((operation, index) =>
    index === operations.length - 1 ? { ...operation, filled: room.limit } : operation,
  );
}

/** Chooses the devices for which an intent can open operations now. */
function choose(
  { used, ops }: Pick<TenantDocument, 'used' | 'ops'>,
  limit: number,
  { devices, kind }: { readonly devices: readonly DeviceId[]; readonly kind: Operation['kind'] },
): { readonly fitting: readonly DeviceId[]; readonly isFull: boolean } {
  const busy = new Set(ops.map(({ device }) => device));
  const free = devices.filter((device) => !busy.has(device));
  const room = kind === 'give' || limit === UNLIMITED ? free.length : Math.max(0, limit - used);
  const hasOpenTake = ops.some((open) => open.kind === 'take');
  return { fitting: free.slice(0, room), isFull: free.length > 0 && room === 0 && !hasOpenTake };
}
