// Preauthorizes rows of a list together. Each is a command of its own, written completely or not at all (D21).
import { firstSeen, type Contact } from '../../domain/auth-sets.ts';
import type { Change } from '../../domain/change.ts';
import type { Device, Identity } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import type { AuthSetId, DeviceId, Fingerprint, IdentityKey, TenantId } from '../../domain/ids.ts';
import { preauthorizeListed, type Listed } from '../../domain/preauthorization.ts';
import { createSlices } from '../../time/slices.ts';
import { changeOf, decided, type ChangeDeps, type Outcome } from './change-device.ts';

export interface ListedDevice {
  readonly identity: Identity;
  readonly key: { readonly fingerprint: Fingerprint; readonly pem: string };
}

export interface PreauthorizeMany {
  readonly tenant: TenantId;
  readonly origin: Origin;
  /** At most `MAX_COMMITS`, of different identities. */
  readonly devices: readonly ListedDevice[];
  /** Adds the key to a known device. */
  readonly force: boolean;
  /** Decides and writes nothing. */
  readonly dryRun: boolean;
}

export interface ListedResult {
  readonly result: 'created' | Listed['result'];
  readonly device?: DeviceId;
  readonly authSet?: AuthSetId;
}

export interface Preauthorized {
  /** In the order of the devices. `undefined` for a device that was not decided. */
  readonly results: readonly (ListedResult | undefined)[];
  /** The reason why some were not decided. */
  readonly refusal: Refused | undefined;
}

/** After this many attempts, a device that other commands keep writing is given up. */
const MAX_ATTEMPTS = 20;
/** How long rows are decided in one turn of the event loop. */
const SLICE_MS = 2;

/** Decides about each device on its own. Devices that a failing store left undecided may be sent again: nothing is done twice. */
export async function preauthorizeMany(deps: ChangeDeps, command: PreauthorizeMany): Promise<Preauthorized> {
  const results = new Map<ListedDevice, ListedResult>();
  let open = command.devices;
  let refusal: Refused | undefined;
  for (let attempt = 0; open.length > 0 && refusal === undefined; attempt += 1) {
    if (attempt === MAX_ATTEMPTS) refusal = new Refused('conflict', 'the devices keep changing; try again');
    else ({ open, refusal } = await decide(deps, command, open, results).catch(notDecided(open)));
  }
  return { results: command.devices.map((device) => results.get(device)), refusal };
}

interface Decided {
  /** Those that another command wrote first. */
  readonly open: readonly ListedDevice[];
  readonly refusal: Refused | undefined;
}

const notDecided =
  (open: readonly ListedDevice[]) =>
  (error: unknown): Decided => {
    if (error instanceof Refused) return { open, refusal: error };
    throw error;
  };

async function decide(
  deps: ChangeDeps,
  command: PreauthorizeMany,
  listed: readonly ListedDevice[],
  results: Map<ListedDevice, ListedResult>,
): Promise<Decided> {
  const { tenant, dryRun } = command;
  const keys = listed.map(({ identity }) => identity.key);
  const known = new Map<IdentityKey, Device>();
  for (const device of await deps.devices.findByIdentities(tenant, keys)) known.set(device.identity.key, device);

  const planned: Planned[] = [];
  const slice = createSlices(SLICE_MS);
  for (const device of listed) {
    await slice();
    const plan = planFor(deps, command, device, known.get(device.identity.key));
    if (plan.change === undefined || dryRun) results.set(device, plan.result);
    else planned.push({ device, change: plan.change, result: plan.result });
  }
  return commit(deps, tenant, planned, { results, slice });
}

interface Planned {
  readonly device: ListedDevice;
  readonly change: Change;
  readonly result: ListedResult;
}

interface Noting {
  readonly results: Map<ListedDevice, ListedResult>;
  /** Gives others a turn of the event loop. */
  readonly slice: () => Promise<void> | undefined;
}

async function commit(
  deps: ChangeDeps,
  tenant: TenantId,
  planned: readonly Planned[],
  { results, slice }: Noting,
): Promise<Decided> {
  if (planned.length === 0) return { open: [], refusal: undefined };
  const answers = await deps.devices.commitMany(
    tenant,
    planned.map(({ change }) => change),
  );
  const open: ListedDevice[] = [];
  let refusal: Refused | undefined;
  for (const [index, { device, change, result }] of planned.entries()) {
    await slice();
    const answer = answers[index];
    if (answer === 'done') {
      deps.announce(change.events);
      results.set(device, result);
    } else if (answer instanceof Refused) refusal = answer;
    else open.push(device);
  }
  return { open, refusal };
}

/** Returns the change to write, if any, and the result after the write. */
function planFor(
  deps: Pick<ChangeDeps, 'ids' | 'now'>,
  command: PreauthorizeMany,
  { identity, key }: ListedDevice,
  known: Device | undefined,
): { readonly change: Change | undefined; readonly result: ListedResult } {
  const contact: Contact = {
    tenant: command.tenant,
    identity,
    fingerprint: key.fingerprint,
    pubkey: key.pem,
    from: undefined,
    newDevice: deps.ids.device(),
    newAuthSet: deps.ids.authSet(),
  };
  const changeFor = (outcome: Outcome<undefined>) => changeOf(deps, command, known, outcome);
  if (known === undefined) {
    const device = firstSeen(contact, 'preauthorized', deps.now());
    const ids = command.dryRun ? {} : { device: contact.newDevice, authSet: contact.newAuthSet };
    return {
      change: changeFor({ write: 'device', device, answer: undefined }),
      result: { result: 'created', ...ids },
    };
  }
  const listed = preauthorizeListed(known, contact, command.force, deps.now());
  const isNew = listed.result === 'updated' && listed.authSet === contact.newAuthSet;
  return {
    change: listed.result === 'updated' ? changeFor(decided(listed.decision, undefined)) : undefined,
    result: {
      result: listed.result,
      device: known.id,
      ...('authSet' in listed && !(isNew && command.dryRun) && { authSet: listed.authSet }),
    },
  };
}
