// Finds the first check-in of a device's day, for Mender's inventory. The day of each device begins at a time of its own, so that
// the calls of a fleet are spread over the day. The stored check-in decides, so that a restart or another node does not report a
// day twice.
import type { DeviceId } from '../domain/ids.ts';
import type { CheckIn, Devices } from '../store/store.ts';
import { createBoundedMap } from './bounded-map.ts';

export interface DailyCheckIns {
  /** Must be called before the check-ins are written. */
  beforeWrite(checkIns: readonly CheckIn[]): Promise<void>;
  /** Handles a check-in that a command has written. `before` is the check-in that was stored until then. */
  written(checkIn: CheckIn, before: Date | undefined): void;
}

const DAY_MS = 86_400_000;
/** The number of devices whose last day is known without a read. */
const MAX_DEVICES = 100_000;

/** `tell` is called at most once for each day and device. */
export function createDailyCheckIns(devices: Pick<Devices, 'find'>, tell: (checkIn: CheckIn) => void): DailyCheckIns {
  const known = createBoundedMap<string, number>(MAX_DEVICES);
  const isKnown = ({ tenant, device, at }: CheckIn): boolean =>
    (known.get(`${device} ${tenant}`) ?? -Infinity) >= dayOf(device, at);
  const written = (checkIn: CheckIn, before: Date | undefined): void => {
    const { tenant, device, at } = checkIn;
    if (isKnown(checkIn)) return;
    known.set(`${device} ${tenant}`, dayOf(device, at));
    if (before === undefined || dayOf(device, before) < dayOf(device, at)) tell(checkIn);
  };
  return {
    written,
    beforeWrite: async (checkIns) => {
      const asked = checkIns.filter((checkIn) => !isKnown(checkIn));
      await Promise.all(
        asked.map(async (checkIn) => {
          const device = await devices.find(checkIn.tenant, checkIn.device);
          if (device !== undefined) written(checkIn, device.checkInAt);
        }),
      );
    },
  };
}

/** Returns the number of days since 1970; each day begins at the device's own time. */
const dayOf = (device: DeviceId, at: Date): number => Math.floor((at.getTime() + beginningOf(device)) / DAY_MS);

/** The end of an id is random. */
const beginningOf = (device: DeviceId): number => (parseInt(device.slice(-8), 16) || 0) % DAY_MS;
