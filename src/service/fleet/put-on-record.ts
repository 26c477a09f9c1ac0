// Stores a stranger: a pair of identity and key that is not stored yet. It spends units of strangers, takes a place in its device
// and in its tenant, and is pending there (D23). A refused stranger writes nothing.
import { classify } from '../../domain/auth-request.ts';
import { addStranger, displace, firstSeen, type Added, type Contact, type NoRoom } from '../../domain/auth-sets.ts';
import type { Decision } from '../../domain/admission.ts';
import type { Device } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Place } from '../../domain/places.ts';
import type { Stranger } from '../../memory/strangers.ts';
import { changeDevice, changeKnownDevice, decided, firstThen, type ChangeDeps } from './change-device.ts';
import type { Deps } from '../deps.ts';
import { noteRefusal } from './note-refusal.ts';
import { writeAndAnnounce } from '../write-and-announce.ts';

export type RecordDeps = ChangeDeps &
  Pick<Deps, 'strangers' | 'waiting' | 'oncePerDay' | 'oncePerHour' | 'countStranger' | 'rules' | 'feed' | 'refusals'>;

export interface PutOnRecord {
  readonly tenant: TenantId;
  readonly origin: Origin;
  readonly contact: Contact;
  readonly from: string;
  load(): Promise<Device | undefined>;
}

/** Stores the pair as pending, unless an earlier request stored it. Refuses with `too_many_requests` if it finds no place. */
export async function putOnRecord(deps: RecordDeps, command: PutOnRecord): Promise<void> {
  const device = await command.load();
  if (!isStranger(deps, command, device)) return;
  const { tenant, contact, from } = command;
  const known = device?.identity.key;
  const stranger = { tenant, key: contact.fingerprint, from, known };
  const spent = deps.strangers.spend(stranger);
  let isPlaced = false;
  try {
    const taken = await takePlace(deps, command, { device, stranger });
    isPlaced = await write(deps, command, device);
    if (!isPlaced && taken !== 'swapped') deps.waiting.giveBack(tenant);
    if (isPlaced) deps.countStranger(taken === 'free' ? 'placed' : 'displaced_other');
    if (isPlaced) await announcePressure(deps, command);
  } finally {
    if (!isPlaced) spent.giveBack();
  }
}

const isStranger = (deps: RecordDeps, { contact }: PutOnRecord, device: Device | undefined): boolean =>
  classify(device, contact.fingerprint, deps.now(), deps.rules).kind === 'stranger';

interface Asking {
  readonly device: Device | undefined;
  readonly stranger: Stranger;
}

/** Takes a place in the device first, where another of its sets may give way, then a place in the tenant. */
async function takePlace(
  deps: RecordDeps,
  command: PutOnRecord,
  { device, stranger }: Asking,
): Promise<'free' | 'displaced' | 'swapped'> {
  const added = device && addStranger(device, command.contact, deps.now());
  if (typeof added === 'string') {
    if (device !== undefined) await noteFull(deps, command, device, added);
    throw deps.strangers.refusal(stranger, 'device');
  }
  if (added?.hasSwapped === true) return 'swapped';
  const place = await deps.waiting.takePlace(command.tenant, command.from);
  if (place === undefined) throw deps.strangers.refusal(stranger, 'places');
  if (place === 'free') return 'free';
  await displaceOther(deps, command.tenant, place);
  return 'displaced';
}

/** Skips a set that was decided on in the meantime: its place is free then too. */
async function displaceOther(deps: RecordDeps, tenant: TenantId, { device, authSet }: Place): Promise<void> {
  const origin = { actor: 'system', requestId: deps.ids.change() };
  try {
    await changeKnownDevice(deps, { tenant, device, origin }, (known) => displace(known, authSet, deps.now()));
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'device_not_found')) throw error;
  }
}

/** Returns false if an earlier request, on another node, has stored the pair. */
async function write(deps: RecordDeps, command: PutOnRecord, first: Device | undefined): Promise<boolean> {
  const { contact } = command;
  const isWritten = await changeDevice(deps, {
    ...command,
    load: firstThen(first, () => command.load()),
    decide: (device) => {
      if (!isStranger(deps, command, device)) return { write: 'nothing', answer: false };
      if (device === undefined) {
        return { write: 'device', device: firstSeen(contact, 'pending', deps.now()), answer: true };
      }
      const decision = decisionOf(addStranger(device, contact, deps.now()));
      return decided(decision, decision !== undefined);
    },
  });
  return isWritten;
}

const decisionOf = (added: Added | string): Decision | undefined =>
  typeof added === 'string' ? undefined : added.decision;

/** Tells operators that most places are taken, before the first set is displaced: one event an hour. */
async function announcePressure(deps: RecordDeps, { tenant }: PutOnRecord): Promise<void> {
  const pressure = await deps.waiting.pressure(tenant);
  if (pressure === undefined || !deps.oncePerHour(`pressure ${tenant}`)) return;
  const { taken, places, readHeaviest } = pressure;
  const heaviest = (await readHeaviest()).map(({ from = '', places: held }) => ({ from, places: held }));
  const origin = { actor: 'system', requestId: deps.ids.change() };
  await writeAndAnnounce(deps, { tenant, origin }, { type: 'queue.pressure', taken, places, heaviest }, (event) =>
    deps.feed.append([event]),
  );
}

async function noteFull(deps: RecordDeps, command: PutOnRecord, device: Device, full: NoRoom): Promise<void> {
  const { tenant, contact, from } = command;
  const key = { tenant, device, fingerprint: contact.fingerprint, from };
  noteRefusal(deps, key, full === 'sets' ? 'sets_full' : 'places_full');
  if (full === 'sets') await announceFull(deps, command, device);
}

/** Tells the operator, but at most one event a day, so that a stranger cannot cause many writes. */
async function announceFull(deps: RecordDeps, { tenant, origin }: PutOnRecord, { id }: Device): Promise<void> {
  if (!deps.oncePerDay(`${id} ${tenant}`)) return;
  const decision: Decision = { set: {}, slot: 'keep', events: [{ type: 'device.sets_full' }] };
  await changeKnownDevice(deps, { tenant, device: id, origin }, () => decision);
}
