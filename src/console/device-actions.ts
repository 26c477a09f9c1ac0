// The actions for a device and its keys, with the questions that come first.
import { management, write, type AuthSet, type Device } from './api.ts';
import { decideOne, type Verb } from './decide.ts';
import { nameOf } from './identity.ts';
import { hasNewKey, waitingOf } from './keys-of.ts';
import { asRefusal } from './load.ts';
import { ask, tell } from './parts/ask.tsx';
import { prefs } from './prefs.ts';
import { refreshSummary } from './poll.ts';
import { plainText } from './text.ts';
import { toast } from './toasts.ts';
import { isFull } from './refusal.ts';
import { t } from './words/en.ts';

export const nameFor = (device: Device): string =>
  plainText(nameOf(device.identity_data, prefs.value.first) || device.id, 40);

/** Called after the device has changed; `isGone` after it was removed. */
export type Changed = (isGone: boolean) => void;

/** Decides about a key: at once if that can be undone, otherwise after a question. */
export function decideKey(device: Device, set: AuthSet, to: Verb, changed: Changed): void {
  if (set.status === 'preauthorized') return;
  const name = nameFor(device);
  const run = (allowKeyChange: boolean) =>
    decideOne({
      device: device.id,
      authSet: set.id,
      from: set.status as 'pending',
      to,
      name,
      allowKeyChange,
      changed: () => changed(false),
    });
  if (to === 'accepted' && set.status !== 'accepted' && device.auth_sets.some(({ status }) => status === 'accepted'))
    return ask({
      title: t.ask.otherTitle(name),
      text: t.ask.otherText,
      go: t.device.accept,
      isDanger: true,
      run: () => run(true),
    });
  if (set.status === 'accepted') {
    const [title, text] =
      to === 'rejected' ? [t.ask.rejectTitle(name), t.ask.rejectText] : [t.ask.backTitle(name), t.ask.backText];
    return ask({
      title,
      text,
      go: to === 'rejected' ? t.device.reject : t.device.back,
      isDanger: true,
      run: () => run(false),
    });
  }
  attempt(name, () => run(false));
}

/**
 * Runs a decision. If it is refused because the service is busy, the toast has a button for the next try. If the limit is reached, a dialog
 * leads to the devices that have the room.
 */
function attempt(name: string, run: () => Promise<unknown>): void {
  run().catch((error: unknown) => {
    const refusal = asRefusal(error);
    if (isFull(refusal)) return tell(t.decided.notAccepted(name), refusal);
    const again = { run: () => attempt(name, run), seconds: refusal.waitSeconds };
    toast(t.refusal.short(refusal), { isBad: true, ...(refusal.kind === 'wait' && { again }) });
  });
}

/** Decides the only pending key. With several keys, or with a new key of an accepted device, it says what to do. */
export function decideWaiting(device: Device, to: Verb, changed: Changed): boolean {
  const [set, ...others] = waitingOf(device);
  if (set === undefined && to === 'rejected') return rejectAccepted(device, changed);
  if (set === undefined || others.length > 0) return false;
  if (hasNewKey(device) && to === 'accepted') return false;
  decideKey(device, set, to, changed);
  return true;
}

/** Asks about the accepted key of a device that has no pending one. Its tokens would end. */
function rejectAccepted(device: Device, changed: Changed): boolean {
  const set = device.auth_sets.find(({ status }) => status === 'accepted');
  if (set !== undefined) decideKey(device, set, 'rejected', changed);
  return set !== undefined;
}

export function dismissKey(device: Device, set: AuthSet, changed: Changed): void {
  const name = nameFor(device);
  ask({
    title: t.ask.dismissTitle(name),
    text: t.ask.dismissText,
    go: t.device.dismiss.replace('…', ''),
    isDanger: true,
    run: async () => {
      const path = { id: device.id, aid: set.id };
      await write(() => management.DELETE('/devices/{id}/auth/{aid}', { params: { path } }));
      finish(t.ask.dismissed(name));
      changed(set.status === 'preauthorized' && device.auth_sets.length === 1);
    },
  });
}

export function decommission(device: Device, changed: Changed): void {
  const name = nameFor(device);
  ask({
    title: t.ask.decommissionTitle(name),
    text: t.ask.decommissionText,
    go: t.device.decommission.replace('…', ''),
    isDanger: true,
    typed: name,
    run: async () => {
      await write(() => management.DELETE('/devices/{id}', { params: { path: { id: device.id } } }));
      finish(t.ask.decommissioned(name));
      changed(true);
    },
  });
}

export function revokeAll(device: Device, changed: Changed): void {
  ask({
    title: t.ask.revokeTitle(nameFor(device)),
    text: t.ask.revokeText,
    go: t.device.revokeAll.replace('…', ''),
    isDanger: true,
    run: async () => {
      await write(() => management.DELETE('/devices/{id}/tokens', { params: { path: { id: device.id } } }));
      finish(t.device.revokedAll);
      changed(false);
    },
  });
}

export async function revokeOne(jti: string, changed: Changed): Promise<void> {
  try {
    await write(() => management.DELETE('/tokens/{id}', { params: { path: { id: jti } } }));
    finish(t.device.revoked);
  } catch (error) {
    toast(t.refusal.short(asRefusal(error)), { isBad: true });
  }
  changed(false);
}

function finish(text: string): void {
  toast(text);
  void refreshSummary().catch(() => undefined);
}
