// Devices that are let in before they come: one by hand, or a list.
import { useState } from 'preact/hooks';
import { management, write, type Device } from '../api.ts';
import { readPrint } from '../compare.ts';
import { asRefusal } from '../load.ts';
import { Head } from '../parts/head.tsx';
import { Problem } from '../parts/problem.tsx';
import { Print } from '../parts/text.tsx';
import { PreauthorizeList } from '../parts/preauthorize-list.tsx';
import type { Refusal } from '../refusal.ts';
import { href, route, setQuery } from '../route.ts';
import { toast } from '../toasts.ts';
import { t } from '../words/en.ts';

export function Preauthorize() {
  const isList = route.value.query['of'] === 'list';
  return (
    <main id="main" class="page narrow">
      <Head title={t.preauthorize.title} />
      <div class="filters in-page" role="group" aria-label={t.preauthorize.title}>
        <button type="button" aria-pressed={!isList} onClick={() => setQuery({})}>
          {t.preauthorize.one}
        </button>
        <button type="button" aria-pressed={isList} onClick={() => setQuery({ of: 'list' })}>
          {t.preauthorize.list}
        </button>
      </div>
      {isList ? <PreauthorizeList /> : <One />}
    </main>
  );
}

interface Attribute {
  readonly name: string;
  readonly value: string;
}

const EMPTY: Attribute = { name: '', value: '' };

function One() {
  const [attributes, setAttributes] = useState<readonly Attribute[]>([{ name: 'sn', value: '' }]);
  const [pem, setPem] = useState('');
  const [print, setPrint] = useState<string>();
  const [refusal, setRefusal] = useState<Refusal>();
  const named = attributes.filter(({ name, value }) => name.trim() !== '' && value.trim() !== '');
  const identity = Object.fromEntries(named.map(({ name, value }) => [name.trim(), value.trim()]));
  const isReady = named.length > 0 && pem.trim() !== '';
  const run = async (force: boolean): Promise<void> => {
    setRefusal(undefined);
    try {
      await write(() => management.POST('/devices', { body: { identity_data: identity, pubkey: pem, force } }));
      toast(t.preauthorize.done);
      setAttributes([{ name: attributes[0]?.name ?? 'sn', value: '' }]);
      setPem('');
      setPrint(undefined);
    } catch (error) {
      setRefusal(asRefusal(error));
    }
  };
  const set = (index: number, changed: Partial<Attribute>): void =>
    setAttributes(attributes.map((one, at) => (at === index ? { ...one, ...changed } : one)));
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void run(false);
      }}
    >
      <fieldset class="identity">
        <legend>{t.preauthorize.identity}</legend>
        {attributes.map((attribute, index) => (
          <AttributeRow key={index} index={index} attribute={attribute} set={set} />
        ))}
        <button type="button" class="small" onClick={() => setAttributes([...attributes, EMPTY])}>
          {t.preauthorize.add}
        </button>
      </fieldset>
      <label class="typed">
        <span>{t.preauthorize.key}</span>
        <textarea
          rows={6}
          value={pem}
          spellcheck={false}
          placeholder="-----BEGIN PUBLIC KEY-----"
          onInput={({ currentTarget: { value } }) => {
            setPem(value);
            void readPrint(value).then((hex) => setPrint(value.includes('BEGIN') ? hex : undefined));
          }}
        />
      </label>
      {print !== undefined && <Print hex={print} whole />}
      <p class="quiet">{t.preauthorize.hint}</p>
      {refusal && <Conflict refusal={refusal} print={print} force={() => void run(true)} />}
      <div class="actions">
        <button type="submit" class="main" disabled={!isReady}>
          {t.preauthorize.go}
        </button>
      </div>
    </form>
  );
}

interface AttributeRowParts {
  readonly index: number;
  readonly attribute: Attribute;
  readonly set: (index: number, changed: Partial<Attribute>) => void;
}

const AttributeRow = ({ index, attribute, set }: AttributeRowParts) => (
  <p class="attribute">
    <input
      aria-label={t.preauthorize.name(index + 1)}
      placeholder={t.preauthorize.nameHint}
      value={attribute.name}
      autocomplete="off"
      spellcheck={false}
      onInput={({ currentTarget }) => set(index, { name: currentTarget.value })}
    />
    <input
      aria-label={t.preauthorize.value(index + 1)}
      placeholder={t.preauthorize.valueHint}
      value={attribute.value}
      autocomplete="off"
      spellcheck={false}
      onInput={({ currentTarget }) => set(index, { value: currentTarget.value })}
    />
  </p>
);

/** The identity is known: with this key, or with another one. */
function Conflict({ refusal, print, force }: { refusal: Refusal; print: string | undefined; force: () => void }) {
  const device = deviceIn(refusal);
  if (device === undefined) return <Problem refusal={refusal} />;
  const isSame = device.auth_sets.some(({ fingerprint }) => fingerprint === print);
  return (
    <div class="problem" role="alert">
      <p>{isSame ? t.preauthorize.sameKey : t.preauthorize.otherKey}</p>
      {!isSame && device.auth_sets.map(({ id, fingerprint }) => <Print key={id} hex={fingerprint} whole />)}
      <div class="actions">
        <a class="button" href={href('devices', { id: device.id })}>
          {t.preauthorize.open}
        </a>
        {!isSame && (
          <button type="button" onClick={force}>
            {t.preauthorize.force}
          </button>
        )}
      </div>
    </div>
  );
}

function deviceIn({ kind, body }: Refusal): Pick<Device, 'id' | 'auth_sets'> | undefined {
  const { id, auth_sets: sets } = body;
  return kind === 'conflict' && typeof id === 'string' && Array.isArray(sets) ? { id, auth_sets: sets } : undefined;
}
