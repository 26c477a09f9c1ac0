// Webhooks of the tenant: which addresses are told what, and how the last delivery went.
import { useState } from 'preact/hooks';
import { management, read, write } from '../api.ts';
import type { components } from '../gen/management-v2.gen.d.ts';
import { useLoad } from '../load.ts';
import { Head } from '../parts/head.tsx';
import { Loading } from '../parts/list-table.tsx';
import { Problem } from '../parts/problem.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { Age, Foreign } from '../parts/text.tsx';
import { WebhookForm } from '../parts/webhook-form.tsx';
import { href } from '../route.ts';
import { t } from '../words/en.ts';

export type Webhook = components['schemas']['Webhook'];

export function Webhooks() {
  const [isAdding, setAdding] = useState(false);
  const { data, refusal, reload } = useLoad('webhooks', (signal) =>
    read(() => management.GET('/webhooks', { signal })),
  );
  const close = (): void => {
    setAdding(false);
    reload();
  };
  return (
    <main id="main" class="page">
      <Head title={t.webhooks.title}>
        <span class="spread" />
        <button type="button" class="main" onClick={() => setAdding(true)}>
          {t.webhooks.add}
        </button>
      </Head>
      <p class="quiet lead">{t.webhooks.lead}</p>
      {refusal && <Problem refusal={refusal} again={reload} />}
      {data === undefined && refusal === undefined && <Loading />}
      {data?.length === 0 && <p class="empty">{t.webhooks.empty}</p>}
      {data !== undefined && data.length > 0 && <Table webhooks={data} />}
      {isAdding && <Add close={close} />}
    </main>
  );
}

function Add({ close }: { close: () => void }) {
  const [secret, setSecret] = useState('');
  if (secret !== '')
    return <ShownOnce title={t.webhooks.added} text={t.webhooks.secretText} secret={secret} close={close} />;
  return (
    <WebhookForm
      title={t.webhooks.addTitle}
      go={t.webhooks.addGo}
      start={{ url: '', events: [], description: '' }}
      save={async (draft) => setSecret((await write(() => management.POST('/webhooks', { body: draft }))).secret)}
      close={close}
    />
  );
}

const Table = ({ webhooks }: { webhooks: readonly Webhook[] }) => (
  <table class="rows webhooks">
    <caption class="unseen">{t.webhooks.title}</caption>
    <thead>
      <tr>
        <th scope="col">{t.webhooks.url}</th>
        <th scope="col" class="state">
          {t.list.status}
        </th>
        <th scope="col">{t.webhooks.last}</th>
        <th scope="col">{t.webhooks.told}</th>
      </tr>
    </thead>
    <tbody>
      {webhooks.map((webhook) => (
        <tr key={webhook.id}>
          <th scope="row" class="wrap">
            <a href={href('webhooks', { id: webhook.id })}>
              <Foreign text={webhook.url} most={80} />
            </a>
            {webhook.description !== '' && (
              <p class="quiet">
                <Foreign text={webhook.description} most={60} />
              </p>
            )}
          </th>
          <td class="state">
            <WebhookState webhook={webhook} />
          </td>
          <td class="wrap" data-label={t.webhooks.last}>
            <LastResult webhook={webhook} />
          </td>
          <td class="scopes" data-label={t.webhooks.told}>
            <Told events={webhook.events} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

export function WebhookState({ webhook: { enabled, failures } }: { webhook: Webhook }) {
  const [tone, text] = !enabled
    ? ['plain', t.webhooks.disabled]
    : failures > 0
      ? ['bad', t.webhooks.failing]
      : ['good', t.webhooks.enabled];
  return <span class={`status ${tone}`}>{text}</span>;
}

export function LastResult({ webhook }: { webhook: Webhook }) {
  const { enabled, disabled_because: because, failing_since: since, problem, delivered_at: delivered } = webhook;
  return (
    <>
      {because !== undefined && <p class="warning">{t.webhooks.because[because]}</p>}
      {since !== undefined ? (
        <p>
          {enabled ? t.webhooks.failingFor : t.webhooks.failedFirst} <Age at={since} ago={!enabled} />
          {problem !== undefined && (
            <>
              : <Foreign text={problem} most={200} />
            </>
          )}
        </p>
      ) : delivered === undefined ? (
        <span class="quiet">{t.webhooks.nothingYet}</span>
      ) : (
        <p>
          {t.webhooks.delivered} <Age at={delivered} ago />
        </p>
      )}
    </>
  );
}

export const Told = ({ events }: { events: Webhook['events'] }) =>
  events.length === 0 ? (
    <span class="quiet">{t.webhooks.everything}</span>
  ) : (
    <>
      {events.map((type) => (
        <span class="chip" key={type}>
          {type}
        </span>
      ))}
    </>
  );
