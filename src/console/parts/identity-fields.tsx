// The fields of an identity: a row for each attribute, or JSON.
import { asJson, asRows, EMPTY_ROW, readForm, type Entry, type IdentityForm } from '../identity-form.ts';
import { t } from '../words/en.ts';

export interface IdentityFieldsParts {
  readonly form: IdentityForm;
  readonly set: (form: IdentityForm) => void;
}

export function IdentityFields({ form, set }: IdentityFieldsParts) {
  const isJson = form.json !== undefined;
  const rows = isJson ? asRows(form) : undefined;
  return (
    <fieldset class="identity">
      <legend>{t.identity.title}</legend>
      {isJson ? <JsonField form={form} set={set} /> : <Rows form={form} set={set} />}
      <p class="actions">
        {!isJson && (
          <button type="button" class="small" onClick={() => set({ ...form, rows: [...form.rows, EMPTY_ROW] })}>
            {t.identity.add}
          </button>
        )}
        <button
          type="button"
          class="small"
          disabled={isJson && rows === undefined}
          onClick={() => set(rows ?? asJson(form))}
        >
          {isJson ? t.identity.asRows : t.identity.asJson}
        </button>
      </p>
    </fieldset>
  );
}

function Rows({ form, set }: IdentityFieldsParts) {
  const change = (index: number) => (changed: Partial<Entry>) =>
    set({ ...form, rows: form.rows.map((row, at) => (at === index ? { ...row, ...changed } : row)) });
  return (
    <>
      {form.rows.map((row, index) => (
        <Row key={index} number={index + 1} row={row} change={change(index)} />
      ))}
    </>
  );
}

interface RowParts {
  readonly number: number;
  readonly row: Entry;
  readonly change: (changed: Partial<Entry>) => void;
}

const Row = ({ number, row, change }: RowParts) => (
  <p class="attribute">
    <input
      aria-label={t.identity.name(number)}
      placeholder={t.identity.nameHint}
      value={row.name}
      autocomplete="off"
      spellcheck={false}
      onInput={({ currentTarget }) => change({ name: currentTarget.value })}
    />
    <input
      aria-label={t.identity.value(number)}
      placeholder={t.identity.valueHint}
      value={row.value}
      autocomplete="off"
      spellcheck={false}
      onInput={({ currentTarget }) => change({ value: currentTarget.value })}
    />
  </p>
);

function JsonField({ form, set }: IdentityFieldsParts) {
  const isWrong = (form.json ?? '').trim() !== '' && readForm(form) === undefined;
  return (
    <>
      <textarea
        class="json"
        rows={6}
        aria-label={t.identity.json}
        aria-invalid={isWrong}
        spellcheck={false}
        value={form.json}
        onInput={({ currentTarget }) => set({ ...form, json: currentTarget.value })}
      />
      <p class={isWrong ? 'bad-text' : 'quiet'} role="status">
        {isWrong ? t.identity.noJson : t.identity.jsonHint}
      </p>
    </>
  );
}
