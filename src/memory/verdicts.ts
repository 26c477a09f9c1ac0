// The verdicts of tokens/verify that this node may give again without a read of the store (D10). A verdict is given for exactly the
// same `Authorization` text, until its token expires or a command writes its device, and as long as the store allows: for ever if
// no other process writes, for a bounded time after the read that confirmed it, or not at all.
//
// NOTE: the order in which a verdict is made matters. First note `cleared` and check the signature, then `begin` notes the device,
// then read the store, then `keep`. If the device is written between the read and `keep`, it was dropped and nothing is kept.
// Otherwise a revoked token would stay good until it expires.
import type { DeviceId, TenantId } from '../domain/ids.ts';
import type { VerifiedToken } from '../domain/token.ts';
import { createBoundedMap } from './bounded-map.ts';
import type { Heard } from './check-ins.ts';

/** A device with remembered verdicts or a running read. Its tokens share this object, so that one assignment drops them all. */
export interface KnownDevice extends Heard {
  isGood: boolean;
  /** Remembered verdicts and running reads. */
  uses: number;
}

export interface Verdict {
  readonly token: VerifiedToken;
  /** Time in ms since 1970. */
  readonly expiresAt: number;
  readonly device: KnownDevice;
  /** Time of the monotonic clock, in ms. */
  trustedUntil: number;
  /** True after it was given, until it is taken to be confirmed. */
  isInUse: boolean;
  /** Headers of the answer, made for the first answer. */
  head: string[] | undefined;
}

/** A read of the store that may become a verdict. */
export interface Reading {
  /** Returns the verdict. It is remembered, unless the device was dropped or everything was cleared in the meantime. */
  keep(authorization: string, token: VerifiedToken): Verdict;
  /** Confirms the verdict: it may be given for as long as a new one. */
  confirm(verdict: Verdict): void;
  /** Must be called once, with every outcome. */
  end(): void;
}

export interface Verdicts {
  /** The number of times that everything was cleared. Read it before the signature is checked. */
  readonly cleared: number;
  /** Returns a good verdict for exactly this text, or `undefined` if the store has to be read. Both times in ms. */
  find(authorization: string, now: number, monotonic: number): Verdict | undefined;
  /** Must be called before the store is read. */
  begin(tenant: TenantId, device: DeviceId, cleared: number): Reading;
  /** Returns the verdicts that were given since the last call and have to be confirmed. */
  takeInUse(): readonly Verdict[];
  /** The interval in ms in which they have to be confirmed. `undefined`: never. */
  readonly confirmEveryMs: number | undefined;
  /** Drops everything that is known or being read about the device. */
  drop(tenant: TenantId, device: DeviceId): void;
  /** Drops everything about all devices. */
  clear(): void;
}

export interface VerdictsOptions {
  /**
   * The time for which a verdict may be given after its read began: `Infinity` if no other process writes to the store, 0 for
   * never.
   */
  readonly trustMs: number;
  /** An entry takes about 2 KB. */
  readonly max?: number;
  readonly monotonic?: () => number;
}

/** More than one, so that a slow store confirms a verdict in time. */
const CONFIRMATIONS_A_BOUND = 2;

export function createVerdicts(options: VerdictsOptions): Verdicts {
  const { trustMs, max = 100_000, monotonic = () => performance.now() } = options;
  const devices = openKnownDevices();
  const verdicts = openByText(max, ({ device }) => devices.release(device));
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

/** The devices in use, each once. A device whose token is not good is not found again. */
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

/** `removed` is called for each verdict that is deleted, replaced or makes room, but not for cleared ones. */
function openByText(max: number, removed: (verdict: Verdict) => void) {
  const byText = createBoundedMap<string, Verdict>(max, (_, verdict) => removed(verdict));
  const remove = (text: string, verdict: Verdict): void => {
    byText.delete(text);
    removed(verdict);
  };
  return {
    get: byText.get,
    delete: remove,
    set: (text: string, verdict: Verdict): void => {
      const before = byText.get(text);
      if (before !== undefined) remove(text, before);
      byText.set(text, verdict);
    },
    clear: byText.clear,
  };
}
