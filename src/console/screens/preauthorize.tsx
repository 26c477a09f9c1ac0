// Preauthorizes devices: one by hand, or a list.
import { useState } from 'preact/hooks';
import { management, write, type Device } from '../api.ts';
import { readForm, startForm } from '../identity-form.ts';
import { asRefusal } from '../load.ts';
import { Head } from '../parts/head.tsx';
import { IdentityFields } from '../parts/identity-fields.tsx';
import { KeyField } from '../parts/key-field.tsx';
import { PreauthorizeList } from '../parts/preauthorize-list.tsx';
import { Problem } from '../parts/problem.tsx';
import { Print } from '../parts/text.tsx';
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

function One() {
  const [form, setForm] = useState(() => startForm(route.value.query));
  const [pem, setPem] = useState('');
  const [print, setPrint] = useState<string>();
  const [refusal, setRefusal] = useState<Refusal>();
  const identity = readForm(form);
  const isReady = identity !== undefined && pem.trim() !== '';
  const run = async (force: boolean): Promise<void> => {
    setRefusal(undefined);
    try {
      await write(() =>
        management.POST('/devices', { body: { identity_data: { ...identity }, pubkey: `${pem.trim()}\n`, force } }),
      );
      toast(t.preauthorize.done);
      setForm(startForm());
      setPem('');
    } catch (error) {
      setRefusal(asRefusal(error));
    }
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void run(false);
      }}
    >
      <IdentityFields form={form} set={setForm} />
      <KeyField label={t.preauthorize.key} value={pem} onInput={setPem} onPrint={setPrint} />
      <p class="quiet">{t.preauthorize.hint}</p>
      {refusal && (
        <Conflict refusal={refusal} print={print} force={() => void run(true)} retry={() => void run(false)} />
      )}
      <div class="actions">
        <button type="submit" class="main" disabled={!isReady}>
          {t.preauthorize.go}
        </button>
      </div>
    </form>
  );
}

interface ConflictParts {
  readonly refusal: Refusal;
  readonly print: string | undefined;
  readonly force: () => void;
  readonly retry: () => void;
}

/** The identity is known, with this key or with another one. */
function Conflict({ refusal, print, force, retry }: ConflictParts) {
  const device = deviceIn(refusal);
  if (device === undefined) return <Problem refusal={refusal} retry={retry} />;
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
