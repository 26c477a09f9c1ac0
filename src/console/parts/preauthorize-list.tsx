// A list of devices: a preview of each row, then the run, then the results as a file.
import { useState } from 'preact/hooks';
import { count } from '../format.ts';
import {
  listState,
  lookAt,
  resultLines,
  RESULTS,
  runList,
  stopList,
  type Conflict,
  type ListState,
  type RowResult,
} from '../preauthorize-list.ts';
import { plainText } from '../text.ts';
import { t } from '../words/en.ts';
import { Problem } from './problem.tsx';
import { saveText } from './save.ts';
import { Foreign } from './text.tsx';

export function PreauthorizeList() {
  const [conflict, setConflict] = useState<Conflict>('skip');
  const state = listState.value;
  const look = (file: File | undefined): void => {
    if (file !== undefined) void lookAt(file, conflict);
  };
  return (
    <div class="form">
      <label
        class="drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          look(event.dataTransfer?.files[0]);
        }}
      >
        <span>{t.preauthorize.drop}</span>
        <input
          type="file"
          accept=".csv,.ndjson,.jsonl,.json"
          onChange={({ currentTarget }) => {
            look(currentTarget.files?.[0]);
            currentTarget.value = ''; // the same file can be chosen again
          }}
        />
      </label>
      <p class="quiet">{t.preauthorize.columns}</p>
      <label class="inline">
        {t.preauthorize.known}{' '}
        <select
          value={conflict}
          onChange={({ currentTarget }) => {
            const chosen = currentTarget.value === 'force' ? 'force' : 'skip';
            setConflict(chosen);
            if (state?.phase === 'looked') void lookAt(state.file, chosen);
          }}
        >
          <option value="skip">{t.preauthorize.leave}</option>
          <option value="force">{t.preauthorize.addKey}</option>
        </select>
      </label>
      {state && <Report state={state} conflict={conflict} />}
    </div>
  );
}

function Report({ state, conflict }: { state: ListState; conflict: Conflict }) {
  const { file, phase, counts, rows, refusal, stopped, expected } = state;
  const isBusy = phase === 'looking' || phase === 'running';
  const isUnread = refusal !== undefined && rows === 0;
  const made = counts.created + counts.updated;
  return (
    <section class="report" aria-label={t.preauthorize.report}>
      <h2>
        <bdi>{plainText(file.name)}</bdi> {!isUnread && <span class="quiet">{t.preauthorize.rows(rows)}</span>}
      </h2>
      {!isUnread && <p role="status">{t.preauthorize.phase[phase]}</p>}
      {isBusy && (
        <progress
          max={phase === 'running' ? expected : undefined}
          value={phase === 'running' ? made : undefined}
          aria-label={t.preauthorize.rows(rows)}
        />
      )}
      <Counts counts={counts} isDry={phase === 'looking' || phase === 'looked'} />
      {refusal && <Problem refusal={refusal} />}
      {isUnread && <p>{t.preauthorize.correct}</p>}
      {stopped && <p class="problem">{t.preauthorize.stopped(stopped.error, stopped.line)}</p>}
      <div class="actions">
        {phase === 'looked' && made > 0 && (
          <button type="button" class="main" onClick={() => void runList(file, conflict)}>
            {t.preauthorize.run(made)}
          </button>
        )}
        {isBusy && (
          <button type="button" onClick={stopList}>
            {t.preauthorize.stop}
          </button>
        )}
        {!isBusy && rows > 0 && (
          <button type="button" onClick={() => saveText('results.ndjson', 'application/x-ndjson', resultLines())}>
            {t.preauthorize.save}
          </button>
        )}
      </div>
      <Wrong rows={state.wrong} />
    </section>
  );
}

const SIGNS: Readonly<Partial<Record<RowResult['result'], string>>> = { created: '✓', updated: '✓', invalid: '✕' };

const Counts = ({ counts, isDry }: { counts: ListState['counts']; isDry: boolean }) => (
  <ul class="counts">
    {RESULTS.filter((result) => counts[result] > 0).map((result) => (
      <li key={result} class={result === 'invalid' ? 'bad-text' : ''}>
        {SIGNS[result]} <b>{count(counts[result])}</b>{' '}
        {isDry ? t.preauthorize.would[result] : t.preauthorize.did[result]}
      </li>
    ))}
  </ul>
);

const SHOWN = 200;

function Wrong({ rows }: { rows: readonly RowResult[] }) {
  if (rows.length === 0) return null;
  return (
    <table class="rows wrong-rows">
      <caption>{t.preauthorize.wrong}</caption>
      <tbody>
        {rows.slice(0, SHOWN).map(({ row, line, result, member, error, first_row: first }) => (
          <tr key={row}>
            <th scope="row">{t.preauthorize.line(line)}</th>
            <td>{t.preauthorize.did[result]}</td>
            <td class="wrap">
              {first !== undefined && t.preauthorize.sameAs(first)}
              {error !== undefined && (
                <Foreign text={`${member === undefined ? '' : `${member}: `}${error}`} most={300} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
