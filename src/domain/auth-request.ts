// Decides about an auth request with a good signature, from the stored device and its auth set.
import { move, type Decision } from './admission.ts';
import type { AuthSet, Device } from './device.ts';
import type { Fingerprint } from './ids.ts';
import { addToken, findReusable, type ReuseRules, type TokenClaims, type TokenRules } from './token.ts';

export type Asked =
  /** The identity and the key are not stored together. */
  | { readonly kind: 'stranger' }
  /** The device is being decommissioned. */
  | { readonly kind: 'leaving'; readonly device: Device }
  /** The auth set is pending or rejected. */
  | { readonly kind: 'waits'; readonly device: Device; readonly set: AuthSet }
  /** The auth set is accepted. The device gets its newest token again (D3). */
  | { readonly kind: 'reuse'; readonly token: TokenClaims }
  /** The auth set is accepted or preauthorized. The device gets a new token. */
  | { readonly kind: 'admit'; readonly device: Device; readonly set: AuthSet };

/** Returns the case of the request. The first four cases write nothing. */
export function classify(device: Device | undefined, key: Fingerprint, now: Date, rules: ReuseRules): Asked {
  if (device?.decommissioningSince !== undefined) return { kind: 'leaving', device };
  const set = device?.authSets.find(({ fingerprint }) => fingerprint === key);
  if (device === undefined || set === undefined) return { kind: 'stranger' };
  if (set.status === 'pending' || set.status === 'rejected') return { kind: 'waits', device, set };
  const token = set.status === 'accepted' ? findReusable(device, set.id, now, rules) : undefined;
  return token === undefined ? { kind: 'admit', device, set } : { kind: 'reuse', token };
}

/**
 * Adds a new token to the auth set. A preauthorized set becomes accepted, if there is room. `completeEvents` adds a superseded
 * token to the events.
 */
export function admit(device: Device, set: AuthSet, token: TokenClaims, now: Date, rules: TokenRules): Decision {
  const moved = move('device', device, set, 'accepted', now);
  const live = { jti: token.jti, authSet: set.id, issuedAt: token.issuedAt, expiresAt: token.expiresAt };
  return {
    set: { ...moved?.set, tokens: addToken(moved?.set.tokens ?? device.tokens, live, now, rules) },
    slot: moved?.slot ?? 'keep',
    events: moved?.events ?? [],
    checkIn: now,
  };
}
