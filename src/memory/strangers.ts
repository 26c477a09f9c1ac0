// Rates of strangers on this node (D23): units of their key, of the device that they claim to be a key of, and of their tenant. A
// request spends one of each or none. Sources share the tenant's units, so that a source that spends much leaves some for others.
import { Refused } from '../domain/errors.ts';
import type { Fingerprint, IdentityKey, TenantId } from '../domain/ids.ts';
import { createBuckets, type Buckets } from './buckets.ts';
import { createLastHour } from './last-hour.ts';
import { createSources, type Sources } from './sources.ts';

export interface Stranger {
  readonly tenant: TenantId;
  readonly key: Fingerprint;
  readonly from: string;
  /** The identity of the device that is stored with another key. `undefined` for a new device. */
  readonly known: IdentityKey | undefined;
}

/** The result for a stranger: a refusal, or the way in which it was stored. */
export type StrangerOutcome = 'placed' | 'displaced_other' | 'key' | 'identity' | 'tenant' | 'places' | 'device';

export interface Spent {
  /** Gives back the units of a stranger that was not stored. */
  readonly giveBack: () => void;
}

export interface Strangers {
  /** Spends one unit of each bucket. If one is empty, spends nothing and refuses with `too_many_requests`. */
  readonly spend: (stranger: Stranger) => Spent;
  /** Returns the refusal of a stranger, with a random time to wait, and counts it. */
  readonly refusal: (stranger: Stranger, outcome: Exclude<StrangerOutcome, 'placed' | 'displaced_other'>) => Refused;
  /** Returns how many strangers of the tenant this node has refused in the last hour. */
  readonly refusedLastHour: (tenant: TenantId) => number;
}

export interface StrangersRules {
  /** The places of a tenant. It has as many units at once, and gets back twice as many a day. */
  readonly maxPending: number;
  readonly now: () => Date;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly count: (outcome: StrangerOutcome) => void;
}

const HOUR = 3600;
const DAY = 24 * HOUR;
const MAX_NAMES = 50_000;
const MAX_TENANTS = 10_000;

export function createStrangers({ maxPending, now, random, count }: StrangersRules): Strangers {
  const keys = createBuckets({ size: 100, perSecond: 10 / HOUR, now, max: MAX_NAMES });
  const identities = createBuckets({ size: 3, perSecond: 1 / HOUR, now, max: MAX_NAMES });
  const tenants = createBuckets({ size: maxPending, perSecond: (2 * maxPending) / DAY, now, max: MAX_TENANTS });
  const sources = createSources(now);
  const refusals = createLastHour(now);

  const refusal: Strangers['refusal'] = ({ tenant, from }, outcome) => {
    count(outcome);
    refusals.add(tenant);
    if (outcome === 'tenant' || outcome === 'places') sources.refused(tenant, from);
    return new Refused('too_many_requests', 'too many devices are waiting', {
      retryAfterSeconds: Math.round(MIN_PAUSE_SECONDS + random() * (MAX_PAUSE_SECONDS - MIN_PAUSE_SECONDS)),
    });
  };

  const spend = (stranger: Stranger): Spent => {
    const { tenant, key, from, known } = stranger;
    const keyName = `${key} ${tenant}`;
    const identityName = known === undefined ? undefined : `${known} ${from} ${tenant}`;
    if (keys.left(keyName) < 1) throw refusal(stranger, 'key');
    if (identityName !== undefined && identities.left(identityName) < 1) throw refusal(stranger, 'identity');
    if (!mayDraw(stranger, { tenants, sources, maxPending })) throw refusal(stranger, 'tenant');
    const taken: readonly (readonly [Buckets, string])[] = [
      [keys, keyName],
      ...(identityName === undefined ? [] : [[identities, identityName] as const]),
      [tenants, tenant],
    ];
    for (const [buckets, name] of taken) buckets.take(name);
    sources.spend(tenant, from, 1);
    return {
      giveBack: () => {
        for (const [buckets, name] of taken) buckets.giveBack(name);
        sources.spend(tenant, from, -1);
      },
    };
  };
  return { spend, refusal, refusedLastHour: refusals.count };
}

const MIN_PAUSE_SECONDS = 60;
const MAX_PAUSE_SECONDS = 300;

/** A source that spent fewer units than this lately may use the last tenth, and never gives way. */
const LIGHT_UNITS = 10;
const KEPT_SHARE = 0.1;

interface Draw {
  readonly tenants: Buckets;
  readonly sources: Sources;
  readonly maxPending: number;
}

function mayDraw({ tenant, from }: Stranger, { tenants, sources, maxPending }: Draw): boolean {
  const used = sources.used(tenant, from);
  const isLight = used < LIGHT_UNITS;
  if (tenants.left(tenant) < 1 + (isLight ? 0 : maxPending * KEPT_SHARE)) return false;
  return isLight || !sources.hasStarved(tenant, from, used - LIGHT_UNITS);
}
