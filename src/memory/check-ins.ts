// When devices were last heard of: noted in memory on the hot path, written in pieces, at most once per device and flush (D1).
import type { DeviceId, TenantId } from '../domain/ids.ts';
import type { CheckIn, Devices } from '../store/store.ts';

/** A device that may be heard of again and again. */
export interface Heard {
  readonly tenant: TenantId;
  readonly device: DeviceId;
  /** In ms since 1970. */
  heardAt: number;
  /** True while the next flush will write it: to hear of it once more is one assignment. */
  isNoted: boolean;
}

export interface CheckIns {
  /** Costs no write. */
  note(checkIn: CheckIn): void;
  /** The same for a device whose note the caller keeps. */
  hear(heard: Heard, at: number): void;
  /** What was noted before the call is in the store; what fails is noted again. */
  flush(): Promise<void>;
}

/** More devices than this between two flushes are not noted: memory is bounded. */
const MAX_NOTED = 100_000;
/** Devices in one write. Every other write waits behind it. */
const PIECE = 50;

export function createCheckIns(devices: Pick<Devices, 'checkIn'>): CheckIns {
  let noted = new Map<string, Heard>();
  const note = (heard: Heard): void => {
    const key = keyOf(heard);
    if (noted.size >= MAX_NOTED && !noted.has(key)) return;
    heard.isNoted = true;
    noted.set(key, heard);
  };
  const noteAgain = (heard: Heard): void => {
    if (!noted.has(keyOf(heard))) note(heard);
  };
  const hear = (heard: Heard, at: number): void => {
    heard.heardAt = at;
    if (!heard.isNoted) note(heard);
  };
  const flush = async (): Promise<void> => {
    const batch = [...noted.values()];
    noted = new Map();
    for (const heard of batch) heard.isNoted = false;
    for (let at = 0; at < batch.length; at += PIECE) {
      try {
        await devices.checkIn(batch.slice(at, at + PIECE).map(checkInOf));
      } catch (error) {
        batch.slice(at).forEach(noteAgain);
        throw error;
      }
    }
  };
  return {
    note: ({ tenant, device, at }) => note({ tenant, device, heardAt: at.getTime(), isNoted: true }),
    hear,
    flush,
  };
}

const keyOf = ({ tenant, device }: Heard): string => `${device} ${tenant}`;

const checkInOf = ({ tenant, device, heardAt }: Heard): CheckIn => ({ tenant, device, at: new Date(heardAt) });
