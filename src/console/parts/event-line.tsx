// One event in the history of a device, with the words for its type.
import type { Event } from '../api.ts';
import { session } from '../session.ts';
import { shortPrint } from '../text.ts';
import { t } from '../words/en.ts';
import { Age, Foreign } from './text.tsx';

export function EventLine({ event }: { event: Event }) {
  return (
    <li>
      <span class="when">
        <Age at={event.ts} ago />
      </span>
      <span class="what">
        {whatOf(event)}
        {event.fingerprint !== undefined && <code> {shortPrint(event.fingerprint)}</code>}
        {event.reason !== undefined && (
          <>
            {' '}
            “<Foreign text={event.reason} />”
          </>
        )}
      </span>
      <span class="who">
        <Actor actor={event.actor} />
      </span>
    </li>
  );
}

/** `accepted` for a decision, otherwise the event in words. */
export function whatOf(event: Event): string {
  const text = t.events[event.type];
  const { from, to } = event;
  if (event.type === 'limit.changed')
    return `${text}: ${t.change(String(event.previous_limit ?? '–'), String(event.limit ?? '–'))}`;
  if (to === undefined) return from === undefined ? text : `${text}: ${statusIn(from)}`;
  return `${text}: ${from === undefined ? statusIn(to) : t.change(statusIn(from), statusIn(to))}`;
}

const statusIn = (name: string): string => (isStatus(name) ? t.statuses[name] : name);
const isStatus = (name: string): name is keyof typeof t.statuses => Object.hasOwn(t.statuses, name);

export function Actor({ actor }: { actor: string }) {
  const print = /^key:([0-9a-f]{64})$/.exec(actor)?.[1];
  if (print !== undefined) return <>{t.audit.byDevice(shortPrint(print))}</>;
  const isMe = actor === `user:${session.value.subject}`;
  return (
    <>
      <Foreign text={actor} most={60} />
      {isMe && <span class="quiet"> ({t.audit.you})</span>}
    </>
  );
}
