// The only write path of the fleet: load, decide, commit, announce. It starts again if another command wrote first (D1).
import type { Decision } from '../../domain/admission.ts';
import { creationEvents } from '../../domain/auth-sets.ts';
import type { Change } from '../../domain/change.ts';
import type { Device } from '../../domain/device.ts';
import { completeEvents, identityInEvents } from '../../domain/device-events.ts';
import { Refused } from '../../domain/errors.ts';
import { eventOf, type Event, type EventBody, type Origin } from '../../domain/event.ts';
import type { DeviceId, TenantId } from '../../domain/ids.ts';
import type { Deps } from '../deps.ts';
import { untilWritten } from '../until-written.ts';

export type ChangeDeps = Pick<Deps, 'devices' | 'limits' | 'announce' | 'ids' | 'now'>;

/** The write that a command asks for, and its answer after the write. */
export type Outcome<Answer> =
  | { readonly write: 'device'; readonly device: Device; readonly answer: Answer }
  | { readonly write: 'decision'; readonly decision: Decision; readonly answer: Answer }
  | { readonly write: 'nothing'; readonly answer: Answer };

export interface Command<Answer> {
  readonly tenant: TenantId;
  readonly origin: Origin;
  load(): Promise<Device | undefined>;
  /** Has no side effects, because it runs again if another command wrote first. It may refuse. */
  decide(device: Device | undefined): Outcome<Answer>;
}

/**
 * Returns the answer of `decide` after the write is durable. Refuses with `limit_reached` without room, and with `conflict` if
 * other commands always wrote first; then nothing is written.
 */
export async function changeDevice<Answer>(deps: ChangeDeps, command: Command<Answer>): Promise<Answer> {
  const { answer } = await untilWritten(async () => {
    const device = await command.load();
    const outcome = command.decide(device);
    const change = changeOf(deps, command, device, outcome);
    if (change === undefined) return outcome;
    const committed = await deps.devices.commit(command.tenant, change);
    if (committed === 'full') throw await limitReached(deps, command.tenant, device?.id);
    if (committed !== 'done') return undefined;
    deps.announce(change.events);
    return outcome;
  });
  return answer;
}

/** The outcome of a decision that may decide to write nothing. */
export const decided = <Answer>(decision: Decision | undefined, answer: Answer): Outcome<Answer> =>
  decision === undefined ? { write: 'nothing', answer } : { write: 'decision', decision, answer };

/** A `load` that returns the device that was read before to its first call: a commit on an older revision loads again. */
export function firstThen<Loaded>(first: Loaded, next: () => Promise<Loaded>): () => Promise<Loaded> {
  let isFirst = true;
  return () => {
    const answer = isFirst ? Promise.resolve(first) : next();
    isFirst = false;
    return answer;
  };
}

/** Changes a device by its id. Returns true if it wrote. Refuses an unknown device with `device_not_found`. */
export async function changeKnownDevice(
  deps: ChangeDeps,
  command: { readonly tenant: TenantId; readonly device: DeviceId; readonly origin: Origin },
  decide: (device: Device) => Decision | undefined,
): Promise<boolean> {
  return changeDevice(deps, {
    ...command,
    load: () => deps.devices.find(command.tenant, command.device),
    decide: (device) => {
      if (device === undefined) throw new Refused('device_not_found', 'device not found');
      const decision = decide(device);
      return decided(decision, decision !== undefined);
    },
  });
}

/** Returns the change that writes the outcome on the loaded device, or `undefined` if nothing is to be written. */
export function changeOf<Answer>(
  deps: Pick<Deps, 'ids' | 'now'>,
  command: Pick<Command<Answer>, 'tenant' | 'origin'>,
  loaded: Device | undefined,
  outcome: Outcome<Answer>,
): Change | undefined {
  const id = deps.ids.change();
  const { tenant, origin } = command;
  const events = (device: Device, revision: number, bodies: readonly EventBody[]): readonly Event[] => {
    const identity = identityInEvents(device);
    const context = { change: id, tenant, at: deps.now(), origin, device: device.id, revision };
    return bodies.map((body, index) =>
      eventOf(body, { ...context, ...(identity !== undefined && { identity }) }, index),
    );
  };
  if (outcome.write === 'device') {
    const { device } = outcome;
    const bodies = completeEvents(creationEvents(device), { before: undefined, set: device, now: deps.now() });
    return { kind: 'create', id, device, events: events(device, device.revision, bodies) };
  }
  if (outcome.write === 'nothing' || loaded === undefined) return undefined;
  const { decision } = outcome;
  const bodies = completeEvents(decision.events, { before: loaded, set: decision.set, now: deps.now() });
  const base = {
    id,
    device: loaded.id,
    revision: loaded.revision,
    slot: decision.slot,
    events: events(loaded, loaded.revision + 1, bodies),
  };
  if (decision.removes) return { kind: 'remove', ...base };
  return { kind: 'update', ...base, set: decision.set, ...(decision.checkIn && { checkIn: decision.checkIn }) };
}

async function limitReached(
  deps: Pick<Deps, 'limits'>,
  tenant: TenantId,
  device: DeviceId | undefined,
): Promise<Refused> {
  const { limit, used } = await deps.limits.get(tenant);
  return new Refused('limit_reached', 'maximum number of accepted devices reached', {
    limit,
    used,
    ...(device !== undefined && { subject: { device } }),
  });
}
