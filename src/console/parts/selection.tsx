// The bar of the selection, with its actions.
import { everyone, type List } from '../list.ts';
import { MANY, openMany, type Many } from '../many.ts';
import { openBulk } from '../bulk.ts';
import type { From, Verb } from '../decide.ts';
import { clock } from '../format.ts';
import { nameOf } from '../identity.ts';
import { prefs } from '../prefs.ts';
import type { SetStatus } from '../search.ts';
import { offlineSince } from '../session.ts';
import { plainText } from '../text.ts';
import { t } from '../words/en.ts';
import { focusRow } from './focus-row.ts';

export function SelectionBar({ list }: { list: List }) {
  const { queue } = list;
  const size = queue.size.value;
  if (size === 0) return null;
  const from = statusOf(list);
  const isOffline = offlineSince.value !== undefined;
  const verbs = from === undefined ? [] : VERBS[from];
  return (
    <section class="selection" aria-label={t.selection.label}>
      <OfferAll list={list} />
      <div class="selection-row">
        <strong>
          {queue.all.value
            ? t.selection.allSelected(t.more(size, queue.all.value.more), clock(queue.all.value.seenBefore, true))
            : t.selection.selected(size)}
        </strong>
        {verbs.map((verb) => (
          <button
            type="button"
            key={verb}
            class={verb === 'accepted' ? 'main' : ''}
            disabled={isOffline}
            onClick={() => decideSelection(list, verb)}
          >
            {t.selection.action(verb)}
            {SHORTCUTS[verb] && <kbd aria-hidden="true">{SHORTCUTS[verb]}</kbd>}
          </button>
        ))}
        {list === everyone && queue.all.value === undefined && (
          <ManyButtons list={list} from={from} isOffline={isOffline} />
        )}
        <button type="button" class="plain" onClick={queue.clear}>
          {t.selection.clear} <kbd aria-hidden="true">Esc</kbd>
        </button>
      </div>
      {from === undefined && <p class="quiet">{t.selection.mixed}</p>}
    </section>
  );
}

const SHORTCUTS: Readonly<Partial<Record<Verb, string>>> = { accepted: 'A', rejected: 'R' };

const VERBS: Readonly<Record<SetStatus, readonly Verb[]>> = {
  pending: ['accepted', 'rejected'],
  accepted: ['rejected'],
  rejected: ['accepted', 'pending'],
  preauthorized: [],
};

/** Actions that only single calls do, one device after the other. */
function ManyButtons({ list, from, isOffline }: { list: List; from: SetStatus | undefined; isOffline: boolean }) {
  const able: readonly Many[] = from === undefined ? ['decommission'] : MANY[from];
  return (
    <>
      {able.map((action) => (
        <button
          type="button"
          key={action}
          class={action === 'decommission' ? 'danger' : ''}
          disabled={isOffline}
          onClick={() => openMany(list, action)}
        >
          {t.selection.action(action)}
        </button>
      ))}
    </>
  );
}

/** The common status of the selection; none if the statuses differ. */
function statusOf({ queue, filter }: List): SetStatus | undefined {
  if (queue.all.value !== undefined) {
    const { auth_set_status: sets, status } = filter.value;
    const [only, ...others] = sets ?? status ?? [];
    return others.length > 0 || only === 'noauth' ? undefined : only;
  }
  const statuses = new Set([...queue.chosen.value.values()].map(({ from }) => from));
  return statuses.size === 1 ? [...statuses][0] : undefined;
}

function OfferAll({ list }: { list: List }) {
  const { queue, size, words } = list;
  const onPage = queue.chosen.value.size;
  const isMore = size.value !== undefined && size.value.count > queue.rows.value.length;
  if (queue.all.value !== undefined || !queue.isWholePage.value || !isMore || statusOf(list) === undefined) return null;
  const { count, more } = size.value ?? { count: 0, more: false };
  if (list === everyone && list.filter.value.status === undefined) return null; // an empty filter would mean every device
  const choose = (): void =>
    queue.chooseAll({ filter: list.filter.value, count, more, seenBefore: list.seenUntil.value });
  return (
    <p class="offer">
      {t.selection.page(onPage)}{' '}
      <button type="button" class="link" onClick={choose}>
        {t.selection.all(t.more(count, more), plainText(words.value.trim()))}
      </button>
    </p>
  );
}

/** Opens the dialog for the selection. */
export function decideSelection(list: List, to: Verb): void {
  const { queue } = list;
  const from = statusOf(list);
  if (from === undefined || from === 'preauthorized' || !VERBS[from].includes(to) || queue.size.value === 0) return;
  if (offlineSince.value !== undefined) return;
  const rows = new Map(queue.rows.value.map((row) => [row.id, row.identity_data]));
  void openBulk({
    to,
    from: from satisfies From,
    picks: [...queue.chosen.value.values()],
    all: queue.all.value,
    nameOf: (device) => {
      const identity = rows.get(device);
      return identity && plainText(nameOf(identity, prefs.value.first), 40);
    },
    changed: (ids) => {
      list.decided(list === everyone ? [] : ids);
      focusRow(queue.at.value); // the row that opened the dialog may be gone
    },
  });
}
