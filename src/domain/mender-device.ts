// Converts a device of Mender's deviceauth. Ids and the revision stay. The status follows from the auth sets. What our rules refuse
// is left out and reported, with its id and the reason.
import { MAX_AUTH_SETS } from './auth-sets.ts';
import { AUTH_SET_STATUSES, type AuthSet, type AuthSetStatus, type Device } from './device.ts';
import { Refused } from './errors.ts';
import { authSetId, deviceId, tenantId, type Fingerprint } from './ids.ts';
import { identityFromText } from './identity.ts';
import { deviceStatus } from './status.ts';
import { tenantFault } from './tenant.ts';

export interface ForeignAuthSet {
  readonly id: string;
  readonly pubkey: string;
  readonly status: string;
  readonly createdAt: Date;
  /** Its last token, if Mender still has it. */
  readonly token: ForeignToken | undefined;
}

/** A token of Mender, the `jti` of which is the id of its auth set. */
export interface ForeignToken {
  readonly device: string;
  readonly tenant: string;
  readonly issuer: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export interface ForeignDevice {
  readonly id: string;
  readonly tenant: string;
  /** The identity, in Go's canonical JSON. */
  readonly idData: string;
  readonly isDecommissioning: boolean;
  readonly isProvisioned: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly checkInAt: Date | undefined;
  readonly revision: number;
  readonly authSets: readonly ForeignAuthSet[];
}

/** Admits a public key (D8), or refuses it. */
export type AdmitKey = (pubkey: string) => { readonly fingerprint: Fingerprint; readonly pem: string };

/** An auth set that is left out. */
export interface LeftOut {
  readonly authSet: string;
  readonly reason: string;
}

export interface Mapped {
  readonly device: Device;
  readonly leftOut: readonly LeftOut[];
}

/** Throws `Refused` for a device that cannot be stored here. */
export function mapDevice(foreign: ForeignDevice, admit: AdmitKey, now: Date): Mapped {
  const fault = tenantFault(foreign.tenant);
  if (fault !== undefined) throw new Refused('invalid_request', fault);
  const identity = identityFromText(foreign.idData);
  const leftOut: LeftOut[] = [];
  const sets = atMost(distinctSets(foreign, admit, leftOut, now), leftOut);
  const decided = foreign.isDecommissioning ? sets.map(rejectAccepted) : oneAccepted(sets, foreign);
  return {
    device: {
      id: deviceId(foreign.id),
      tenant: tenantId(foreign.tenant),
      identity,
      status: deviceStatus(decided),
      authSets: decided,
      tokens: [],
      provisioned: foreign.isProvisioned,
      decommissioningSince: foreign.isDecommissioning ? now : undefined,
      createdAt: foreign.createdAt,
      updatedAt: foreign.updatedAt,
      checkInAt: foreign.checkInAt,
      revision: foreign.revision,
    },
    leftOut,
  };
}

/** Returns the sets in the order of creation. Mender may have one key in two spellings; the stronger set stays. */
function distinctSets({ authSets }: ForeignDevice, admit: AdmitKey, leftOut: LeftOut[], now: Date): readonly AuthSet[] {
  const byKey = new Map<Fingerprint, AuthSet>();
  for (const foreign of authSets.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())) {
    const set = mapSet(foreign, admit, leftOut, now);
    if (set === undefined) continue;
    const known = byKey.get(set.fingerprint);
    const stays = known === undefined || strengthOf(set) < strengthOf(known);
    if (stays) byKey.set(set.fingerprint, set);
    const gone = stays ? known : set;
    if (gone !== undefined) leftOut.push({ authSet: gone.id, reason: 'the device has this key twice' });
  }
  return [...byKey.values()].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

function mapSet(foreign: ForeignAuthSet, admit: AdmitKey, leftOut: LeftOut[], now: Date): AuthSet | undefined {
  try {
    const { id, status, createdAt } = foreign;
    if (!isStatus(status)) throw new Refused('invalid_request', `it has the status ${JSON.stringify(status)}`);
    const { fingerprint, pem: pubkey } = admit(foreign.pubkey);
    return {
      ...{ id: authSetId(id), fingerprint, pubkey, status, createdAt },
      ...(status === 'pending' && { askedAt: now }), // silence counts from now on
      ...(status === 'accepted' && { wasAccepted: true as const }),
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    leftOut.push({ authSet: foreign.id, reason: error.message });
    return undefined;
  }
}

const isStatus = (text: string): text is AuthSetStatus => AUTH_SET_STATUSES.some((status) => status === text);

/** Sorts sets by what has to be kept: decided ones first. */
const STRENGTH: Readonly<Record<AuthSetStatus, number>> = { accepted: 0, preauthorized: 1, rejected: 2, pending: 3 };
const strengthOf = ({ status }: AuthSet): number => STRENGTH[status];

/** Returns the strongest 50, of equal ones the newest, in the order of creation. */
function atMost(sets: readonly AuthSet[], leftOut: LeftOut[]): readonly AuthSet[] {
  if (sets.length <= MAX_AUTH_SETS) return sets;
  const kept = new Set(
    sets
      .toSorted((a, b) => strengthOf(a) - strengthOf(b) || b.createdAt.getTime() - a.createdAt.getTime())
      .slice(0, MAX_AUTH_SETS),
  );
  for (const set of sets)
    if (!kept.has(set)) leftOut.push({ authSet: set.id, reason: `a device has at most ${MAX_AUTH_SETS} auth sets` });
  return sets.filter((set) => kept.has(set));
}

/** Keeps one accepted set. Two parallel accepts leave two in Mender; the one with the newest token stays, or else the newest. */
function oneAccepted(sets: readonly AuthSet[], { authSets }: ForeignDevice): readonly AuthSet[] {
  const lastUsed = ({ id, createdAt }: AuthSet): number =>
    authSets.find((foreign) => foreign.id === id)?.token?.issuedAt.getTime() ?? createdAt.getTime() - NEVER_MS;
  const accepted = sets.filter(({ status }) => status === 'accepted');
  const stays = accepted.toSorted((a, b) => lastUsed(b) - lastUsed(a))[0];
  return sets.map((set) => (set === stays ? set : rejectAccepted(set)));
}

/** Sorts sets without a token after those with one. */
const NEVER_MS = 1e14;

const rejectAccepted = (set: AuthSet): AuthSet => (set.status === 'accepted' ? { ...set, status: 'rejected' } : set);
