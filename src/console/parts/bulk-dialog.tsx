// The dialog of a bulk decision: the matches, the room, the excluded devices with the reason; then the progress and the result.
import {
  bulk,
  closeBulk,
  openBulk,
  runBulk,
  stopBulk,
  typedNumber,
  typedReason,
  type Bulk,
  type Preview,
  type Result,
  type Wanted,
} from '../bulk.ts';
import { summary } from '../poll.ts';
import { clock, count } from '../format.ts';
import { href } from '../route.ts';
import { csvCell } from '../text.ts';
import { t } from '../words/en.ts';
import { Dialog } from './dialog.tsx';
import { Foreign } from './text.tsx';
import { Problem } from './problem.tsx';
import { saveText } from './save.ts';
import { TextField } from './text-field.tsx';
import { Typed } from './typed.tsx';

/** From this number on, the user must type the number. */
const TYPED_FROM = 51;
const PART = 1000;
const FACETS = 2;
const FACET_VALUES = 6;

export function BulkDialog() {
  const state = bulk.value;
  if (state === undefined) return null;
  return (
    <Dialog phase={state.phase} title={titleOf(state)} onClose={closeBulk}>
      <Body state={state} />
    </Dialog>
  );
}

function titleOf(state: Bulk): string {
  const { wanted } = state;
  if (state.phase === 'changed') return t.bulk.changedTitle;
  if (state.phase === 'failed') return t.bulk.failedTitle;
  if (state.phase === 'result') return t.bulk.resultTitle;
  if (state.phase === 'running') return t.bulk.runningTitle(wanted.to, state.total);
  if (state.phase === 'previewing') return t.bulk.title(wanted.to, wanted.all?.count ?? wanted.picks.length);
  const { size, total } = sizeOf(wanted, state.preview);
  return size > 0 && size < total ? t.bulk.titleOf(wanted.to, size, total) : t.bulk.title(wanted.to, total);
}

/** `total` devices could be decided; there is room for `size` of them. */
function sizeOf({ to }: Wanted, { isPart, matched, fits, room = Infinity }: Preview): { size: number; total: number } {
  const total = isPart ? matched : fits;
  return { total, size: to === 'accepted' ? Math.min(total, room) : total };
}

function Body({ state }: { state: Bulk }) {
  switch (state.phase) {
    case 'previewing':
      return (
        <>
          <p role="status">{t.bulk.looking}</p>
          <CloseOnly label={t.cancel} />
        </>
      );
    case 'ready':
      return <Ready wanted={state.wanted} preview={state.preview} refusal={state.refusal} />;
    case 'running':
      return (
        <>
          <p role="status">{t.bulk.running(state.done, state.total)}</p>
          <progress max={state.total} value={state.done} aria-label={t.bulk.running(state.done, state.total)} />
          {state.total > PART && <p class="quiet">{t.bulk.stay}</p>}
          <div class="actions end">
            <button type="button" disabled={state.isStopping} onClick={stopBulk}>
              {state.isStopping ? t.bulk.stopping : t.bulk.stop}
            </button>
          </div>
        </>
      );
    case 'changed':
      return <Changed wanted={state.wanted} matched={state.matched} expected={state.expected} />;
    case 'failed':
      return (
        <>
          <Problem refusal={state.refusal} again={() => void openBulk(state.wanted)} />
          <CloseOnly label={t.close} />
        </>
      );
    case 'result':
      return <ResultList results={state.results} says={state.says} />;
  }
}

const CloseOnly = ({ label }: { label: string }) => (
  <div class="actions end">
    <button type="button" data-first onClick={closeBulk}>
      {label}
    </button>
  </div>
);

function Ready({
  wanted,
  preview,
  refusal,
}: {
  wanted: Wanted;
  preview: Preview;
  refusal?: Extract<Bulk, { phase: 'ready' }>['refusal'];
}) {
  const typed = typedNumber.value;
  const run = (): void => void runBulk(wanted, preview);
  const takes = wanted.to === 'accepted';
  const { size, total } = sizeOf(wanted, preview);
  const isTyped = size >= TYPED_FROM;
  const isReady = size > 0 && (!isTyped || typed.replace(/[^\d]/g, '') === String(size));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) run();
      }}
    >
      <Facets facets={preview.facets} />
      <Names wanted={wanted} results={preview.results} total={total} />
      {total === 0 ? <p>{t.bulk.nothing}</p> : takes && <Room size={size} total={total} />}
      <LeftOut results={preview.results} />
      {wanted.from === 'accepted' && <p class="warning">{t.bulk.ends}</p>}
      {size > 0 && (
        <p class="quiet">
          {wanted.all === undefined ? t.bulk.exactly : t.bulk.exactlyFilter(clock(wanted.all.seenBefore, true))}
        </p>
      )}
      {size > 0 && <ReasonField />}
      {isTyped && (
        <Typed
          before={t.bulk.type}
          text={String(size)}
          after={t.bulk.typeEnd}
          value={typed}
          onInput={(value) => (typedNumber.value = value)}
        />
      )}
      {refusal && <Problem refusal={refusal} retry={run} />}
      <div class="actions end">
        <button type="button" data-first={!isTyped} onClick={closeBulk}>
          {t.cancel}
        </button>
        {size > 0 && refusal?.kind !== 'wait' && (
          <button type="submit" class={wanted.to === 'rejected' ? 'danger' : 'main'} disabled={!isReady}>
            {t.bulk.go(wanted.to, size)}
          </button>
        )}
      </div>
    </form>
  );
}

