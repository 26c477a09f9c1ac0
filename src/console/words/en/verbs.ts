// What is done to devices, in words.
import { plural } from '../../format.ts';

export const devices = (n: number): string => plural(n, { one: '# device', other: '# devices' });

export type Verb = 'accepted' | 'rejected' | 'pending';
export type Action = Verb | 'dismiss' | 'decommission' | 'revoke';

export const VERBS: Readonly<Record<Action, string>> = {
  accepted: 'Accept',
  rejected: 'Reject',
  pending: 'Put back',
  dismiss: 'Dismiss',
  decommission: 'Decommission',
  revoke: 'Revoke tokens of',
};

export const DONE: Readonly<Record<Action, string>> = {
  accepted: 'accepted',
  rejected: 'rejected',
  pending: 'put back to pending',
  dismiss: 'dismissed',
  decommission: 'decommissioned',
  revoke: 'without tokens now',
};
