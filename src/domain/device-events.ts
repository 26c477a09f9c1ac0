// Adds to the events of a device what a receiver cannot look up later, because the device, the key or the token may no longer
// exist.
import type { AuthSet, Device, DeviceState } from './device.ts';
import type { EventBody } from './event.ts';
import type { TokenId } from './ids.ts';
import { isExpired } from './token.ts';

export interface ChangedDevice {
  /** The device that the decision read. `undefined` for a new device. */
  readonly before: Device | undefined;
  readonly set: Partial<DeviceState>;
  readonly now: Date;
}

/**
 * Returns the events with the fingerprints of their auth sets and the expiry of their tokens. Every token that ends before its
 * expiry is in an event, also a superseded one: an offline verifier learns about it only from the event (D3).
 */
export function completeEvents(bodies: readonly EventBody[], changed: ChangedDevice): readonly EventBody[] {
  const complete = bodies.map((body) =>
    withExpiry(withFingerprint(withDevice(body, bodies, changed), changed), changed),
  );
  const superseded = supersededBy(bodies, changed);
  return superseded.length === 0
    ? complete
    : [...complete, withExpiry({ type: 'tokens.superseded', jtis: superseded }, changed)];
}

/** The longest identity that events repeat. */
const MAX_IDENTITY = 4096;

/** Returns the identity for the events of a device, or `undefined` if it is very long. */
export const identityInEvents = ({ identity }: Pick<Device, 'identity'>): string | undefined =>
  identity.text.length > MAX_IDENTITY ? undefined : identity.text;

/** Adds the auth set to a change of the device's status, and the device's status to another key of a device that keeps its status. */
function withDevice(body: EventBody, bodies: readonly EventBody[], { before, set }: ChangedDevice): EventBody {
  if (body.type === 'device.changed') {
    const cause = bodies.findLast((other) => 'authSet' in other && 'to' in other && other.to === body.to);
    return cause !== undefined && 'authSet' in cause ? { ...body, authSet: cause.authSet } : body;
  }
  if (body.type !== 'auth_set.added' && body.type !== 'auth_set.changed') return body;
  const isOther = body.to === 'accepted' || (body.type === 'auth_set.added' && body.to === 'pending');
  if (before === undefined || !isOther || bodies.some(({ type }) => type === 'device.changed')) return body;
  return { ...body, deviceStatus: set.status ?? before.status };
}

function withFingerprint(body: EventBody, { before, set }: ChangedDevice): EventBody {
  if (!('authSet' in body)) return body;
  const sets: readonly AuthSet[] = [...(set.authSets ?? []), ...(before?.authSets ?? [])];
  const fingerprint = sets.find(({ id }) => id === body.authSet)?.fingerprint;
  return fingerprint === undefined ? body : { ...body, fingerprint };
}

function withExpiry(body: EventBody, { before }: ChangedDevice): EventBody {
  if (body.type !== 'tokens.revoked' && body.type !== 'tokens.superseded') return body;
  const gone = (before?.tokens ?? []).filter(({ jti }) => body.jtis.includes(jti));
  if (gone.length === 0) return body;
  return { ...body, exp: Math.max(...gone.map(({ expiresAt }) => Math.ceil(expiresAt.getTime() / 1000))) };
}

function supersededBy(bodies: readonly EventBody[], { before, set, now }: ChangedDevice): readonly TokenId[] {
  if (before === undefined || set.tokens === undefined) return [];
  const kept = new Set(set.tokens.map(({ jti }) => jti));
  const named = new Set(bodies.flatMap((body) => ('jtis' in body ? body.jtis : [])));
  return before.tokens
    .filter((token) => !kept.has(token.jti) && !named.has(token.jti) && !isExpired(token, now))
    .map(({ jti }) => jti);
}
