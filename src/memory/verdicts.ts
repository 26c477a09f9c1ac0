// The verdicts of tokens/verify that this node may give again without asking the store (D10). A verdict is given for exactly the same
// `Authorization` text, while its token has not expired, until somebody writes its device, and for as long as the store can vouch
// for it: without end where no other process writes, for a bound after the read that confirmed it, or not at all.
//
// NOTE: the order in which a verdict is made matters. First `cleared` is noted and the signature is checked, then `begin` notes the
// device, then the store is read, then `keep`. A write between the read and `keep` has dropped the device, and nothing is kept:
// otherwise a token that was revoked there would be good until it expires.
import type { DeviceId, TenantId } from '../domain/ids.ts';
import type { VerifiedToken } from '../domain/token.ts';
import type { Heard } from './check-ins.ts';

/** A device of which something is remembered or just read; its tokens share it, so that to drop them all is one assignment. */
export interface KnownDevice extends Heard {
  isGood: boolean;
  /** Verdicts that are remembered and readings under way. */
  uses: number;
}

export interface Verdict {
  readonly token: VerifiedToken;
  /** Time in ms since 1970. */
  readonly expiresAt: number;
  readonly device: KnownDevice;
  /** Time by the monotonic clock, in ms. */
  trustedUntil: number;
  /** True from when it is given until it is taken to be read again. */
  isInUse: boolean;
  /** Headers of the answer, made for the first answer. */
  head: string[] | undefined;
}

/** A reading of the store that may become a verdict. */
export interface Reading {
  /** Returns the verdict. It is remembered unless the device was dropped or everything cleared in the meantime. */
  keep(authorization: string, token: VerifiedToken): Verdict;
  /** The store said the same again: the verdict may be given for as long as a new one. */
  confirm(verdict: Verdict): void;
  /** Called once, with every outcome. */
  end(): void;
}

export interface Verdicts {
  /** Number of times that everything was cleared. To be noted before the signature is checked. */
  readonly cleared: number;
  /** A good verdict on exactly this text, `undefined` where the store has to be asked. Both times in ms. */
  find(authorization: string, now: number, monotonic: number): Verdict | undefined;
  /** To be called before the store is read. */
  begin(tenant: TenantId, device: DeviceId, cleared: number): Reading;
  /** The verdicts that were given since the last call, where they have to be confirmed. */
  takeInUse(): readonly Verdict[];
  /** Interval in which these have to be read again, in ms; `undefined`: never. */
  readonly confirmEveryMs: number | undefined;
  /** Drops everything that is known of the device or is being read. */
  drop(tenant: TenantId, device: DeviceId): void;
  /** The same for all devices. */
  clear(): void;
}

export interface VerdictsOptions {
  /** Time for which a verdict may be given after its reading began: `Infinity` if no other process writes to the store, 0 for never. */
  readonly trustMs: number;
  readonly max?: number;
  readonly monotonic?: () => number;
}

/** About 2 KB each. */
const MAX_VERDICTS = 100_000;

/** More than one, so that a verdict in use is confirmed in time by a store that is slow. */
const CONFIRMATIONS_A_BOUND = 2;

