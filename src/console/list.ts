// A list of devices: its search, its pages and its known size. Two lists live as long as the page: pending, and all devices.
import { computed, signal } from '@preact/signals';
import { management, nextOf, read, readAnswer, type Device } from './api.ts';
import { asRefusal } from './load.ts';
import { createQueue, MOST_ROWS, singleIn, singleOfStatus, type PickOf } from './queue.ts';
import type { Refusal } from './refusal.ts';
import { readWords, type Filter } from './search.ts';

export type Order = 'created' | '-created';

export type List = ReturnType<typeof createList>;

export const PAGE_ROWS = 100;

function createList(base: Filter, pickOf: PickOf<Device>) {
  const queue = createQueue<Device>(pickOf);
  const words = signal('');
  const order = signal<Order>('created');
  const understood = computed(() => readWords(words.value, new Date()));
  const filter = computed<Filter>(() => ({ ...understood.value.filter, ...base }));
  const state = signal<'new' | 'first' | 'loading' | 'ready'>('new');
  const refusal = signal<Refusal | undefined>(undefined);
  const size = signal<{ readonly count: number; readonly more: boolean } | undefined>(undefined);
  const shownFor = signal('');
  const searched = computed(() => `${order.value} ${words.value}`);
  /** The time up to which the rows were seen, by the clock of the service. */
  const seenUntil = signal(new Date().toISOString());
  const arrived = signal(0);
  /** True while the rows are those of another search. */
  const isStale = computed(() => shownFor.value !== searched.value);
  let running = new AbortController();

  async function load(place: 'first' | 'more' | 'next' = 'first'): Promise<void> {
    running.abort();
    if (understood.value.wrong.length > 0) return;
    running = new AbortController();
    const { signal: stop } = running;
    state.value = state.value === 'new' || state.value === 'first' ? 'first' : 'loading';
    try {
      const asked = { filter: filter.value, cursor: place === 'first' ? undefined : queue.next.value, stop };
      const [page] = await Promise.all([readPage(asked), place === 'first' ? recount(stop) : undefined]);
      if (stop.aborted) return;
      if (place !== 'more') seenUntil.value = page.seenUntil;
      if (place === 'first') arrived.value = 0;
      if (isStale.value) queue.clear(); // what was selected since is of the search before
      queue.show(page, place);
      shownFor.value = searched.value;
      refusal.value = undefined;
      state.value = 'ready';
    } catch (error) {
      if (stop.aborted) return;
      refusal.value = asRefusal(error);
      state.value = queue.rows.value.length > 0 ? 'ready' : 'first';
    }
  }

  async function readPage({
    filter: body,
    cursor,
    stop,
  }: {
    filter: Filter;
    cursor: string | undefined;
    stop: AbortSignal;
  }) {
    const query = { per_page: PAGE_ROWS, order: order.value, ...(cursor !== undefined && { cursor }) };
    const { data, response } = await readAnswer(() =>
      management.POST('/devices/search', { params: { query }, body, signal: stop }),
    );
    const answered = new Date(response.headers.get('date') ?? Date.now()).toISOString();
    const newest = data.flatMap(({ auth_sets }) => auth_sets.map(({ ts }) => ts)).reduce((a, b) => (a > b ? a : b), '');
    return { rows: data, next: nextOf(response), seenUntil: newest > answered ? newest : answered };
  }

  async function recount(stop: AbortSignal): Promise<void> {
    size.value = await read(() => management.POST('/devices/count', { body: filter.value, signal: stop }));
  }

  /** Counts again and shows how many devices are new since the list was read. The rows stay. */
  async function look(): Promise<void> {
    if (state.value !== 'ready' || understood.value.wrong.length > 0) return;
    const before = size.value?.count ?? 0;
    const now = await read(() => management.POST('/devices/count', { body: filter.value }));
    const came = now.count - before + arrived.value;
    size.value = now;
    arrived.value = Math.max(0, came);
  }

  /** Removes decided rows, or reads all of them again. */
  function decided(ids: readonly string[]): void {
    if (ids.length === 0) return void load();
    for (const id of ids) queue.replace(id, undefined);
    if (queue.all.value !== undefined) queue.clear();
    if (size.value !== undefined) size.value = { ...size.value, count: Math.max(0, size.value.count - ids.length) };
    if (queue.rows.value.length === 0) void load();
    else if (queue.rows.value.length < PAGE_ROWS / 2 && queue.next.value !== undefined) void load('more');
  }

  /** Reads one device again. */
  async function again(id: string): Promise<void> {
    const { data } = await management.GET('/devices/{id}', { params: { path: { id } } });
    queue.replace(id, data);
  }

  return {
    queue,
    words,
    order,
    understood,
    filter,
    state,
    refusal,
    size,
    seenUntil,
    arrived,
    isStale,
    load,
    look,
    decided,
    again,
    canLoadMore: computed(() => queue.next.value !== undefined && queue.rows.value.length < MOST_ROWS),
    /** The number of matches. Absent while a word is not understood. */
    found: computed(() => (understood.value.wrong.length > 0 ? undefined : size.value)),
    isSearch: computed(() => words.value.trim() !== ''),
  };
}

export const pending = createList({ auth_set_status: ['pending'] }, singleIn('pending'));
export const everyone = createList({}, singleOfStatus);
