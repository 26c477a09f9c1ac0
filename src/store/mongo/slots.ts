// The exact limit of accepted devices (D4), over two documents that no transaction joins: the tenant's, which counts slots, and the
// device's, which says whether it is accepted. A command that makes a device accepted (*take*) or no longer accepted (*give*) runs an
// *operation* `{id, device, kind, at}` in the array `ops` of the tenant document. There is at most one open operation for a device.
//
//   state       in the database                                      what moves it on
//   (none)      no operation names the device                        `open`: the intent adds the operation; a take also counts `used` + 1
//   open        the operation is in `ops`; the device is as before   the device write, with `slot_op` = the operation's id (changes.ts)
//   written     in `ops`, and the device's `slot_op` is its id       `settle(done)`: removes the operation; a give also counts `used` - 1
//   refused     in `ops`; the device write matched nothing           `settle(aborted)`: removes the operation; a take also counts `used` - 1
//   fenced      in `ops`; the device's revision was raised           `settle(aborted)`, as above
//
// Each step is one conditional write of one document. The intent requires room under the limit that the command read, and no other
// operation of the device. The device write requires the revision that the command read. The settling requires that the operation is
// still there, so the first of those who settle it moves the count and the others move nothing.
//
// What a crash leaves, by the last step that was done:
//   intent      An open operation. A take holds one slot too many until it is helped; nobody gets above the limit by that.
//   device      A written operation. The device is right; `used` is one too high after a give.
//   settle      Nothing.
// An answer that was lost is the same as a crash: the command helps its own operation to learn the outcome.
//
// `help` finishes an operation that another command left. It reads the device:
//   `slot_op` is the operation   → settle as done.
//   otherwise                    → *fence*: raise the device's revision if it is still as read. Matched: the command that opened the
//                                  operation can no longer write the device, so settle as aborted. Not matched: read again.
//   no such device               → the same write proves its absence; settle as aborted.
// Without the fence a paused command could write its device after its slot was given to another one, and the limit would be exceeded.
//
// A command helps when it is stopped: by an operation on its own device, or by a full tenant with open takes. It first waits for half a
// second, because the other command is probably at work; an operation older than five seconds is helped at once, and the sweep helps
// those that nobody meets. `full` is answered only when no take is open. After two seconds of waiting the command is refused with
// `conflict`.
import type { DeviceId, TenantId } from '../../domain/ids.ts';
import { isFilled } from '../../domain/limit-event.ts';
import { hasRoom } from '../../domain/limits.ts';
import { repeatable } from './calls.ts';
import type { Collections } from './connection.ts';
import type { Operation, TenantDocument } from './documents.ts';
import { createPatience } from './patience.ts';
import type { Sweep } from './sweeper.ts';
import type { Tenants } from './tenants.ts';

/** An operation that its own command has opened. */
export interface OpenedOperation extends Operation {
  /** Present if it took the last slot: the limit of the tenant. */
  readonly filled?: number;
}

