// API keys of the tenant: created, shown once, revoked. Only users manage them.
import { useState } from 'preact/hooks';
import { management, read, write, type ApiKey } from '../api.ts';
import { age } from '../format.ts';
import { asRefusal, useLoad } from '../load.ts';
import { ask } from '../parts/ask.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Head } from '../parts/head.tsx';
import { Loading } from '../parts/list-table.tsx';
import { Problem } from '../parts/problem.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { Age, Foreign } from '../parts/text.tsx';
import { TextField } from '../parts/text-field.tsx';
import type { Refusal } from '../refusal.ts';
import { plainText } from '../text.ts';
import { toast } from '../toasts.ts';
import { t } from '../words/en.ts';

const MOST = 500;
/** The number of characters of a prefix that the list shows. */
const SHOWN = 16;
const SOON_MS = 14 * 86_400_000;

export function ApiKeys() {
  const [isMaking, setMaking] = useState(false);
  const { data, refusal, reload } = useLoad('api-keys', (signal) =>
    read(() => management.GET('/api-keys', { params: { query: { limit: MOST } }, signal })),
  );
  return (
    <main id="main" class="page">
      <Head title={t.apiKeys.title}>
        <span class="spread" />
        <button type="button" class="main" onClick={() => setMaking(true)}>
          {t.apiKeys.make}
        </button>
      </Head>
      <p class="quiet lead">{t.apiKeys.lead}</p>
      {refusal && <Problem refusal={refusal} again={reload} />}
      {data === undefined && refusal === undefined && <Loading />}
      {data?.length === 0 && <p class="empty">{t.apiKeys.empty}</p>}
      {data !== undefined && data.length > 0 && <KeyTable keys={data} reload={reload} />}
      {isMaking && (
        <MakeDialog
          close={() => {
            setMaking(false);
            reload();
          }}
        />
      )}
    </main>
  );
}

