// The decisions of commands on a device. Each returns what to write, or refuses; none writes.
import type { Slot } from './change.ts';
import type { AuthSet, AuthSetStatus, Device, DeviceState, LiveToken } from './device.ts';
import type { AuthSetId, TokenId } from './ids.ts';
import { Refused } from './errors.ts';
import type { EventBody } from './event.ts';
import { deviceStatus, transition, type Effect, type Mover, type Target } from './status.ts';

/** The write that a decision asks for, on the revision that it read. `undefined` if nothing is to be written. */
export interface Decision {
  readonly set: Partial<DeviceState>;
  readonly slot: Slot;
  readonly events: readonly EventBody[];
  /** The write ends the device (D1a). */
  readonly removes?: true;
  readonly checkIn?: Date;
}

/** Decides PUT …/status. Refusals in this order: unknown set, same status, illegal transition. The store checks the limit. */
export function setStatus(device: Device, id: AuthSetId, to: AuthSetStatus, now: Date): Decision | undefined {
  return move('operator', device, getAuthSet(device, id), to, now);
}

/** Decides DELETE …/auth/{aid}. A preauthorized device is removed with its last set. */
export function dismiss(device: Device, id: AuthSetId, now: Date): Decision | undefined {
  const set = getAuthSet(device, id);
  if (set.status === 'preauthorized' && device.authSets.length === 1) return end(device);
  return move('operator', device, set, 'removed', now);
}

/** Decides DELETE /devices/{id}. With an orchestrator the device stays readable until the orchestrator has finished (D1a). */
export function decommission(device: Device, how: { orchestrated: boolean }, now: Date): Decision | undefined {
  if (!how.orchestrated) return end(device);
  if (device.decommissioningSince !== undefined) return undefined;
  const next: Draft = { authSets: device.authSets, tokens: device.tokens, now };
  const events = [...rejectAccepted(next, device.authSets), ...revokedEvent(next.tokens)];
  next.tokens = [];
  return {
    set: { ...stateOf(next), decommissioningSince: now, updatedAt: now },
    slot: device.status === 'accepted' ? 'give' : 'keep',
    events: [...events, ...statusChange(device, next), { type: 'device.decommissioning' }],
  };
}

/** Ends the device, in any status. */
export function end(device: Device): Decision {
  return {
    set: {},
    slot: device.status === 'accepted' ? 'give' : 'keep',
    events: [...revokedEvent(device.tokens), { type: 'device.removed' }],
    removes: true,
  };
}

export function revokeToken(device: Device, jti: TokenId): Decision | undefined {
  const gone = device.tokens.filter((token) => token.jti === jti);
  if (gone.length === 0) return undefined;
  return {
    set: { tokens: device.tokens.filter((token) => token.jti !== jti) },
    slot: 'keep',
    events: revokedEvent(gone),
  };
}

export function revokeTokens(device: Device): Decision | undefined {
  if (device.tokens.length === 0) return undefined;
  return { set: { tokens: [] }, slot: 'keep', events: revokedEvent(device.tokens) };
}

/** Records that Mender's workflow server has provisioned the device, or has to provision it again. */
export function setProvisioned(device: Device, provisioned: boolean): Decision | undefined {
  if (device.provisioned === provisioned) return undefined;
  return { set: { provisioned }, slot: 'keep', events: [{ type: 'device.provisioned', provisioned }] };
}

/** Moves a set by its cell of the table, and its siblings by their cells. */
export function move(mover: Mover, device: Device, set: AuthSet, to: Target, now: Date): Decision | undefined {
  const cell = transition(mover, set.status, to);
  if (cell === 'same') return undefined;
  if (cell === 'illegal') throw new Refused('illegal_transition', `an auth set cannot go from ${set.status} to ${to}`);
  const next: Draft = { authSets: device.authSets, tokens: device.tokens, now };
  const siblings = cell.includes('reject-others') ? device.authSets.filter((other) => other.id !== set.id) : [];
  const events = [...rejectAccepted(next, siblings), ...moveOne(next, set, to, cell)];
  return {
    set: { ...stateOf(next), updatedAt: now },
    slot: slotOf(device, next, cell),
    events: [...events, ...statusChange(device, next)],
  };
}

/** Returns the event for a new status of the device. Returns no event if the status stays the same. */
export function statusChange(device: Pick<Device, 'status'>, next: Pick<DeviceState, 'authSets'>): EventBody[] {
  const to = deviceStatus(next.authSets);
  return to === device.status ? [] : [{ type: 'device.changed', from: device.status, to }];
}

/** Returns one event about these tokens, or none without tokens. */
export const revokedEvent = (tokens: readonly LiveToken[]): EventBody[] =>
  tokens.length === 0 ? [] : [{ type: 'tokens.revoked', jtis: tokens.map(({ jti }) => jti) }];

/** Refuses a change of a device that is being decommissioned, with the answer for an unknown device (D1a). */
export function refuseLeaving(device: Device): Device {
  if (device.decommissioningSince !== undefined) throw new Refused('device_not_found', 'device not found');
  return device;
}

interface Draft {
  authSets: readonly AuthSet[];
  tokens: readonly LiveToken[];
  readonly now: Date;
}

function moveOne(next: Draft, set: AuthSet, to: Target, effects: readonly Effect[]): EventBody[] {
  next.authSets =
    to === 'removed'
      ? next.authSets.filter((other) => other.id !== set.id)
      : next.authSets.map((other) => (other.id === set.id ? withStatus(other, to, next.now) : other));
  const event: EventBody =
    to === 'removed'
      ? { type: 'auth_set.dismissed', authSet: set.id, from: set.status }
      : { type: 'auth_set.changed', authSet: set.id, from: set.status, to };
  if (!effects.includes('revoke-tokens')) return [event];
  const gone = next.tokens.filter((token) => token.authSet === set.id);
  next.tokens = next.tokens.filter((token) => token.authSet !== set.id);
  return [event, ...revokedEvent(gone)];
}

/** Clears the displacement of a set that is decided on. For a set that becomes pending, silence counts from now on. */
function withStatus({ leavingAt: _, ...set }: AuthSet, to: AuthSetStatus, now: Date): AuthSet {
  const isAccepted = to === 'accepted' || set.status === 'accepted';
  return {
    ...set,
    status: to,
    ...(to === 'pending' && { askedAt: now }),
    ...(isAccepted && { wasAccepted: true as const }),
  };
}

function rejectAccepted(next: Draft, sets: readonly AuthSet[]): EventBody[] {
  return sets
    .filter((set) => set.status === 'accepted')
    .flatMap((set) => {
      const cell = transition('operator', set.status, 'rejected');
      return typeof cell === 'string' ? [] : moveOne(next, set, 'rejected', cell);
    });
}

function slotOf(device: Device, next: Draft, effects: readonly Effect[]): Slot {
  if (device.status === 'accepted') return deviceStatus(next.authSets) === 'accepted' ? 'keep' : 'give';
  return effects.includes('check-limit') ? 'take' : 'keep';
}

const stateOf = ({ authSets, tokens }: Draft) => ({ authSets, tokens, status: deviceStatus(authSets) });

function getAuthSet(device: Device, id: AuthSetId): AuthSet {
  const set = device.authSets.find((other) => other.id === id);
  if (set === undefined) throw new Refused('auth_set_not_found', 'authorization set not found');
  return set;
}
