// One webhook: how its deliveries go, what was sent, and what can be done about it.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { management, read, write } from '../api.ts';
import { useLoad } from '../load.ts';
import { ActButton } from '../parts/act-button.tsx';
import { ask } from '../parts/ask.tsx';
import { Head } from '../parts/head.tsx';
import { Loading } from '../parts/list-table.tsx';
import { Problem } from '../parts/problem.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { Age, Foreign, Moment } from '../parts/text.tsx';
import { Deliveries, ping } from '../parts/webhook-deliveries.tsx';
import { WebhookForm } from '../parts/webhook-form.tsx';
import { go, href } from '../route.ts';
import { plainText } from '../text.ts';
import { toast } from '../toasts.ts';
import { t } from '../words/en.ts';
import { LastResult, Told, WebhookState, type Webhook } from './webhooks.tsx';

export function WebhookPage({ id }: { id: string }) {
  const path = { id };
  const [isChanging, setChanging] = useState(false);
  const [secret, setSecret] = useState('');
  const [turn, setTurn] = useState(0);
  const { data, refusal, reload } = useLoad(id, (signal) =>
    read(() => management.GET('/webhooks/{id}', { params: { path }, signal })),
  );
  const changed = (): void => {
    reload();
    setTurn((before) => before + 1);
  };
  if (refusal?.kind === 'missing') return <Gone />;
  return (
    <main id="main" class="page">
      <Head title={t.webhooks.one} note={data && plainText(hostOf(data.url))}>
        {data && <WebhookState webhook={data} />}
        <span class="spread" />
        {data && <Actions webhook={data} changed={changed} change={() => setChanging(true)} showSecret={setSecret} />}
      </Head>
      {refusal && <Problem refusal={refusal} again={reload} />}
      {data === undefined && refusal === undefined && <Loading />}
      {data && <Facts webhook={data} />}
      {data && <Deliveries id={id} turn={turn} changed={reload} />}
      {data && isChanging && (
        <WebhookForm
          title={t.webhooks.changeTitle}
          go={t.webhooks.changeGo}
          start={data}
          save={async ({ url, events, description }) => {
            await write(() =>
              management.PATCH('/webhooks/{id}', { params: { path }, body: { url, events, description } }),
            );
            setChanging(false);
            toast(t.webhooks.changed);
            reload();
          }}
          close={() => setChanging(false)}
        />
      )}
      {secret !== '' && (
        <ShownOnce
          title={t.webhooks.rotated}
          text={`${t.webhooks.secretText} ${t.webhooks.rotateText}`}
          secret={secret}
          close={() => {
            setSecret('');
            reload();
          }}
        />
      )}
    </main>
  );
}

const Gone = () => (
  <main id="main" class="page">
    <Head title={t.webhooks.one} />
    <p>{t.webhooks.gone}</p>
    <p>
      <a href={href('webhooks')}>{t.webhooks.toAll}</a>
    </p>
  </main>
);

const hostOf = (url: string): string => /^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? url;

interface ActionsParts {
  readonly webhook: Webhook;
  readonly changed: () => void;
  readonly change: () => void;
  readonly showSecret: (secret: string) => void;
}

function Actions({ webhook, changed, change, showSecret }: ActionsParts) {
  const path = { id: webhook.id };
  const host = plainText(hostOf(webhook.url));
  const enable = async (): Promise<void> => {
    const body = { enabled: !webhook.enabled };
    await write(() => management.PATCH('/webhooks/{id}', { params: { path }, body }));
    toast(webhook.enabled ? t.webhooks.isDisabled : t.webhooks.isEnabled);
    changed();
  };
  const rotate = (): void =>
    ask({
      title: t.webhooks.rotateTitle(host),
      text: t.webhooks.rotateText,
      go: t.webhooks.rotateGo,
      isDanger: false,
      run: async () =>
        showSecret(
          (await write(() => management.POST('/webhooks/{id}/secret', { params: { path }, body: {} }))).secret,
        ),
    });
  const remove = (): void =>
    ask({
      title: t.webhooks.removeTitle(host),
      text: t.webhooks.removeText,
      go: t.webhooks.removeGo,
      isDanger: true,
      run: async () => {
        await write(() => management.DELETE('/webhooks/{id}', { params: { path } }));
        toast(t.webhooks.removed);
        go('webhooks');
      },
    });
  return (
    <div class="actions">
      <ActButton
        label={t.webhooks.ping}
        run={async () => {
          await ping(webhook.id);
          changed();
        }}
      />
      <button type="button" onClick={change}>
        {t.webhooks.change}
      </button>
      <ActButton label={webhook.enabled ? t.webhooks.disable : t.webhooks.enable} run={enable} />
      <button type="button" onClick={rotate}>
        {t.webhooks.rotate}
      </button>
      <button type="button" class="danger mild" onClick={remove}>
        {t.webhooks.remove}
      </button>
    </div>
  );
}

const Facts = ({ webhook }: { webhook: Webhook }) => (
  <dl class="facts webhook-facts">
    <Fact name={t.webhooks.url}>
      <Foreign text={webhook.url} most={600} />
    </Fact>
    {webhook.description !== '' && (
      <Fact name={t.webhooks.name}>
        <Foreign text={webhook.description} most={256} />
      </Fact>
    )}
    <Fact name={t.webhooks.told}>
      <Told events={webhook.events} />
    </Fact>
    <Fact name={t.webhooks.last}>
      <LastResult webhook={webhook} />
      {webhook.next_attempt_at !== undefined && (
        <p class="quiet">
          {t.webhooks.nextTry} <Moment at={webhook.next_attempt_at} />
        </p>
      )}
    </Fact>
    <Fact name={t.webhooks.secrets}>
      {webhook.secrets.map(({ created_at: made, ends_at: ends }) => (
        <p key={made}>
          {t.webhooks.secretMade} <Age at={made} ago />
          {ends !== undefined && (
            <span class="quiet">
              {' '}
              {t.webhooks.secretEnds} <Moment at={ends} />
            </span>
          )}
        </p>
      ))}
    </Fact>
  </dl>
);

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
