// The only write path: load → decide → commit → announce, again from the start when another command came first (D1).
import type { Decision } from '../../domain/admission.ts';
import type { Change, Device, DeviceId, TenantId } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import { eventOf, type FleetEvent, type Happening, type Origin } from '../../domain/event.ts';
import { firstHappenings } from '../../domain/first-contact.ts';
import type { Deps } from '../deps.ts';

export type ChangeDeps = Pick<Deps, 'devices' | 'limits' | 'events' | 'ids' | 'now'>;

/** What a command makes of the device it has loaded: a device to create, a decision to write, or nothing, and its answer. */
export interface Outcome<Answer> {
  readonly answer: Answer;
  readonly create?: Device | undefined;
  readonly decision?: Decision | undefined;
}

export interface Command<Answer> {
  readonly tenant: TenantId;
  readonly origin: Origin;
  load(): Promise<Device | undefined>;
  decide(device: Device | undefined): Outcome<Answer>;
}

/** A device that many commands fight over is given up on after this many losses; each loss is another's win. */
const MAX_ATTEMPTS = 100;

/**
 * What `decide` answered once it was written, durably. Refuses with `limit_reached` when there is no room and with `conflict`
 * when others kept coming first; nothing is written then.
 */
export async function changeDevice<Answer>(deps: ChangeDeps, command: Command<Answer>): Promise<Answer> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const device = await command.load();
    const outcome = command.decide(device);
    const change = changeOf(deps, command, device, outcome);
    if (change === undefined) return outcome.answer;
    const answer = await deps.devices.commit(command.tenant, change);
    if (answer === 'done') {
      deps.events.happened(change.events);
      return outcome.answer;
    }
    if (answer === 'full') throw await limitReached(deps, command.tenant);
  }
  throw new Refused('conflict', 'the device keeps changing; try again', { retryAfterSeconds: 1 });
}

/** For commands on a device by its id; refuses with `device_not_found`. Answers whether anything was written. */
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
      return { answer: decision !== undefined, decision };
    },
  });
}

function changeOf<Answer>(
  deps: ChangeDeps,
  command: Command<Answer>,
  device: Device | undefined,
  { create, decision }: Outcome<Answer>,
): Change | undefined {
  const id = deps.ids.change();
  const { tenant, origin } = command;
  const events = (of: DeviceId, revision: number, happenings: readonly Happening[]): FleetEvent[] => {
    const occasion = { change: id, tenant, at: deps.now(), origin, device: of, revision };
    return happenings.map((happening, index) => eventOf(happening, occasion, index));
  };
  if (create !== undefined) {
    return { kind: 'create', id, device: create, events: events(create.id, create.revision, firstHappenings(create)) };
  }
  if (device === undefined || decision === undefined) return undefined;
  const base = {
    id,
    device: device.id,
    revision: device.revision,
    slot: decision.slot,
    events: events(device.id, device.revision + 1, decision.happenings),
  };
  if (decision.removes) return { kind: 'remove', ...base };
  return { kind: 'update', ...base, set: decision.set, ...(decision.checkIn && { checkIn: decision.checkIn }) };
}

async function limitReached(deps: Pick<Deps, 'limits'>, tenant: TenantId): Promise<Refused> {
  const { limit, used } = await deps.limits.get(tenant);
  return new Refused('limit_reached', 'maximum number of accepted devices reached', { limit, used });
}