function Room({ size, total }: { size: number; total: number }) {
  const { accepted = 0, limit = -1 } = summary.value ?? {};
  if (size === 0)
    return (
      <>
        <p class="warning">{t.refusal.noRoom(accepted, limit)}</p>
        {limit > 0 && (
          <p>
            <a href={href('devices', { query: { q: 'status:accepted' } })} onClick={closeBulk}>
              {t.refusal.toAccepted}
            </a>
          </p>
        )}
      </>
    );
  if (size < total) return <p class="warning">{t.bulk.room(size, total)}</p>;
  return limit < 0 ? null : <p>{t.bulk.after(accepted + size, limit)}</p>;
}

/** The attributes with the fewest different values, if they have more than one. */
function Facets({ facets }: { facets: Preview['facets'] }) {
  const telling = facets
    .filter(({ values }) => values.length > 1 && values.some(({ count: number }) => number > 1))
    .sort((a, b) => a.values.length - b.values.length)
    .slice(0, FACETS);
  if (telling.length === 0) return null;
  return (
    <div class="facets">
      {telling.map(({ name, values }) => (
        <table key={name}>
          <caption>
            <Foreign text={name} most={24} />
          </caption>
          <tbody>
            {values.slice(0, FACET_VALUES).map(({ value, count: number }) => (
              <tr key={value}>
                <th scope="row">
                  <Foreign text={value} most={28} />
                </th>
                <td>{count(number)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

const NAMES = 4;

/** The first devices that would be decided. */
function Names({ wanted, results, total }: { wanted: Wanted; results: readonly Result[]; total: number }) {
  const names = results
    .filter(({ result }) => result === 'done')
    .slice(0, NAMES)
    .flatMap(({ device }) => wanted.nameOf(device) ?? []);
  if (names.length === 0) return null;
  return (
    <p class="names">
      {names.map((name) => (
        <span class="chip" key={name}>
          <bdi>{name}</bdi>
        </span>
      ))}
      {total > names.length && <span class="quiet">{t.bulk.more(total - names.length)}</span>}
    </p>
  );
}

function LeftOut({ results }: { results: readonly Result[] }) {
  const reasons = new Map<Result['result'], number>();
  for (const { result } of results)
    if (result !== 'done' && result !== 'no_room') reasons.set(result, (reasons.get(result) ?? 0) + 1);
  if (reasons.size === 0) return null;
  return (
    <div class="left-out">
      <p>{t.bulk.left([...reasons.values()].reduce((a, b) => a + b, 0))}</p>
      <ul>
        {[...reasons].map(([result, number]) => (
          <li key={result}>
            {count(number)} · {t.bulk.leftReasons[result]}
          </li>
        ))}
      </ul>
    </div>
  );
}

const ReasonField = () => (
  <TextField
    label={t.bulk.reason}
    hint={t.bulk.reasonHint}
    value={typedReason.value}
    onInput={(value) => (typedReason.value = value)}
    maxLength={256}
  />
);

function Changed({ wanted, matched, expected }: { wanted: Wanted; matched: number; expected: number }) {
  const all = wanted.all && { ...wanted.all, count: matched };
  return (
    <>
      <p>{t.bulk.changed(matched, expected)}</p>
      <div class="actions end">
        <button type="button" onClick={closeBulk}>
          {t.cancel}
        </button>
        <button type="button" class="main" data-first onClick={() => void openBulk({ ...wanted, all })}>
          {matched === 0 ? t.bulk.lookAgain : t.bulk.goThe(wanted.to, matched)}
        </button>
      </div>
    </>
  );
}

function ResultList({ results, says }: { results: readonly Result[]; says: string }) {
  const rows = [
    'device,auth_set,result',
    ...results.map(({ device, auth_set, result }) => [device, auth_set, result].map(csvCell).join(',')),
  ];
  return (
    <>
      <p>{says}</p>
      <LeftOut results={results} />
      <div class="actions end">
        <button type="button" onClick={() => saveText('decisions.csv', 'text/csv', `${rows.join('\r\n')}\r\n`)}>
          {t.bulk.resultExport}
        </button>
        <button type="button" class="main" data-first onClick={closeBulk}>
          {t.close}
        </button>
      </div>
    </>
  );
}
