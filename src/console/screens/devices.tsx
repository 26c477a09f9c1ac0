// Every device of the tenant, in any status.
import { exportDevices, exported, stopExport, type Form } from '../export.ts';
import { Head } from '../parts/head.tsx';
import { ListScreen } from '../parts/list-screen.tsx';
import { search, SearchBox } from '../parts/search-box.tsx';
import { everyone } from '../list.ts';
import { href } from '../route.ts';
import { t } from '../words/en.ts';

export function Devices() {
  const size = everyone.found.value;
  const total = size && t.more(size.count, size.more);
  const note = total && (everyone.isSearch.value ? t.devices.matching(total) : t.devices.total(total));
  return (
    <ListScreen
      list={everyone}
      caption={t.devices.caption}
      head={
        <Head title={t.devices.title} note={note}>
          <SearchBox list={everyone} />
        </Head>
      }
      empty={
        <>
          <h2>{t.devices.empty}</h2>
          <p>{t.devices.emptyHint}</p>
          <p>
            <a href={href('preauthorize')}>{t.pending.preauthorize}</a>
          </p>
        </>
      }
    >
      <Filters />
      <Exporting />
    </ListScreen>
  );
}

const CHIPS = [
  { label: t.devices.all, word: '' },
  { label: t.statuses.accepted, word: 'status:accepted' },
  { label: t.statuses.pending, word: 'status:pending' },
  { label: t.statuses.rejected, word: 'status:rejected' },
  { label: t.statuses.preauthorized, word: 'status:preauthorized' },
  { label: t.statuses.noauth, word: 'status:noauth' },
  { label: t.devices.newKey, word: 'status:accepted waits:key' },
  { label: t.devices.unseen, word: 'unseen:30d' },
] as const;

/** Each filter is a word in the search box, so that the search is always visible. */
function Filters() {
  const words = everyone.words.value.split(/\s+/);
  const others = words.filter((word) => !CHIPS.some((chip) => chip.word.split(' ').includes(word))).join(' ');
  return (
    <div class="filters" role="group" aria-label={t.devices.filters}>
      {CHIPS.map(({ label, word }) => {
        const isOn =
          word === ''
            ? words.join(' ') === others
            : CHIPS.filter((chip) => chip.word !== '' && chip.word.split(' ').every((part) => words.includes(part))).at(
                -1,
              )?.word === word;
        return (
          <button
            type="button"
            key={label}
            aria-pressed={isOn}
            onClick={() =>
              void search(everyone, { q: [word, others].filter(Boolean).join(' '), order: everyone.order.value })
            }
          >
            {label}
          </button>
        );
      })}
    </div>
  );
}

/** Saves the listed devices as a file. */
function Exporting() {
  const rows = exported.value;
  const { filter, understood } = everyone;
  if (rows !== undefined) {
    return (
      <p class="export" role="status">
        {t.devices.exporting(rows)}{' '}
        <button type="button" class="small" onClick={stopExport}>
          {t.cancel}
        </button>
      </p>
    );
  }
  const button = (form: Form, label: string) => (
    <button
      type="button"
      class="small"
      disabled={understood.value.wrong.length > 0}
      onClick={() => void exportDevices(filter.value, form)}
    >
      {label}
    </button>
  );
  return (
    <p class="export">
      {button('csv', t.devices.exportCsv)} {button('ndjson', t.devices.exportNdjson)}
    </p>
  );
}
