// The further parts of a device page: its tokens and its history, and the comparison with a label.
import { useState } from 'preact/hooks';
import { management, read, type Device, type Event } from '../api.ts';
import { revokeAll, revokeOne, type Changed } from '../device-actions.ts';
import { useLoad } from '../load.ts';
import { compareKey, type Compared } from '../compare.ts';
import { href } from '../route.ts';
import { t } from '../words/en.ts';
import { EventLine } from './event-line.tsx';
import { Problem } from './problem.tsx';
import { Moment } from './text.tsx';

export function Tokens({ device, turn, changed }: { device: Device; turn: number; changed: Changed }) {
  const path = { id: device.id };
  const { data, refusal, reload } = useLoad(`${device.id} ${device.updated_ts} ${turn}`, (signal) =>
    read(() => management.GET('/devices/{id}/tokens', { params: { path }, signal })),
  );
  const again: Changed = (isGone) => {
    reload();
    changed(isGone);
  };
  const live = [...(data ?? [])].reverse();
  return (
    <section>
      <h3>
        {t.device.tokens(live.length)}
        {live.length > 0 && (
          <button type="button" class="small" onClick={() => revokeAll(device, again)}>
            {t.device.revokeAll}
          </button>
        )}
      </h3>
      {refusal && <Problem refusal={refusal} again={reload} />}
      {data?.length === 0 && <p class="quiet">{t.device.noTokens}</p>}
      <ul class="tokens">
        {live.slice(0, 20).map(({ jti, expires_ts }) => (
          <li key={jti}>
            <code>{jti.slice(0, 8)}…</code>
            <span class="quiet">
              {t.device.until} <Moment at={expires_ts} />
            </span>
            <button type="button" class="small" onClick={() => void revokeOne(jti, again)}>
              {t.device.revoke}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const SHOWN = 20;

export function History({ device, turn }: { device: Device; turn: number }) {
  const { data, refusal, reload } = useLoad<readonly Event[]>(`${device.id} ${device.updated_ts} ${turn}`, (signal) =>
    read(() => management.GET('/events', { params: { query: { device: device.id, per_page: SHOWN } }, signal })),
  );
  return (
    <section>
      <h3>{t.device.history}</h3>
      {refusal && <Problem refusal={refusal} again={reload} />}
      {data?.length === 0 && <p class="quiet">{t.device.noHistory}</p>}
      <ol class="history">
        {data?.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </ol>
      <p>
        <a href={href('audit', { query: { device: device.id } })}>{t.device.allHistory}</a>
      </p>
    </section>
  );
}

/** Shows whether a fingerprint or a PEM is one of the device's keys. */
export function Compare({ device }: { device: Device }) {
  const [found, setFound] = useState<Compared>();
  return (
    <label class="typed compare">
      <span>{t.device.compare}</span>
      <textarea
        rows={2}
        spellcheck={false}
        placeholder={t.device.compareHint}
        onInput={({ currentTarget: { value } }) => {
          if (value.trim() === '') setFound(undefined);
          else void compareKey(value, device.auth_sets).then(setFound);
        }}
      />
      <span role="status">
        {found !== undefined && <b class={found.kind === 'same' ? 'good-text' : 'bad-text'}>{sayCompared(found)}</b>}
      </span>
    </label>
  );
}

function sayCompared(found: Compared): string {
  if (found.kind === 'unreadable') return t.device.unreadable;
  return found.kind === 'other' ? t.device.other : t.device.sameAs(t.statuses[found.status]);
}
