// A device that is in no list: what the service knows about its identity or its key, and what would happen if it asked now.
import { useState } from 'preact/hooks';
import { management, read } from '../api.ts';
import type { components } from '../gen/management-v2.gen.d.ts';
import { readForm, startForm } from '../identity-form.ts';
import { asRefusal } from '../load.ts';
import { Head } from '../parts/head.tsx';
import { IdentityFields } from '../parts/identity-fields.tsx';
import { KeyField } from '../parts/key-field.tsx';
import { Problem } from '../parts/problem.tsx';
import { Foreign } from '../parts/text.tsx';
import type { Refusal } from '../refusal.ts';
import { href, route } from '../route.ts';
import { differenceAt, grouped } from '../text.ts';
import { t } from '../words/en.ts';

type Found = components['schemas']['IdentityDiagnosis'];
type Asked = components['schemas']['DiagnosedIdentity'];
interface Answer {
  readonly found: Found;
  readonly asked: Asked;
}

export function Missing() {
  const [form, setForm] = useState(() => startForm(route.value.query));
  const [pem, setPem] = useState('');
  const [answer, setAnswer] = useState<Answer>();
  const [refusal, setRefusal] = useState<Refusal>();
  const identity = readForm(form);
  const key = pem.trim();
  const isReady = identity !== undefined || key !== '';
  const look = async (): Promise<void> => {
    const asked = { ...(identity && { identity_data: identity }), ...(key !== '' && { pubkey: `${key}\n` }) };
    setAnswer(undefined);
    setRefusal(undefined);
    try {
      const found = await read(() => management.POST('/devices/diagnosis', { body: asked }));
      setAnswer({ found, asked });
    } catch (error) {
      setRefusal(asRefusal(error));
    }
  };
  return (
    <main id="main" class="page narrow">
      <Head title={t.missing.title} />
      <p class="quiet lead">{t.missing.lead}</p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void look();
        }}
      >
        <IdentityFields form={form} set={setForm} />
        <KeyField label={t.missing.key} value={pem} onInput={setPem} />
        <div class="actions">
          <button type="submit" class="main" disabled={!isReady}>
            {t.missing.go}
          </button>
        </div>
      </form>
      {refusal && <Problem refusal={refusal} again={() => void look()} />}
      {answer && <Explained {...answer} />}
    </main>
  );
}

function Explained({ found, asked }: Answer) {
  return (
    <section class="card explained" aria-label={t.missing.answer} role="status">
      <p>
        <span class={`status ${TONES[found.match]}`}>{t.missing.matches[found.match]}</span>
      </p>
      <p>
        <Foreign text={found.says} most={600} />
      </p>
      {found.differences.length > 0 && <Differences found={found} />}
      <p class="quiet">{t.missing.would[found.would]}</p>
      <Next found={found} asked={asked} />
    </section>
  );
}

const TONES: Readonly<Record<Found['match'], string>> = {
  exact: 'good',
  identity: 'waits',
  key: 'waits',
  near: 'waits',
  none: 'plain',
};

const MOST = 20;

const Differences = ({ found }: { found: Found }) => (
  <table class="differences">
    <caption>{t.missing.differences(found.differences.length)}</caption>
    <thead>
      <tr>
        <th scope="col">{t.missing.attribute}</th>
        <th scope="col">{t.missing.known}</th>
        <th scope="col">{t.missing.given}</th>
      </tr>
    </thead>
    <tbody>
      {found.differences.slice(0, MOST).map(({ name, expected, got }) => (
        <tr key={name}>
          <th scope="row">{name === 'pubkey' ? t.list.key : <Foreign text={name} most={40} />}</th>
          <td data-label={t.missing.known}>
            <Differing text={shown(name, expected)} other={shown(name, got)} />
          </td>
          <td data-label={t.missing.given}>
            <Differing text={shown(name, got)} other={shown(name, expected)} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const shown = (name: string, value: string | undefined): string | undefined =>
  name === 'pubkey' && value !== undefined && /^[0-9a-f]{64}$/.test(value) ? grouped(value) : value;

/** The text with its first difference marked. */
function Differing({ text, other }: { text: string | undefined; other: string | undefined }) {
  if (text === undefined) return <span class="quiet">{t.missing.absent}</span>;
  const { same, differs, rest } = differenceAt(text, other ?? '');
  return (
    <code>
      <Foreign text={same} most={200} />
      {differs !== '' && (
        <mark>
          <Foreign text={differs} />
        </mark>
      )}
      <Foreign text={rest} most={200} />
    </code>
  );
}

function Next({ found: { device, next }, asked }: { found: Found; asked: Asked }) {
  const identity = Object.entries(asked.identity_data ?? {});
  const isText = identity.every(([, value]) => typeof value === 'string');
  const query = Object.fromEntries(identity.map(([name, value]) => [name, String(value)]));
  return (
    <p class="actions">
      {device !== undefined && (
        <a class="button" href={href('devices', { id: device })}>
          {t.missing.open}
        </a>
      )}
      {next === 'preauthorize_key' && isText && identity.length > 0 && (
        <a class="button" href={href('preauthorize', { query })}>
          {t.missing.preauthorize}
        </a>
      )}
      {next === 'free_room' && (
        <a class="button" href={href('devices', { query: { q: 'status:accepted' } })}>
          {t.refusal.toAccepted}
        </a>
      )}
    </p>
  );
}
