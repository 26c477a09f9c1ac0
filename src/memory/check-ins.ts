// When devices were last heard of: noted in memory on the hot path, written in batches, at most once per device and flush (D1).
import type { CheckIn, Devices } from '../store/store.ts';

export interface CheckIns {
  /** Costs no write. */
  note(checkIn: CheckIn): void;
  /** What was noted before the call is in the store; what fails is noted again. */
  flush(): Promise<void>;
}

/** More devices than this between two flushes go unnoted: memory is bounded. */
const MAX_NOTED = 100_000;
const BATCH = 1000;

export function createCheckIns(devices: Pick<Devices, 'checkIn'>): CheckIns {
  let noted = new Map<string, CheckIn>();
  const note = (checkIn: CheckIn): void => {
    const key = `${checkIn.device} ${checkIn.tenant}`;
    if (noted.size >= MAX_NOTED && !noted.has(key)) return;
    noted.set(key, checkIn);
  };
  const flush = async (): Promise<void> => {
    const batch = [...noted.values()];
    noted = new Map();
    for (let at = 0; at < batch.length; at += BATCH) {
      const part = batch.slice(at, at + BATCH);
      try {
        await devices.checkIn(part);
      } catch (error) {
        batch.slice(at).forEach((checkIn) => noted.get(`${checkIn.device} ${checkIn.tenant}`) ?? note(checkIn));
        throw error;
      }
    }
  };
  return { note, flush };
}