export function createVerdicts(options: VerdictsOptions): Verdicts {
  const { trustMs, max = MAX_VERDICTS, monotonic = () => performance.now() } = options;
  const devices = openKnownDevices();
  const verdicts = openByText(max, (verdict) => devices.release(verdict.device));
  const isBounded = trustMs > 0 && trustMs < Infinity;
  const inUse = createInUse();
  let cleared = 0;
  return {
    get cleared() {
      return cleared;
    },
    find: (authorization, now, at) => {
      const verdict = verdicts.get(authorization);
      if (verdict === undefined || verdict.trustedUntil <= at) return undefined;
      if (!verdict.device.isGood || verdict.expiresAt <= now) {
        verdicts.delete(authorization, verdict);
        return undefined;
      }
      if (!verdict.isInUse) inUse.note(verdict);
      return verdict;
    },
    begin: (tenant, id, before) => {
      const device = devices.take(tenant, id);
      const trustedUntil = monotonic() + trustMs;
      return {
        keep: (authorization, token) => {
          const expiresAt = token.expiresAt.getTime();
          const verdict = { token, expiresAt, device, trustedUntil, isInUse: !isBounded, head: undefined };
          if (trustMs > 0 && device.isGood && before === cleared) {
            device.uses += 1;
            verdicts.set(authorization, verdict);
          }
          return verdict;
        },
        confirm: (verdict) => {
          verdict.trustedUntil = trustedUntil;
        },
        end: () => devices.release(device),
      };
    },
    takeInUse: inUse.take,
    confirmEveryMs: isBounded ? trustMs / CONFIRMATIONS_A_BOUND : undefined,
    drop: devices.drop,
    clear: () => {
      cleared += 1;
      devices.dropAll();
      verdicts.clear();
    },
  };
}

/** The verdicts that were given since the last time they were taken, each once. */
function createInUse() {
  let noted: Verdict[] = [];
  return {
    note: (verdict: Verdict): void => {
      verdict.isInUse = true;
      noted.push(verdict);
    },
    take: (): readonly Verdict[] => {
      const taken = noted;
      noted = [];
      for (const verdict of taken) verdict.isInUse = false;
      return taken;
    },
  };
}

/** The devices that are in use, each once; one that is not good is not found again. */
function openKnownDevices() {
  const known = new Map<string, KnownDevice>();
  const keyOf = (tenant: TenantId, device: DeviceId): string => `${device} ${tenant}`;
  const make = (tenant: TenantId, device: DeviceId): KnownDevice => {
    const made = { tenant, device, heardAt: 0, isNoted: false, isGood: true, uses: 0 };
    known.set(keyOf(tenant, device), made);
    return made;
  };
  return {
    take: (tenant: TenantId, id: DeviceId): KnownDevice => {
      const device = known.get(keyOf(tenant, id)) ?? make(tenant, id);
      device.uses += 1;
      return device;
    },
    release: (device: KnownDevice): void => {
      device.uses -= 1;
      if (device.uses === 0 && device.isGood) known.delete(keyOf(device.tenant, device.device));
    },
    drop: (tenant: TenantId, id: DeviceId): void => {
      const device = known.get(keyOf(tenant, id));
      if (device === undefined) return;
      device.isGood = false;
      known.delete(keyOf(tenant, id));
    },
    dropAll: (): void => {
      for (const device of known.values()) device.isGood = false;
      known.clear();
    },
  };
}

/** Keeps at most `max`; removes the oldest to make room. `removed` is called for each of these, but not for those that are cleared. */
function openByText(max: number, removed: (verdict: Verdict) => void) {
  const byText = new Map<string, Verdict>();
  // NOTE: one iterator is kept. A fresh `keys()` would first skip everything that was deleted before.
  let ages = byText.keys();
  const remove = (text: string, verdict: Verdict): void => {
    byText.delete(text);
    removed(verdict);
  };
  const removeOldest = (): void => {
    let oldest = ages.next();
    if (oldest.done === true) {
      ages = byText.keys();
      oldest = ages.next();
    }
    const verdict = oldest.done === true ? undefined : byText.get(oldest.value);
    if (oldest.done !== true && verdict !== undefined) remove(oldest.value, verdict);
  };
  return {
    get: (text: string): Verdict | undefined => byText.get(text),
    delete: remove,
    set: (text: string, verdict: Verdict): void => {
      const before = byText.get(text);
      if (before !== undefined) remove(text, before);
      if (byText.size >= max) removeOldest();
      byText.set(text, verdict);
    },
    clear: (): void => {
      byText.clear();
      ages = byText.keys();
    },
  };
}
