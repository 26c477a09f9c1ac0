// The writes of commands. Each is one conditional update of one document, and its outcome can be found out even if the answer was
// lost (D1, D1a, D4): a change writes its id into the device, and reading it back shows whether it was written.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change, DeviceCreation } from '../../domain/change.ts';
import { Refused } from '../../domain/errors.ts';
import type { TenantId } from '../../domain/ids.ts';
import { createTurns } from '../../time/turns.ts';
import type { CommitAnswer, Devices } from '../store.ts';
import { insertOnce, isUnavailable, refusalOf } from './calls.ts';
import { createBatches } from './batches.ts';
import {
  idOf,
  readTraces,
  tryToWrite,
  wasWritten,
  withFilled,
  writeOnce,
  type Rewrite,
  type Stored,
} from './device-writes.ts';
import { newDeviceDocument, type Operation } from './documents.ts';
import type { Outbox } from './outbox.ts';
import type { SlotBatches } from './slot-batches.ts';
import type { Slots } from './slots.ts';

export interface ChangesContext {
  readonly collections: Stored;
  readonly slots: Slots;
  readonly slotBatches: SlotBatches;
  readonly outbox: Outbox;
}

export interface Changes {
  readonly commit: Devices['commit'];
  readonly commitMany: Devices['commitMany'];
}

const ATTEMPTS = 6;
const PAUSE_MS = 50;
/** The number of parallel takes of one tenant, or batches of them, on this node. More would only make each other retry. */
const TAKES_AT_ONCE = 8;

export function createChanges({ collections, slots, slotBatches, outbox }: ChangesContext): Changes {
  const turns = createTurns({ atOnce: TAKES_AT_ONCE });
  const batches = createBatches({ collections, slots, slotBatches, turns });

  const write = async (tenant: TenantId, change: Change): Promise<CommitAnswer> => {
    if (change.kind === 'create') return create(collections, tenant, change);
    if (change.slot === 'keep') return keepSlot(collections, tenant, change);
    const { slot } = change;
    const move = () => moveSlot({ collections, slots }, tenant, { change, kind: slot });
    // A give does not queue: while it waits, its device is still accepted and gets tokens, which would make the change stale again
    // and again.
    return slot === 'take' ? turns.take(tenant, move) : move();
  };
  const drain = (change: Change, answer: CommitAnswer | Refused): void => {
    const hasWork = change.kind === 'remove' || change.events.length > 0;
    if (answer === 'done' && hasWork) outbox.drain({ kind: 'device', id: idOf(change) });
  };
  return {
    commit: async (tenant, change) => {
      const answer = await write(tenant, change);
      drain(change, answer);
      return answer;
    },
    // Decides what a batch left undecided one by one, as `commit` does, up to the first refusal: the next ones would wait as long.
    commitMany: async (tenant, changes) => {
      const together = await batches.write(tenant, changes);
      const answers: (CommitAnswer | Refused)[] = [];
      let refusal: Refused | undefined;
      for (const change of changes) {
        const answer = together.get(change) ?? refusal ?? (await write(tenant, change).catch(refusalOf));
        if (answer instanceof Refused) refusal = answer;
        drain(change, answer);
        answers.push(answer);
      }
      if (refusal !== undefined && answers.every((answer) => answer instanceof Refused)) throw refusal;
      return answers;
    },
  };
}

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

/** Does steps 2 to 5 of D4; `slots.ts` has the states. */
async function moveSlot(
  { collections, slots }: Pick<ChangesContext, 'collections' | 'slots'>,
  tenant: TenantId,
  { change, kind }: { readonly change: Rewrite; readonly kind: Operation['kind'] },
): Promise<CommitAnswer> {
  const operation = await slots.open(tenant, change.device, kind);
  if (operation === 'full') return withoutRoom(collections, tenant, change);
  const written = await tryToWrite(collections, tenant, withFilled({ change, operation }));
  if (written === 'written') {
    // The device is written, so the change is done. If the operation cannot be settled now, the next command or the sweep helps it.
    await slots.settle(tenant, operation, 'done').catch(() => undefined);
    return 'done';
  }
  if (written === 'unknown') return (await slots.help(tenant, operation)) === 'done' ? 'done' : 'stale';
  await slots.settle(tenant, operation, 'aborted');
  return (await wasWritten(collections, tenant, change)) ? 'done' : 'stale';
}

/** Returns the answer for a change without a free slot: `full` only if it could still be written. */
async function withoutRoom(stored: Stored, tenant: TenantId, change: Rewrite): Promise<CommitAnswer> {
  const device = await readTraces(stored, tenant, change);
  if (device?.change === change.id) return 'done';
  const couldBe = device?.revision === change.revision && device.removed !== true;
  return couldBe ? 'full' : 'stale';
}
