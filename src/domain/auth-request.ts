// The decision about an auth request of a device.
import { move, type Decision } from './admission.ts';
import { addSet, findByKey, firstSeen, newSet, type Contact, type LastSeen } from './auth-sets.ts';
import type { Device } from './device.ts';
import type { AuthSetId } from './ids.ts';
import { addToken, type TokenClaims, type TokenRules } from './token.ts';

/** What a device gets when it asks. */
export type Submission =
  | {
      readonly admitted: false;
      readonly waits: AuthSetId | undefined;
      readonly create?: Device;
      readonly decision?: Decision;
    }
  | { readonly admitted: true; readonly decision: Decision };

/**
 * An auth request whose signature has been verified. A pending or rejected set is refused and nothing is written; a key that is
 * new waits as pending; a preauthorized one is accepted, if there is room; an accepted one gets `token`.
 */
export function submit(
  device: Device | undefined,
  contact: Contact,
  token: TokenClaims,
  how: { readonly rules: TokenRules; readonly lastSeen: LastSeen; readonly now: Date },
): Submission {
  if (device === undefined) {
    return { admitted: false, waits: contact.newAuthSet, create: firstSeen(contact, 'pending', how.now) };
  }
  if (device.decommissioningSince !== undefined) return { admitted: false, waits: undefined };
  const set = findByKey(device, contact);
  if (set === undefined) {
    const decision = addSet(device, newSet(contact, 'pending', how.now), how.lastSeen);
    return { admitted: false, waits: decision && contact.newAuthSet, ...(decision && { decision }) };
  }
  if (set.status === 'pending' || set.status === 'rejected') return { admitted: false, waits: set.id };
  const moved = move('device', device, set, 'accepted', how.now);
  const tokens = moved?.set.tokens ?? device.tokens;
  const live = { jti: token.jti, authSet: set.id, expiresAt: token.expiresAt };
  return {
    admitted: true,
    decision: {
      set: { ...moved?.set, tokens: addToken(tokens, live, how.now, how.rules) },
      slot: moved?.slot ?? 'keep',
      events: moved?.events ?? [],
      checkIn: how.now,
    },
  };
}
