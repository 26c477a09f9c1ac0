// Actions for many devices that cannot be undone: dismiss, decommission, revoke their tokens.
import { signal } from '@preact/signals';
import { management, write } from './api.ts';
import { nameOf } from './identity.ts';
import type { List } from './list.ts';
import { asRefusal } from './load.ts';
import { prefs } from './prefs.ts';
import type { Pick } from './queue.ts';
import type { SetStatus } from './search.ts';
import { refreshSummary } from './poll.ts';
import { plainText } from './text.ts';
import { toast } from './toasts.ts';
import { t } from './words/en.ts';

export type Many = 'dismiss' | 'decommission' | 'revoke';

/** The actions for a selection with this status. */
export const MANY: Readonly<Record<SetStatus, readonly Many[]>> = {
  pending: ['dismiss', 'decommission'],
  accepted: ['revoke', 'decommission'],
  rejected: ['dismiss', 'decommission'],
  preauthorized: ['dismiss', 'decommission'],
};

export interface ManyState {
  readonly action: Many;
  readonly picks: readonly Pick[];
  readonly names: readonly string[];
  readonly done: number;
  readonly failures: readonly string[];
  readonly phase: 'ask' | 'running' | 'failed';
  readonly run: () => Promise<void>;
}

export const many = signal<ManyState | undefined>(undefined);

const AT_ONCE = 4;
let isStopped = false;

export const stopMany = (): void => {
  isStopped = true;
};

export function openMany(list: List, action: Many): void {
  const { queue } = list;
  const picks = [...queue.chosen.value.values()];
  const nameFor = (id: string): string => {
    const device = queue.rows.value.find((row) => row.id === id);
    return plainText(device === undefined ? id : nameOf(device.identity_data, prefs.value.first), 40);
  };
  const names = picks.map(({ device }) => nameFor(device));
  many.value = { action, picks, names, done: 0, failures: [], phase: 'ask', run: () => run(list) };
}

async function run(list: List): Promise<void> {
  const begun = many.value;
  if (begun === undefined) return;
  isStopped = false;
  many.value = { ...begun, phase: 'running' };
  const { done, failures } = begun.action === 'revoke' ? await oneByOne(begun) : await atOnce(begun, begun.action);
  const total = begun.picks.length;
  many.value = failures.length > 0 ? { ...begun, phase: 'failed', done: done.length, failures } : undefined;
  toast(t.bulk.done(begun.action, { done: done.length, left: total - done.length }), { isBad: done.length === 0 });
  list.queue.unpick(done);
  void list.load();
  void refreshSummary().catch(() => undefined);
}

interface Outcome {
  readonly done: readonly string[];
  readonly failures: readonly string[];
}

/** One call for all of them. A device that has changed is skipped and named. */
async function atOnce({ picks, names }: ManyState, action: Exclude<Many, 'revoke'>): Promise<Outcome> {
  try {
    const { results } = await (action === 'dismiss' ? dismissAll(picks) : decommissionAll(picks));
    const nameOf = new Map(picks.map(({ device }, index) => [device, names[index] ?? device]));
    const left = results.filter(({ result }) => result !== 'done');
    return {
      done: results.filter(({ result }) => result === 'done').map(({ device }) => device),
      failures: left.map(({ device, result }) => `${nameOf.get(device) ?? device}: ${t.bulk.leftReasons[result]}`),
    };
  } catch (error) {
    return { done: [], failures: [t.refusal.short(asRefusal(error))] };
  }
}

const dismissAll = (picks: readonly Pick[]) => {
  const sets = picks.map(({ device, authSet }) => ({ device, auth_set: authSet }));
  const from = picks[0]?.from;
  return write(() => management.POST('/devices/dismissals', { body: { auth_sets: sets, ...(from && { from }) } }));
};

const decommissionAll = (picks: readonly Pick[]) =>
  write(() => management.POST('/devices/decommissions', { body: { devices: picks.map(({ device }) => device) } }));

/** Four calls at a time. The user can stop it between two. */
async function oneByOne(begun: ManyState): Promise<Outcome> {
  const open = begun.picks.map(({ device }, index) => ({ device, name: begun.names[index] ?? device }));
  const failures: string[] = [];
  const done: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = open.shift(); next !== undefined && !isStopped; next = open.shift()) {
      const path = { id: next.device };
      try {
        await write(() => management.DELETE('/devices/{id}/tokens', { params: { path } }));
        done.push(next.device);
      } catch (error) {
        failures.push(`${next.name}: ${t.refusal.short(asRefusal(error))}`);
      }
      many.value = { ...begun, phase: 'running', done: done.length + failures.length, failures };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { done, failures };
}
