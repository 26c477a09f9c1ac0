// Chooses the auth set of each device on the command line.
import type { Client } from './client.ts';
import { findDevice, findDevices } from './device-search.ts';
import type { ListedAuthSet, ListedDevice } from './device-view.ts';
import { CommandFailed, EXIT } from './io.ts';

export interface Choice {
  readonly device: string;
  readonly auth_set: string;
  /** Its present status. Absent if there is nothing to decide; `result` has the reason. */
  readonly from?: 'pending' | 'accepted' | 'rejected';
  readonly result: string;
  /** True if the auth set itself was named. */
  readonly isNamed: boolean;
}

export interface Choosing {
  /** The status that the sets get. */
  readonly status: string;
  /** True if the names were typed: they may be serials, and an auth set may follow its device. */
  readonly isTyped: boolean;
}

export async function chooseSets(
  client: Client,
  names: readonly string[],
  { status, isTyped }: Choosing,
): Promise<readonly Choice[]> {
  const devices = await findDevices(client, names);
  const [first = '', second = ''] = names;
  const named =
    isTyped && names.length === 2 ? devices.get(first)?.auth_sets.find(({ id }) => id === second) : undefined;
  if (named !== undefined) return [choiceOf(first, named, { status, isNamed: true })];
  const choices: Choice[] = [];
  for (const name of names) {
    const device = devices.get(name) ?? (isTyped ? await findDevice(client, name) : undefined);
    choices.push(device === undefined ? nothingOf(name, 'gone') : choose(device, status, names.length === 1));
  }
  return choices;
}

/** Chooses the one set that would change. Pending sets come first. */
function choose(device: ListedDevice, status: string, isOnly: boolean): Choice {
  const { id, auth_sets: sets } = device;
  const others = sets.filter((set) => set.status !== status && set.status !== 'preauthorized');
  const pending = others.filter((set) => set.status === 'pending');
  const candidates = pending.length > 0 ? pending : others;
  const [only, ...more] = candidates;
  if (only !== undefined && more.length === 0) return choiceOf(id, only, { status, isNamed: false });
  const same = sets.find((set) => set.status === status);
  if (only === undefined && same !== undefined) return { ...nothingOf(id, 'unchanged'), auth_set: same.id };
  if (!isOnly) return nothingOf(id, only === undefined ? 'no_set' : 'several_keys');
  throw new CommandFailed(
    EXIT.usage,
    only === undefined
      ? `device ${id} has no auth set to choose: ${sets.length === 0 ? 'it has none' : 'it is preauthorized, and gets in when it asks'}`
      : `device ${id} has several auth sets, name one: ${candidates.map((set) => set.id).join(', ')}`,
    { next: `devauth devices show ${id} shows them; give the id of one after the id of the device` },
  );
}

function choiceOf(
  device: string,
  { id, status: now }: ListedAuthSet,
  { status, isNamed }: { readonly status: string; readonly isNamed: boolean },
): Choice {
  if (now === status) return { ...nothingOf(device, 'unchanged'), auth_set: id };
  const from = now === 'pending' || now === 'accepted' || now === 'rejected' ? now : undefined;
  if (from === undefined) return { ...nothingOf(device, 'no_set'), auth_set: id };
  return { device, auth_set: id, from, result: '', isNamed };
}

const nothingOf = (device: string, result: string): Choice => ({ device, auth_set: '', result, isNamed: false });