const KeyTable = ({ keys, reload }: { keys: readonly ApiKey[]; reload: () => void }) => (
  <table class="rows api-keys">
    <caption class="unseen">{t.apiKeys.caption}</caption>
    <thead>
      <tr>
        <th scope="col" class="name">
          {t.apiKeys.description}
        </th>
        <th scope="col" class="prefix">
          {t.apiKeys.prefix}
        </th>
        <th scope="col">{t.apiKeys.scopes}</th>
        <th scope="col" class="age">
          {t.apiKeys.made}
        </th>
        <th scope="col" class="age">
          {t.apiKeys.used}
        </th>
        <th scope="col" class="age">
          {t.apiKeys.expires}
        </th>
        <th scope="col" class="act">
          <span class="unseen">{t.apiKeys.revoke}</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {keys.map((key) => (
        <tr key={key.id}>
          <th scope="row" class="wrap">
            <Foreign text={key.description || '–'} most={256} />
          </th>
          <td>
            <code>{key.prefix.slice(0, SHOWN)}…</code>
          </td>
          <td class="scopes">
            {key.scopes.map((scope) => (
              <span class="chip" key={scope}>
                {scope}
              </span>
            ))}
          </td>
          <td data-label={t.apiKeys.made}>
            <Age at={key.created_at} ago />
          </td>
          <td data-label={t.apiKeys.used}>
            <Age at={key.last_used_at} ago={key.last_used_at !== undefined} />
          </td>
          <td data-label={t.apiKeys.expires}>
            <Expiry at={key.expires_at} />
          </td>
          <td class="act">
            <button type="button" class="small danger mild" onClick={() => revoke(key, reload)}>
              {t.apiKeys.revoke}
            </button>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

function Expiry({ at }: { at: string | undefined }) {
  if (at === undefined) return <span class="quiet">{t.apiKeys.noExpiry}</span>;
  const left = Date.parse(at) - Date.now();
  if (left <= 0) return <span class="flag">{t.apiKeys.expired}</span>;
  return <span class={left < SOON_MS ? 'flag' : ''}>{t.apiKeys.soon(age(at))}</span>;
}

function revoke(key: ApiKey, reload: () => void): void {
  ask({
    title: t.apiKeys.revokeTitle(plainText(key.description || key.prefix)),
    text: t.apiKeys.revokeText,
    go: t.apiKeys.revokeGo,
    isDanger: true,
    typed: key.prefix.slice(8, SHOWN), // the beginning is alike in keys that were made together
    run: async () => {
      await write(() => management.DELETE('/api-keys/{id}', { params: { path: { id: key.id } } }));
      toast(t.apiKeys.revoked);
      reload();
    },
  });
}

type Scope = ApiKey['scopes'][number];

function MakeDialog({ close }: { close: () => void }) {
  const [made, setMade] = useState('');
  return made === '' ? (
    <NewKey close={close} made={setMade} />
  ) : (
    <ShownOnce title={t.apiKeys.madeTitle} text={t.apiKeys.madeText} secret={made} close={close} />
  );
}

function NewKey({ close, made }: { close: () => void; made: (key: string) => void }) {
  const [scopes, setScopes] = useState<readonly Scope[]>(['devices:read']);
  const [description, setDescription] = useState('');
  const [until, setUntil] = useState('');
  const [refusal, setRefusal] = useState<Refusal>();
  const make = async (): Promise<void> => {
    try {
      const expires = until === '' ? {} : { expires_at: new Date(`${until}T23:59:59`).toISOString() };
      const body = { scopes: [...scopes], description, ...expires };
      made((await write(() => management.POST('/api-keys', { body }))).key);
    } catch (error) {
      setRefusal(asRefusal(error));
    }
  };
  const toggle = (scope: Scope): void =>
    setScopes(scopes.includes(scope) ? scopes.filter((other) => other !== scope) : [...scopes, scope]);
  return (
    <Dialog title={t.apiKeys.makeTitle} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (scopes.length > 0) void make();
        }}
      >
        <TextField
          label={t.apiKeys.name}
          hint={t.apiKeys.nameHint}
          value={description}
          onInput={setDescription}
          maxLength={256}
          isFirst
        />
        <Scopes chosen={scopes} toggle={toggle} />
        {scopes.length === 0 && <p class="warning">{t.apiKeys.noScope}</p>}
        <label class="typed">
          <span>
            {t.apiKeys.until} <span class="quiet">{t.apiKeys.untilHint}</span>
          </span>
          <input type="date" value={until} onInput={({ currentTarget }) => setUntil(currentTarget.value)} />
        </label>
        {refusal && <Problem refusal={refusal} retry={() => void make()} />}
        <div class="actions end">
          <button type="button" onClick={close}>
            {t.cancel}
          </button>
          <button type="submit" class="main" disabled={scopes.length === 0}>
            {t.apiKeys.makeGo}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const SCOPES = Object.entries(t.apiKeys.scopeTexts) as [Scope, string][];
const [FLEET, TENANT_DEVICES] = t.apiKeys.scopeGroups;
const GROUPS = [
  { title: FLEET, scopes: SCOPES.filter(([scope]) => !scope.startsWith('Device.')) },
  { title: TENANT_DEVICES, scopes: SCOPES.filter(([scope]) => scope.startsWith('Device.')) },
];

/** Every scope of the API, each with what it allows. */
const Scopes = ({ chosen, toggle }: { chosen: readonly Scope[]; toggle: (scope: Scope) => void }) => (
  <div class="scope-groups">
    {GROUPS.map(({ title, scopes }) => (
      <fieldset key={title}>
        <legend>{title}</legend>
        {scopes.map(([scope, text]) => (
          <label key={scope}>
            <input type="checkbox" checked={chosen.includes(scope)} onChange={() => toggle(scope)} />
            <span>
              <code>{scope}</code> <span class="quiet">{text}</span>
            </span>
          </label>
        ))}
      </fieldset>
    ))}
  </div>
);
