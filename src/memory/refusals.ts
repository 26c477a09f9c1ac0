// The last refusals of devices' keys (domain/refusal.ts). They are kept in memory and written with others at the next flush (D1).
import { withRefusal, withRefusals, type Refusal } from '../domain/refusal.ts';
import type { DeviceId, TenantId } from '../domain/ids.ts';
import type { Devices, RefusalsOfDevice } from '../store/store.ts';
import { createNotes, type Notes } from './notes.ts';

export interface Refusals extends Pick<Notes<RefusalsOfDevice>, 'flush'> {
  readonly note: (tenant: TenantId, device: DeviceId, refusal: Refusal) => void;
  /** Returns the refusals of the device that this node has noted since the last flush. */
  readonly peek: (tenant: TenantId, device: DeviceId) => readonly Refusal[];
}

export interface RefusalRules {
  /** True if the address of a refused request may be kept. */
  readonly keepsAddress: boolean;
  readonly max?: number;
}

/** More devices than this are not noted until the next flush, so that memory and the size of a flush are bounded. */
const MAX_DEVICES = 50_000;

export function createRefusals(
  devices: Pick<Devices, 'noteRefusals'>,
  { keepsAddress, max = MAX_DEVICES }: RefusalRules,
): Refusals {
  const notes = createNotes<RefusalsOfDevice>({
    keyOf: ({ tenant, device }) => nameOf(tenant, device),
    join: (earlier, later) => ({ ...later, refusals: withRefusals(earlier.refusals, later.refusals) }),
    max,
    write: (batch) => devices.noteRefusals(batch),
  });
  return {
    note: (tenant, device, { from, ...refusal }) => {
      const kept = keepsAddress && from !== undefined ? { ...refusal, from } : refusal;
      notes.note({ tenant, device, refusals: withRefusal([], kept) });
    },
    peek: (tenant, device) => notes.peek(nameOf(tenant, device))?.refusals ?? [],
    flush: notes.flush,
  };
}

const nameOf = (tenant: TenantId, device: DeviceId): string => `${device} ${tenant}`;
