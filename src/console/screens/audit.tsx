// Events with their actors, the newest first.
import { useEffect, useState } from 'preact/hooks';
import { management, nextOf, openStream, readAnswer, type Event } from '../api.ts';
import { nameOf } from '../identity.ts';
import { asRefusal } from '../load.ts';
import { Head } from '../parts/head.tsx';
import { Actor, whatOf } from '../parts/event-line.tsx';
import { Loading } from '../parts/list-table.tsx';
import { MoreButton } from '../parts/more-button.tsx';
import { Problem } from '../parts/problem.tsx';
import { saveBlob } from '../parts/save.ts';
import { Foreign, Moment } from '../parts/text.tsx';
import { prefs } from '../prefs.ts';
import type { Refusal } from '../refusal.ts';
import { href, route, setQuery } from '../route.ts';
import { shortPrint } from '../text.ts';
import { toast } from '../toasts.ts';
import { t } from '../words/en.ts';

const PER_PAGE = 100;
const FILTERS = ['device', 'type', 'actor', 'after', 'before'] as const;
type FilterName = (typeof FILTERS)[number];

export function Audit() {
  const { query } = route.value;
  const [events, setEvents] = useState<readonly Event[]>();
  const [next, setNext] = useState<string>();
  const [refusal, setRefusal] = useState<Refusal>();
  const key = FILTERS.map((name) => query[name] ?? '').join('\n');
  const load = async (cursor?: string): Promise<void> => {
    try {
      const asked = { ...apiQuery(query), per_page: PER_PAGE, ...(cursor !== undefined && { cursor }) };
      const { data, response } = await readAnswer(() => management.GET('/events', { params: { query: asked } }));
      setEvents((before) => (cursor === undefined ? data : [...(before ?? []), ...data]));
      setNext(nextOf(response));
      setRefusal(undefined);
    } catch (error) {
      setRefusal(asRefusal(error));
    }
  };
  useEffect(() => void load(), [key]);
  return (
    <main id="main">
      <Head title={t.audit.title}>
        <span class="spread" />
        <button type="button" onClick={() => void exportEvents(query)}>
          {t.audit.export}
        </button>
      </Head>
      <AuditFilters key={key} />
      {refusal && <Problem refusal={refusal} again={() => void load()} />}
      {events === undefined && refusal === undefined && <Loading />}
      {events?.length === 0 && <div class="empty">{t.audit.empty}</div>}
      {events !== undefined && events.length > 0 && <EventTable events={events} />}
      {next !== undefined && <MoreButton label={t.audit.older} load={() => load(next)} />}
      <p class="foot quiet">{t.audit.kept}</p>
    </main>
  );
}

const apiQuery = (query: Readonly<Record<string, string>>): Partial<Record<FilterName, never>> =>
  Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = query[name] ?? '';
      const time = name === 'after' || name === 'before' ? timeOf(value) : value;
      return time === '' ? [] : [[name, time]];
    }),
  );

/** A field of the browser has a local time without a zone. */
function timeOf(value: string): string {
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

function AuditFilters() {
  const { query } = route.value;
  const set = (name: FilterName) => (value: string) => setQuery({ ...query, [name]: value.trim() });
  const text = (name: FilterName, label: string, placeholder = '') => (
    <label>
      {label}
      <input
        type="search"
        value={query[name] ?? ''}
        placeholder={placeholder}
        spellcheck={false}
        autocomplete="off"
        onChange={({ currentTarget }) => set(name)(currentTarget.value)}
      />
    </label>
  );
  const time = (name: FilterName, label: string) => (
    <label>
      {label}
      <input
        type="datetime-local"
        value={query[name] ?? ''}
        onChange={({ currentTarget }) => set(name)(currentTarget.value)}
      />
    </label>
  );
  return (
    <div class="filters" role="group" aria-label={t.devices.filters}>
      <label>
        {t.audit.type}
        <select value={query['type'] ?? ''} onChange={({ currentTarget }) => set('type')(currentTarget.value)}>
          <option value="">{t.audit.anyType}</option>
          {Object.entries(t.events).map(([type, text]) => (
            <option key={type} value={type}>
              {text}
            </option>
          ))}
        </select>
      </label>
      {text('actor', t.audit.actor, t.audit.actorHint)}
      {text('device', t.audit.deviceId)}
      {time('after', t.audit.after)}
      {time('before', t.audit.before)}
      {FILTERS.some((name) => query[name]) && (
        <button type="button" onClick={() => setQuery({})}>
          {t.audit.clear}
        </button>
      )}
    </div>
  );
}

const EventTable = ({ events }: { events: readonly Event[] }) => (
  <table class="rows audit">
    <caption class="unseen">{t.audit.caption}</caption>
    <thead>
      <tr>
        <th scope="col" class="when">
          {t.audit.when}
        </th>
        <th scope="col">{t.audit.what}</th>
        <th scope="col" class="device">
          {t.audit.device}
        </th>
        <th scope="col" class="who-col">
          {t.audit.who}
        </th>
        <th scope="col" class="reason">
          {t.audit.reason}
        </th>
        <th scope="col" class="request">
          {t.audit.request}
        </th>
      </tr>
    </thead>
    <tbody>
      {events.map((event) => (
        <tr key={event.id}>
          <td class="when">
            <Moment at={event.ts} />
          </td>
          <th scope="row">
            {whatOf(event)} {event.fingerprint !== undefined && <code>{shortPrint(event.fingerprint)}</code>}
          </th>
          <td class="device">
            {event.device !== undefined && (
              <a href={href('devices', { id: event.device })}>
                <Foreign text={nameIn(event)} most={40} />
              </a>
            )}
          </td>
          <td class="who-col">
            <Actor actor={event.actor} />
          </td>
          <td class="reason" data-label={event.reason && t.audit.reason}>
            {event.reason !== undefined && <Foreign text={event.reason} />}
          </td>
          <td class="request" data-label={t.audit.request}>
            <code title={event.request_id}>
              <Foreign text={shortRequest(event.request_id)} />
            </code>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** The end of an id. Names, such as that of a reader, are short. */
const shortRequest = (id: string): string => (id.length > 16 ? id.slice(-8) : id);

/** The name of the device, if the event has its identity. */
function nameIn({ identity, device = '' }: Event): string {
  try {
    const parsed: unknown = JSON.parse(identity ?? '');
    return typeof parsed === 'object' && parsed !== null ? nameOf({ ...parsed }, prefs.value.first) || device : device;
  } catch {
    return device;
  }
}

async function exportEvents(query: Readonly<Record<string, string>>): Promise<void> {
  try {
    const search = new URLSearchParams(apiQuery(query)).toString();
    const response = await openStream(`/events/export?${search}`, { headers: { Accept: 'text/csv' } });
    saveBlob('audit.csv', await response.blob());
  } catch (error) {
    toast(t.refusal.short(asRefusal(error)), { isBad: true });
  }
}
