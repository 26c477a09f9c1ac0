// The rows of a list, the present row of the keyboard, and the selection. Nothing else changes the selection. A selection consists
// of devices with the auth set that was on screen, so new or removed rows never move it to another device.
import { computed, signal } from '@preact/signals';
import type { Filter, SetStatus } from './search.ts';

export interface ListedSet {
  readonly id: string;
  readonly status: SetStatus;
  readonly ts: string;
}

export interface Listed {
  readonly id: string;
  readonly status: string;
  readonly auth_sets: readonly ListedSet[];
}

export interface Pick {
  readonly device: string;
  readonly authSet: string;
  readonly from: SetStatus;
}

/** All matching devices that were seen until then. */
export interface AllMatching {
  readonly filter: Filter;
  readonly count: number;
  readonly more: boolean;
  readonly seenBefore: string;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | undefined;
}

export type Queue<Row extends Listed> = ReturnType<typeof createQueue<Row>>;

/** The most rows on the page. */
export const MOST_ROWS = 500;

/** Returns the auth set that a bulk action would decide, or the reason why there is none. */
export type PickOf<Row> = (row: Row) => Pick | 'several_keys' | 'no_key';

/** The only auth set with this status. */
export const singleIn =
  (status: SetStatus): PickOf<Listed> =>
  ({ id, auth_sets }) => {
    const [set, ...others] = auth_sets.filter((candidate) => candidate.status === status);
    if (set === undefined) return 'no_key';
    return others.length > 0 ? 'several_keys' : { device: id, authSet: set.id, from: status };
  };

/** The only auth set that gives the device its status. */
export const singleOfStatus: PickOf<Listed> = (row) =>
  row.status === 'noauth' ? 'no_key' : singleIn(statusOf(row.status))(row);

const statusOf = (status: string): SetStatus =>
  status === 'accepted' || status === 'rejected' || status === 'preauthorized' ? status : 'pending';

export function createQueue<Row extends Listed>(pickOf: PickOf<Row>) {
  const rows = signal<readonly Row[]>([]);
  const next = signal<string | undefined>(undefined);
  /** The number of rows on the pages before. */
  const before = signal(0);
  const at = signal<string | undefined>(undefined);
  const chosen = signal<ReadonlyMap<string, Pick>>(new Map());
  const all = signal<AllMatching | undefined>(undefined);
  let anchor: string | undefined;

  const indexOf = (id: string | undefined): number => rows.value.findIndex((row) => row.id === id);
  const pickable = (row: Row): Pick | undefined => {
    const pick = pickOf(row);
    return typeof pick === 'string' ? undefined : pick;
  };

  function show(page: Page<Row>, place: 'first' | 'more' | 'next'): void {
    if (place === 'first') before.value = 0;
    if (place === 'next') before.value += rows.value.length;
    rows.value = place === 'more' ? [...rows.value, ...page.rows] : page.rows;
    next.value = page.next;
    if (place !== 'more' && indexOf(at.value) === -1) at.value = rows.value[0]?.id;
  }

  /** Replaces a row by its new state, or removes it. The next row becomes the present one. */
  function replace(id: string, row: Row | undefined): void {
    const index = indexOf(id);
    if (index === -1) return;
    rows.value = rows.value.flatMap((other) => (other.id === id ? (row ? [row] : []) : [other]));
    if (row === undefined && at.value === id) at.value = rows.value[Math.min(index, rows.value.length - 1)]?.id;
    if (row === undefined) unpick([id]);
  }

  function move(by: number): string | undefined {
    const last = rows.value.length - 1;
    const index = Math.max(0, Math.min(last, indexOf(at.value) + by));
    at.value = rows.value[index]?.id;
    return at.value;
  }

  /** Selects or deselects one row. With `toAnchor`, selects every row from the last selected one to it. */
  function toggle(id: string, { toAnchor = false } = {}): void {
    const ids = toAnchor ? between(anchor, id) : [id];
    const isOn = toAnchor || !isChosen(id);
    const changed = new Map(all.value === undefined ? chosen.value : []);
    if (all.value !== undefined) for (const row of rows.value) addTo(changed, row); // becomes a list of the visible rows
    for (const row of rows.value.filter((candidate) => ids.includes(candidate.id))) {
      if (isOn) addTo(changed, row);
      else changed.delete(row.id);
    }
    all.value = undefined;
    chosen.value = changed;
    anchor = id;
  }

  function addTo(to: Map<string, Pick>, row: Row): void {
    const pick = pickable(row);
    if (pick !== undefined) to.set(row.id, pick);
  }

  function between(from: string | undefined, to: string): readonly string[] {
    const [a, b] = [indexOf(from), indexOf(to)];
    if (a === -1 || b === -1) return [to];
    return rows.value.slice(Math.min(a, b), Math.max(a, b) + 1).map(({ id }) => id);
  }

  /** Selects every row of this page, or none if all are selected. */
  function togglePage(): void {
    const picks = rows.value.flatMap((row) => pickable(row) ?? []);
    const isWhole = picks.every(({ device }) => isChosen(device));
    const changed = new Map(all.value === undefined ? chosen.value : []);
    for (const pick of picks) {
      if (isWhole) changed.delete(pick.device);
      else changed.set(pick.device, pick);
    }
    all.value = undefined;
    chosen.value = changed;
  }

  function unpick(ids: readonly string[]): void {
    chosen.value = new Map([...chosen.value].filter(([id]) => !ids.includes(id)));
  }

  function clear(): void {
    chosen.value = new Map();
    all.value = undefined;
  }

  const isChosen = (id: string): boolean => {
    if (all.value === undefined) return chosen.value.has(id);
    const row = rows.value[indexOf(id)];
    return row !== undefined && pickable(row) !== undefined;
  };

  return {
    rows,
    next,
    before,
    at,
    chosen,
    all,
    size: computed(() => all.value?.count ?? chosen.value.size),
    isWholePage: computed(() => {
      const picks = rows.value.flatMap((row) => pickable(row) ?? []);
      return picks.length > 0 && picks.every(({ device }) => isChosen(device));
    }),
    pickOf,
    isChosen,
    show,
    replace,
    move,
    toggle,
    togglePage,
    unpick,
    clear,
    chooseAll: (matching: AllMatching): void => {
      all.value = matching;
      chosen.value = new Map();
    },
  };
}
