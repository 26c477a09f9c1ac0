// The common parts of the two lists: keys, rows, the panel, and the bar of the selection.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Device } from '../api.ts';
import { decideWaiting } from '../device-actions.ts';
import { useKeys, type Keys } from '../keys.ts';
import { shownKey } from '../keys-of.ts';
import { everyone, type List } from '../list.ts';
import { summary } from '../poll.ts';
import { go, route } from '../route.ts';
import { offlineSince } from '../session.ts';
import { announceArrivals } from '../toasts.ts';
import { t } from '../words/en.ts';
import { copyText } from './copy.tsx';
import { focusRow } from './focus-row.ts';
import { ListTable } from './list-table.tsx';
import { Panel } from './panel.tsx';
import { adopt, search } from './search-box.tsx';
import { decideSelection, SelectionBar } from './selection.tsx';

export interface ListScreenParts {
  readonly list: List;
  readonly caption: string;
  readonly head: ComponentChildren;
  readonly empty: ComponentChildren;
  /** The parts above the table: banners and filters. */
  readonly children?: ComponentChildren;
}

const peeked = signal<string | undefined>(undefined);

export function ListScreen({ list, caption, head, empty, children }: ListScreenParts) {
  useEffect(() => {
    peeked.value = undefined;
    return () => (peeked.value = undefined);
  }, [list]);
  useEffect(() => void adopt(list), [list, route.value]);
  useArrivals(list);
  useKeys(keysOf(list));
  const known = list.queue.rows.value.find(({ id }) => id === peeked.value);
  return (
    <div class={`with-panel ${peeked.value === undefined ? '' : 'open'}`}>
      <main id="main">
        {head}
        {list.state.value === 'loading' && <div class="busy" aria-hidden="true" />}
        {children}
        <Arrived list={list} />
        <ListTable
          list={list}
          caption={caption}
          withStatus={list === everyone}
          peek={(id) => peek(list, id)}
          empty={empty}
          clear={() => void search(list, { q: '', order: list.order.value })}
        />
        <SelectionBar list={list} />
      </main>
      {peeked.value !== undefined && (
        <Panel
          id={peeked.value}
          known={known}
          close={() => closePanel(list)}
          changed={(isGone) => changed(list, peeked.value, isGone)}
        />
      )}
    </div>
  );
}

/** The newest event that a list has counted. */
const countedAt = new WeakMap<List, number>();

/** Counts again after a decision or a new device, but not when the list was just read. Rows are never inserted on their own. */
function useArrivals(list: List): void {
  const feed = summary.value?.feed;
  useEffect(() => {
    if (feed === undefined) return;
    const before = countedAt.get(list);
    countedAt.set(list, feed);
    if (before === undefined || before === feed) return;
    void list.look().then(
      () => list.arrived.value > 0 && announceArrivals(t.list.arrivedSay(list.arrived.value)),
      () => undefined,
    );
  }, [feed]);
  const isBack = offlineSince.value === undefined;
  useEffect(() => {
    if (isBack && list.refusal.value !== undefined) void list.load();
  }, [isBack]);
}

function Arrived({ list }: { list: List }) {
  if (list.arrived.value === 0) return null;
  return (
    <p class="arrived">
      <button type="button" onClick={() => void list.load()}>
        {t.list.arrived(list.arrived.value)}
      </button>
    </p>
  );
}

function peek(list: List, id: string): void {
  list.queue.at.value = id;
  peeked.value = id;
}

function closePanel(list: List): void {
  const id = peeked.value;
  peeked.value = undefined;
  focusRow(id ?? list.queue.at.value);
}

function changed(list: List, id: string | undefined, isGone: boolean): void {
  if (id === undefined) return;
  if (!isGone && list === everyone) return void list.again(id);
  const isShown = list.queue.rows.value.some((row) => row.id === id);
  if (isGone) peeked.value = undefined;
  if (isShown && list !== everyone) void settle(list, id);
  else if (isGone) list.decided([id]);
}

/** Removes a device from the queue if it no longer waits; otherwise reads it again. */
async function settle(list: List, id: string): Promise<void> {
  await list.again(id);
  const row = list.queue.rows.value.find((other) => other.id === id);
  if (row === undefined || row.auth_sets.every(({ status }) => status !== 'pending')) list.decided([id]);
}

function keysOf(list: List): Keys {
  const { queue } = list;
  const present = (): Device | undefined => queue.rows.value.find(({ id }) => id === (peeked.value ?? queue.at.value));
  const move = (by: number) => () => {
    const id = queue.move(by);
    if (peeked.value !== undefined) peeked.value = id;
    focusRow(id);
  };
  const withRow = (action: (device: Device) => void) => () => {
    const device = present();
    if (device !== undefined && !list.isStale.value) action(device);
  };
  const decide = (to: 'accepted' | 'rejected') => () => {
    if (list.isStale.value) return;
    if (queue.size.value > 0) return decideSelection(list, to);
    const device = present();
    if (device === undefined || offlineSince.value !== undefined) return;
    const after = (isGone: boolean): void => afterOne(list, device.id, isGone);
    if (!decideWaiting(device, to, after)) peek(list, device.id);
  };
  return {
    j: move(1),
    k: move(-1),
    ArrowDown: move(1),
    ArrowUp: move(-1),
    x: withRow(({ id }) => queue.toggle(id)),
    'Shift+x': withRow(({ id }) => queue.toggle(id, { toAnchor: true })),
    '*': () => list.isStale.value || queue.togglePage(),
    Enter: withRow(({ id }) => peek(list, id)),
    o: withRow(({ id }) => go('devices', { id })),
    a: decide('accepted'),
    r: decide('rejected'),
    c: withRow((device) => {
      const key = shownKey(device);
      if (key !== undefined) void copyText(key.fingerprint);
    }),
    Escape: () => {
      if (peeked.value !== undefined) closePanel(list);
      else if (queue.size.value > 0) queue.clear();
    },
  };
}

/** After `a` or `r` the next row is the present one, with the focus. */
function afterOne(list: List, id: string, isGone: boolean): void {
  if (list === everyone) return changed(list, id, isGone);
  const wasPeeked = peeked.value === id;
  const isListed = list.queue.rows.value.some((row) => row.id === id);
  if (!isListed) return void list.load(); // an undo: it waits again
  void settle(list, id).then(() => {
    if (wasPeeked) peeked.value = list.queue.at.value;
    focusRow(list.queue.at.value);
  });
}
