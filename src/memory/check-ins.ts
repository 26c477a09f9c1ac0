// Notes the last check-in of devices in memory, on the hot path. Writes at most one for each device and flush (D1).
import type { DeviceId, TenantId } from '../domain/ids.ts';
import type { CheckIn, Devices } from '../store/store.ts';
import type { DailyCheckIns } from './daily-check-ins.ts';
import { createNotes } from './notes.ts';

/** A device with many check-ins. */
export interface Heard {
  readonly tenant: TenantId;
  readonly device: DeviceId;
  /** Time in ms since 1970. */
  heardAt: number;
  /** True while the next flush will write it. Another check-in is then only an assignment. */
  isNoted: boolean;
}

export interface CheckIns {
  /** Notes a check-in. Costs no write. */
  note(checkIn: CheckIn): void;
  /** Does the same for a device whose note the caller keeps. */
  hear(heard: Heard, at: number): void;
  /**
   * Drops the note, because a command has written the check-in with its change. `before` is the check-in that was stored until
   * then.
   */
  written(checkIn: CheckIn, before: Date | undefined): void;
  /** Writes everything that was noted before the call. Notes that cannot be written are kept for the next flush. */
  readonly flush: () => Promise<void>;
}

/** `daily` is given if a workflow server gets check-ins. */
export function createCheckIns(devices: Pick<Devices, 'checkIn'>, daily?: DailyCheckIns): CheckIns {
  const notes = createNotes<Heard>({
    keyOf: ({ tenant, device }) => `${device} ${tenant}`,
    write: async (batch) => {
      for (const heard of batch) heard.isNoted = false;
      const checkIns = batch.map(checkInOf);
      await daily?.beforeWrite(checkIns);
      await devices.checkIn(checkIns);
    },
  });
  return {
    note: ({ tenant, device, at }) => void notes.note({ tenant, device, heardAt: at.getTime(), isNoted: true }),
    hear: (heard, at) => {
      heard.heardAt = at;
      if (!heard.isNoted) heard.isNoted = notes.note(heard);
    },
    written: (checkIn, before) => daily?.written(checkIn, before),
    flush: notes.flush,
  };
}

const checkInOf = ({ tenant, device, heardAt }: Heard): CheckIn => ({ tenant, device, at: new Date(heardAt) });
