// The table of a list, with its states: the first load, no devices, no match, more pages.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { MOST_ROWS } from '../queue.ts';
import { PAGE_ROWS, type List } from '../list.ts';
import { href } from '../route.ts';
import { writeWords } from '../search.ts';
import { t } from '../words/en.ts';
import { toTop } from './focus-row.ts';
import { MoreButton } from './more-button.tsx';
import { Problem } from './problem.tsx';
import { Row } from './row.tsx';

export interface ListTableParts {
  readonly list: List;
  readonly caption: string;
  readonly withStatus: boolean;
  readonly peek: (id: string) => void;
  /** Shown if there are no devices at all. */
  readonly empty: ComponentChildren;
  readonly clear: () => void;
}

export function ListTable(parts: ListTableParts) {
  const { list, empty, clear } = parts;
  const { queue, state, refusal } = list;
  if (refusal.value !== undefined && queue.rows.value.length === 0 && refusal.value.kind !== 'offline')
    return <Problem refusal={refusal.value} again={() => void list.load()} />;
  if (state.value === 'new' || state.value === 'first') return <Loading />;
  if (queue.rows.value.length === 0 && list.understood.value.wrong.length > 0) return null; // the search box says what is wrong
  if (queue.rows.value.length === 0)
    return list.isSearch.value ? <NoMatch list={list} clear={clear} /> : <div class="empty">{empty}</div>;
  return (
    <>
      {refusal.value && refusal.value.kind !== 'offline' && (
        <Problem refusal={refusal.value} again={() => void list.load()} />
      )}
      {queue.before.value > 0 && (
        <p class="page-note">
          {t.list.from(queue.before.value + 1)}{' '}
          <button type="button" class="link" onClick={() => void list.load()}>
            {t.list.firstPage}
          </button>
        </p>
      )}
      <Table {...parts} />
      <MoreRows list={list} />
    </>
  );
}

function Table({ list, caption, withStatus, peek }: ListTableParts) {
  const { queue, state, size } = list;
  const rows = queue.rows.value;
  return (
    <table
      class={`devices ${withStatus ? 'with-status' : ''}`}
      aria-rowcount={size.value?.more ? -1 : (size.value?.count ?? -1) + 1}
      aria-busy={state.value === 'loading'}
    >
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" class="choose">
            <label>
              <input
                type="checkbox"
                aria-label={t.list.choosePage}
                checked={queue.isWholePage.value}
                onClick={() => queue.togglePage()}
              />
            </label>
          </th>
          <th scope="col">{t.list.device}</th>
          {withStatus && (
            <th scope="col" class="state">
              {t.list.status}
            </th>
          )}
          <th scope="col" class="key">
            {t.list.key}
          </th>
          <th scope="col" class="waiting">
            {withStatus ? t.list.first : t.list.waiting}
          </th>
          <th scope="col" class="seen">
            {t.list.seen}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((device, index) => (
          <Row
            key={device.id}
            list={list}
            device={device}
            index={queue.before.value + index}
            withStatus={withStatus}
            peek={peek}
          />
        ))}
      </tbody>
    </table>
  );
}

function MoreRows({ list }: { list: List }) {
  const { queue } = list;
  if (queue.next.value === undefined) return null;
  const more = Math.min(PAGE_ROWS, MOST_ROWS - queue.rows.value.length);
  return list.canLoadMore.value ? (
    <MoreButton key="more" label={t.list.loadMore(more)} load={() => list.load('more')} />
  ) : (
    <MoreButton key="next" label={t.list.nextPage} load={() => list.load('next').then(toTop)} />
  );
}

/** Eight grey rows, but only after 200 ms. */
export function Loading() {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  if (!isLate) return <div class="loading" />;
  return (
    <div class="loading" role="status">
      <span class="unseen">{t.loading}</span>
      {Array.from({ length: 8 }, (_, index) => (
        <span class="bone" key={index} />
      ))}
    </div>
  );
}

/** The attributes that the search names, for the page that explains a missing device. */
const namedIn = (list: List): Record<string, string> =>
  Object.fromEntries(
    (list.understood.value.filter.identity ?? []).flatMap(({ name, value }) =>
      name !== '*' && typeof value === 'string' ? [[name, value]] : [],
    ),
  );

function NoMatch({ list, clear }: { list: List; clear: () => void }) {
  return (
    <div class="empty">
      <h2>{t.pending.noMatch}</h2>
      <p>{t.pending.understood(writeWords(list.understood.value.filter) || list.words.value)}</p>
      <button type="button" onClick={clear}>
        {t.search.clear}
      </button>
      <p>
        <a href={href('missing', { query: namedIn(list) })}>{t.missing.link}</a>
      </p>
    </div>
  );
}
