// Reports check-ins to inventory, for Mender's "latest activity" column. A check-in is not an event of the feed: waiting ones are
// in memory, and are lost when the node ends. The check-in of the next day replaces a lost one.
import { pause } from '../../time/pause.ts';
import type { CheckIn, Devices } from '../../store/store.ts';
import { openWakeable } from '../../time/wakeable.ts';
import { callOfCheckIn } from './calls.ts';
import type { CallWorkflow } from './client.ts';

export interface CheckInSender {
  /** Costs only memory. A check-in is dropped while too many wait. */
  send(checkIn: CheckIn): void;
  close(): Promise<void>;
}

export interface CheckInDeps {
  readonly devices: Pick<Devices, 'find'>;
  readonly call: CallWorkflow;
  readonly newRequestId: () => string;
  readonly firstPauseMs?: number;
}

const MAX_WAITING = 100_000;
const LONGEST_PAUSE_MS = 60_000;
const IDLE_MS = 60_000;

export function openCheckInSender({ firstPauseMs = 1_000, ...deps }: CheckInDeps): CheckInSender {
  const waiting = new Map<string, CheckIn>();
  const wakeable = openWakeable();
  const stop = new AbortController();
  const { signal } = stop;
  const hasStopped = (): boolean => signal.aborted; // it changes while the loop waits

  const loop = async (): Promise<void> => {
    let pauseMs = firstPauseMs;
    while (!hasStopped()) {
      const [next] = waiting;
      if (next === undefined) {
        await wakeable.pause(IDLE_MS);
        continue;
      }
      const [key, checkIn] = next;
      const isSent = await sendOne(deps, checkIn, signal);
      if (isSent && waiting.get(key) === checkIn) waiting.delete(key);
      if (!isSent && !hasStopped()) await Promise.race([pause(pauseMs), aborted(signal)]);
      pauseMs = isSent ? firstPauseMs : Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  };
  const ended = loop();
  return {
    send: (checkIn) => {
      const key = `${checkIn.device} ${checkIn.tenant}`;
      if (waiting.size >= MAX_WAITING && !waiting.has(key)) return;
      waiting.set(key, checkIn);
      wakeable.wake();
    },
    close: async () => {
      stop.abort();
      wakeable.wake();
      await ended;
    },
  };
}

/** Skips a device that is removed or being decommissioned, because inventory would create it again. */
async function sendOne(
  { devices, call, newRequestId }: Omit<CheckInDeps, 'firstPauseMs'>,
  checkIn: CheckIn,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const device = await devices.find(checkIn.tenant, checkIn.device);
    if (device === undefined || device.decommissioningSince !== undefined) return true;
    await call(callOfCheckIn(checkIn, newRequestId()), signal);
    return true;
  } catch {
    return false;
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
