// The rule at the centre: which auth set may move from which status to which, who may move it, and what follows.
// Read a row as "from", a column as "to". `same` changes nothing; an empty list is allowed and nothing follows.
//
// - check-limit: the device needs a slot, unless it is accepted already (D4).
// - reject-others: every accepted sibling moves to rejected through the operator's own cell, and so loses its tokens.
// - revoke-tokens: the tokens of this set are gone, in the same write (D3).
import type { AuthSetStatus, DeviceStatus } from './device.ts';

/** `provisioner`: POST /devices with `force`. `policy`: rules and time. */
export type Mover = 'operator' | 'device' | 'provisioner' | 'policy';
export type Target = AuthSetStatus | 'removed';
export type Effect = 'check-limit' | 'reject-others' | 'revoke-tokens';
export type Cell = 'illegal' | 'same' | readonly Effect[];

type Table = Readonly<Record<AuthSetStatus, Readonly<Record<Target, Cell>>>>;

const illegal = 'illegal';
const same = 'same';
const nothing: readonly Effect[] = [];
const revoke: readonly Effect[] = ['revoke-tokens'];
const admit: readonly Effect[] = ['check-limit', 'reject-others'];

// prettier-ignore
const TRANSITIONS: Readonly<Record<Mover, Table>> = {
  operator: {
    //               accepted           rejected           pending           preauthorized           removed
    preauthorized: { accepted: illegal, rejected: illegal, pending: illegal, preauthorized: same,    removed: nothing },
    pending:       { accepted: admit,   rejected: nothing, pending: same,    preauthorized: illegal, removed: nothing },
    accepted:      { accepted: same,    rejected: revoke,  pending: revoke,  preauthorized: illegal, removed: revoke  },
    rejected:      { accepted: admit,   rejected: same,    pending: nothing, preauthorized: illegal, removed: nothing },
  },
  device: {
    preauthorized: { accepted: admit,   rejected: illegal, pending: illegal, preauthorized: same,    removed: illegal },
    pending:       { accepted: illegal, rejected: illegal, pending: same,    preauthorized: illegal, removed: illegal },
    accepted:      { accepted: same,    rejected: illegal, pending: illegal, preauthorized: illegal, removed: illegal },
    rejected:      { accepted: illegal, rejected: same,    pending: illegal, preauthorized: illegal, removed: illegal },
  },
  provisioner: { // a list that is sent again never rejects a running device
    preauthorized: { accepted: illegal, rejected: illegal, pending: illegal, preauthorized: same,    removed: illegal },
    pending:       { accepted: illegal, rejected: illegal, pending: same,    preauthorized: nothing, removed: illegal },
    accepted:      { accepted: same,    rejected: illegal, pending: illegal, preauthorized: same,    removed: illegal },
    rejected:      { accepted: illegal, rejected: same,    pending: illegal, preauthorized: nothing, removed: illegal },
  },
  policy: { // never revives a rejected key; touches an accepted one only through reject-others
    preauthorized: { accepted: illegal, rejected: illegal, pending: illegal, preauthorized: same,    removed: nothing },
    pending:       { accepted: admit,   rejected: illegal, pending: same,    preauthorized: illegal, removed: nothing },
    accepted:      { accepted: same,    rejected: illegal, pending: illegal, preauthorized: illegal, removed: illegal },
    rejected:      { accepted: illegal, rejected: same,    pending: illegal, preauthorized: illegal, removed: nothing },
  },
};

export const transition = (mover: Mover, from: AuthSetStatus, to: Target): Cell => TRANSITIONS[mover][from][to];

const STRONGEST_FIRST = ['accepted', 'preauthorized', 'pending', 'rejected'] as const;

/** Returns the strongest status of the auth sets; `noauth` without an auth set. */
export function deviceStatus(authSets: readonly { readonly status: AuthSetStatus }[]): DeviceStatus {
  return STRONGEST_FIRST.find((status) => authSets.some((set) => set.status === status)) ?? 'noauth';
}