export interface SlotsContext {
  readonly collections: Pick<Collections, 'devices' | 'tenants'>;
  readonly tenants: Tenants;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** The result of an operation: its device was written, or never will be. */
export type Outcome = 'done' | 'aborted';

/** The sweep helps operations of crashed commands of any node. */
export interface Slots extends Sweep {
  /**
   * Opens the intent. Afterwards an operation of this device is open; or `full`: no slot is free, and no open take can free one.
   */
  readonly open: (tenant: TenantId, device: DeviceId, kind: Operation['kind']) => Promise<OpenedOperation | 'full'>;
  /** Afterwards the operation is not open. Only the first settling moves the count. */
  readonly settle: (tenant: TenantId, operation: Operation, as: Outcome) => Promise<void>;
  /** Finds out how the operation ended, and settles it accordingly. */
  readonly help: (tenant: TenantId, operation: Operation) => Promise<Outcome>;
}

/** An older operation was left behind. */
const LEFT_BEHIND_MS = 5_000;

export function createSlots({ collections, tenants, now, newId }: SlotsContext): Slots {
  const isLeftBehind = ({ at }: Operation): boolean => now().getTime() - at.getTime() > LEFT_BEHIND_MS;

  const { settle, help } = createFinish(collections);
  /** Returns the operation if it is open now. */
  const declare = async (tenant: TenantId, operation: Operation): Promise<OpenedOperation | undefined> => {
    const isTake = operation.kind === 'take';
    const limit = tenants.limitOf(tenant);
    try {
      const declared = await collections.tenants.findOneAndUpdate(
        { _id: tenant, 'ops.device': { $ne: operation.device }, ...(isTake && tenants.roomClause(tenant)) },
        { $push: { ops: operation }, ...(isTake && { $inc: { used: 1 } }) },
        { returnDocument: 'after', projection: { used: 1 } },
      );
      if (declared === null) return undefined;
      return isTake && isFilled({ limit, used: declared.used }) ? { ...operation, filled: limit } : operation;
    } catch (error) {
      // Nobody knows whether it is open. Nothing will be written with it. If it cannot be removed now, the sweep removes it.
      await settle(tenant, operation, 'aborted').catch(() => undefined);
      throw error;
    }
  };
  return {
    open: async (tenant, device, kind) => {
      const operation: Operation = { id: newId(), device, kind, at: now() };
      const patience = createPatience();
      for (;;) {
        const opened = await declare(tenant, operation);
        if (opened !== undefined) return opened;
        const obstacles = obstaclesOf(await tenants.load(tenant), tenants.limitOf(tenant), operation);
        if (obstacles === 'full') return 'full';
        for (const obstacle of obstacles) {
          if (patience.hasWaitedFor(obstacle) || isLeftBehind(obstacle)) await help(tenant, obstacle);
        }
        if (obstacles.length > 0) await patience.pause();
      }
    },
    settle,
    help,
    sweep: async () => {
      const left = { 'ops.at': { $lt: new Date(now().getTime() - LEFT_BEHIND_MS) } };
      const found = await collections.tenants.find(left, { projection: { ops: 1 } }).toArray();
      for (const { _id, ops } of found) {
        for (const operation of ops) if (isLeftBehind(operation)) await help(_id, operation);
      }
    },
  };
}

/** The result of an operation. */
function createFinish(collections: SlotsContext['collections']): Pick<Slots, 'settle' | 'help'> {
  const settle = async (tenant: TenantId, { id, kind }: Operation, as: Outcome): Promise<void> => {
    const counts = kind === (as === 'done' ? 'give' : 'take');
    const update = { $pull: { ops: { id } }, ...(counts && { $inc: { used: -1 } }) };
    await repeatable(() => collections.tenants.updateOne({ _id: tenant, 'ops.id': id }, update));
  };
  const help = async (tenant: TenantId, operation: Operation): Promise<Outcome> => {
    const options = { projection: { slot_op: 1, revision: 1 } };
    for (;;) {
      const device = await collections.devices.findOne({ _id: operation.device }, options);
      const isWritten = device?.slot_op === operation.id;
      if (!isWritten && !(await fence(collections.devices, operation.device, device?.revision))) continue;
      const outcome = isWritten ? 'done' : 'aborted';
      await settle(tenant, operation, outcome);
      return outcome;
    }
  };
  return { settle, help };
}

/**
 * Returns whether a command that read the device before can no longer write it. For a missing device the same write proves that it
 * is missing; a read from a deposed primary would not.
 */
async function fence(
  devices: Collections['devices'],
  device: DeviceId,
  revision: number | undefined,
): Promise<boolean> {
  const isAbsent = revision === undefined;
  const fenced = await devices.updateOne({ _id: device, ...(!isAbsent && { revision }) }, { $inc: { revision: 1 } });
  return (fenced.matchedCount === 1) !== isAbsent;
}

/** Returns the open operations that stopped an intent, or `full`. An empty list means that nothing stops it now. */
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
