// What is done to many devices by one call each: dismiss, decommission, revoke. Four calls at a time; it can be stopped between two.
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

/** What can be done with a selection of this status. */
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
  const open = begun.picks.map((pick, index) => ({ pick, name: begun.names[index] ?? pick.device }));
  const total = open.length;
  const failures: string[] = [];
  const finished: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = open.shift(); next !== undefined && !isStopped; next = open.shift()) {
      try {
        await call(begun.action, next.pick);
        finished.push(next.pick.device);
      } catch (error) {
        failures.push(`${next.name}: ${t.refusal.short(asRefusal(error))}`);
      }
      many.value = { ...begun, phase: 'running', done: finished.length + failures.length, failures };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  many.value = failures.length > 0 ? { ...begun, phase: 'failed', done: finished.length, failures } : undefined;
  toast(t.bulk.done(begun.action, finished.length, 0, total - finished.length), { isBad: finished.length === 0 });
  list.queue.unpick(finished);
  void list.load();
  void refreshSummary().catch(() => undefined);
}

const call = (action: Many, { device, authSet }: Pick): Promise<unknown> => {
  const path = { id: device };
  if (action === 'decommission') return write(() => management.DELETE('/devices/{id}', { params: { path } }));
  if (action === 'revoke') return write(() => management.DELETE('/devices/{id}/tokens', { params: { path } }));
  return write(() => management.DELETE('/devices/{id}/auth/{aid}', { params: { path: { ...path, aid: authSet } } }));
};
