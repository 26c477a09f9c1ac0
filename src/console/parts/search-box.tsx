// The search box. It searches 250 ms after the last key. Unknown words are underlined and explained, and the list waits.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useKeys } from '../keys.ts';
import type { List, Order } from '../list.ts';
import { route, setQuery } from '../route.ts';
import { plainText } from '../text.ts';
import { t } from '../words/en.ts';
import { focusRow, toTop } from './focus-row.ts';

const WAIT_MS = 250;

export function SearchBox({ list }: { list: List }) {
  const field = useRef<HTMLInputElement>(null);
  const wrongId = useId();
  const [text, setText] = useState(list.words.value);
  const known = list.words.value;
  useEffect(() => setText(known), [known]);
  useEffect(() => {
    if (text === known) return undefined;
    const timer = setTimeout(() => void search(list, { q: text, order: list.order.value }), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useKeys({ '/': () => field.current?.select() ?? field.current?.focus() });
  const { wrong } = list.understood.value;
  return (
    <search class="search">
      <div class="field">
        <input
          ref={field}
          type="search"
          aria-label={t.search.label}
          placeholder={t.search.placeholder}
          value={text}
          spellcheck={false}
          autocomplete="off"
          class={wrong.length > 0 ? 'wrong' : ''}
          aria-invalid={wrong.length > 0}
          aria-describedby={wrong.length > 0 ? wrongId : undefined}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Escape' && currentTarget.value === '') currentTarget.blur();
            if (key === 'ArrowDown') focusRow(list.queue.at.value);
            if (key === 'Enter') void findFirst(list, text, currentTarget);
          }}
        />
        {text === '' && <kbd aria-hidden="true">/</kbd>}
      </div>
      <select
        aria-label={t.search.order}
        value={list.order.value}
        onChange={({ currentTarget }) =>
          void search(list, { q: text, order: currentTarget.value === '-created' ? '-created' : 'created' })
        }
      >
        <option value="created">{t.search.oldest}</option>
        <option value="-created">{t.search.newest}</option>
      </select>
      {wrong.length > 0 && (
        <p class="search-wrong" id={wrongId} role="alert">
          {t.search.wrong(wrong.map(({ word, why }) => `${plainText(word)} (${t.search.why[why]})`))}
        </p>
      )}
    </search>
  );
}

/** Searches, and puts the words into the address. */
export function search(list: List, { q, order }: { readonly q: string; readonly order: Order }): Promise<void> {
  setQuery({ q, order: order === 'created' ? '' : order });
  return adopt(list);
}

/** Reads words and order from the address, and reads the list if they have changed. */
export async function adopt(list: List): Promise<void> {
  const { q = '', order = 'created' } = route.value.query;
  const wanted: Order = order === '-created' ? '-created' : 'created';
  const isSame = list.words.value === q && list.order.value === wanted;
  if (isSame && list.state.value !== 'new') return;
  if (list.words.value !== q) list.queue.clear(); // the selection does not belong to the new search
  list.words.value = q;
  list.order.value = wanted;
  await list.load();
  toTop();
}

/** Enter moves the keys to the first row that was found, unless the operator has left the search. */
async function findFirst(list: List, text: string, field: HTMLElement): Promise<void> {
  await search(list, { q: text, order: list.order.value });
  if (document.activeElement === field) focusRow(list.queue.rows.value[0]?.id);
}
