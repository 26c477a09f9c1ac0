// Devices and outcomes of decisions in words, so that the spec of a rule reads like the rule.
import type { AuthSet, AuthSetStatus, Device, LiveToken } from '../../src/domain/device.ts';
import { authSetId, deviceId, fingerprint, identityKey, OWN_TENANT, tokenId } from '../../src/domain/ids.ts';
import type { Decision } from '../../src/domain/admission.ts';
import { Refused } from '../../src/domain/errors.ts';
import type { EventBody } from '../../src/domain/event.ts';
import type { Contact } from '../../src/domain/auth-sets.ts';
import { given } from '../support/stores/given.ts';

export const NOW = given.time(30);

/** Has the sets `set 0`, `set 1` … with those statuses. Every accepted set has two live tokens, `token 0a` and `token 0b`. */
export function deviceWith(...statuses: readonly AuthSetStatus[]): Device {
  const authSets = statuses.map(setOf);
  const tokens = authSets.flatMap((set, index) => (set.status === 'accepted' ? tokensOf(set, index) : []));
  return given.device({ id: deviceId('device'), status: strongest(statuses), authSets, tokens });
}

export const many = (count: number, status: AuthSetStatus): readonly AuthSetStatus[] =>
  Array.from({ length: count }, () => status);

const setOf = (status: AuthSetStatus, index: number): AuthSet =>
  given.authSet({
    id: authSetId(`set ${index}`),
    fingerprint: fingerprint(`key ${index}`),
    status,
    createdAt: given.time(index),
  });

const tokensOf = (set: AuthSet, index: number): LiveToken[] =>
  ['a', 'b'].map((letter) => ({ ...given.token(), jti: tokenId(`token ${index}${letter}`), authSet: set.id }));

function strongest(statuses: readonly AuthSetStatus[]): Device['status'] {
  if (statuses.includes('accepted')) return 'accepted';
  if (statuses.includes('preauthorized')) return 'preauthorized';
  if (statuses.includes('pending')) return 'pending';
  return statuses.length === 0 ? 'noauth' : 'rejected';
}

/** The device asks with that key. A new set gets the id `set new`, and a new device `device new`. */
export const contactWith = (key: string): Contact => ({
  tenant: OWN_TENANT,
  identity: { key: identityKey('identity'), text: '{"mac":"1"}' },
  fingerprint: fingerprint(key),
  pubkey: key,
  from: '192.0.2.1',
  newDevice: deviceId('device new'),
  newAuthSet: authSetId('set new'),
});

/** `set 0 accepted, set 1 rejected`. */
export const setsOf = ({ authSets }: Pick<Device, 'authSets'>): string =>
  authSets.map(({ id, status }) => `${id} ${status}`).join(', ');

export const tokensIn = ({ tokens }: Pick<Device, 'tokens'>): readonly string[] => tokens.map(({ jti }) => jti);

/** Returns the device after the decision was written. */
export const after = (device: Device, decision: Decision | undefined): Device => ({ ...device, ...decision?.set });

/** Describes a decision: its events in order and its effect on the slot. */
export function told(decision: Decision | undefined): readonly string[] {
  if (decision === undefined) return ['nothing is written'];
  return [...decision.events.map(tell), `slot: ${decision.slot}`];
}

function tell(event: EventBody): string {
  switch (event.type) {
    case 'auth_set.added':
      return `${event.authSet}: new, ${event.to}`;
    case 'auth_set.changed':
      return `${event.authSet}: ${event.from} → ${event.to}`;
    case 'auth_set.dismissed':
      return `${event.authSet}: ${event.from}, ${event.by ?? 'dismissed'}`;
    case 'device.changed':
      return `device: ${event.from} → ${event.to}`;
    case 'tokens.revoked':
      return `revoked: ${event.jtis.join(', ')}`;
    case 'tokens.superseded':
      return `superseded: ${event.jtis.join(', ')}`;
    case 'device.provisioned':
      return `provisioned: ${String(event.provisioned)}`;
    default:
      return event.type;
  }
}

/** Returns `none`, or the code of the refusal. Any other error is a failure. */
export function refusalOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}
