// What was sent to a webhook in the last week, and the ways to send something again.
import { management, read, write } from '../api.ts';
import { count } from '../format.ts';
import type { components } from '../gen/management-v2.gen.d.ts';
import { useLoad } from '../load.ts';
import { plainText } from '../text.ts';
import { toast } from '../toasts.ts';
import { t } from '../words/en.ts';
import { ActButton } from './act-button.tsx';
import { Loading } from './list-table.tsx';
import { Problem } from './problem.tsx';
import { Foreign, Moment } from './text.tsx';

type Delivery = components['schemas']['WebhookDelivery'];

/** Sends a test message, and says what the receiver answered. */
export const ping = async (id: string): Promise<void> =>
  tell(await write(() => management.POST('/webhooks/{id}/ping', { params: { path: { id } } })));

const tell = ({ delivered, status, problem }: Delivery): void =>
  toast(delivered ? t.webhooks.pinged(status ?? 0) : t.webhooks.notPinged(plainText(problem ?? '', 200)), {
    isBad: !delivered,
  });

/** `turn` changes when something was sent. */
export function Deliveries({ id, turn, changed }: { id: string; turn: number; changed: () => void }) {
  const path = { id };
  const { data, refusal, reload } = useLoad(`${id} ${turn}`, (signal) =>
    read(() => management.GET('/webhooks/{id}/deliveries', { params: { path }, signal })),
  );
  const again = async (delivery: string): Promise<void> => {
    const at = { ...path, delivery };
    tell(
      await write(() => management.POST('/webhooks/{id}/deliveries/{delivery}/redeliver', { params: { path: at } })),
    );
    reload();
    changed();
  };
  return (
    <section>
      <h2>
        {t.webhooks.log}{' '}
        <button type="button" class="small" onClick={reload}>
          {t.bulk.lookAgain}
        </button>
      </h2>
      {refusal && <Problem refusal={refusal} again={reload} />}
      {data === undefined && refusal === undefined && <Loading />}
      {data?.length === 0 && <p class="quiet">{t.webhooks.noLog}</p>}
      {data !== undefined && data.length > 0 && <Log deliveries={data} again={again} />}
    </section>
  );
}

const Log = ({ deliveries, again }: { deliveries: readonly Delivery[]; again: (id: string) => Promise<void> }) => (
  <table class="rows deliveries">
    <caption class="unseen">{t.webhooks.log}</caption>
    <thead>
      <tr>
        <th scope="col" class="when">
          {t.audit.when}
        </th>
        <th scope="col">{t.webhooks.message}</th>
        <th scope="col">{t.webhooks.result}</th>
        <th scope="col" class="number">
          {t.webhooks.took}
        </th>
        <th scope="col" class="act">
          <span class="unseen">{t.webhooks.again}</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {deliveries.map(({ id, ts, event, cause, delivered, status, problem, answer, duration_ms: ms }) => (
        <tr key={id}>
          <td class="when">
            <Moment at={ts} />
          </td>
          <th scope="row">
            <code>{event}</code> {cause === 'redelivery' && <span class="quiet">{t.webhooks.wasAgain}</span>}
          </th>
          <td class="wrap">
            <span class={`status ${delivered ? 'good' : 'bad'}`}>{status ?? t.webhooks.noAnswer}</span>{' '}
            {!delivered && <Foreign text={answer || (problem ?? '')} most={200} />}
          </td>
          <td class="number" data-label={t.webhooks.took}>
            {t.webhooks.ms(count(ms))}
          </td>
          <td class="act">
            {cause !== 'ping' && <ActButton label={t.webhooks.again} run={() => again(id)} isSmall />}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
