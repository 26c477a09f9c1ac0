// Texts of devices, fingerprints and times, in the same form everywhere on the page.
import { age, moment } from '../format.ts';
import { grouped, shortPrint, shownText } from '../text.ts';
import { t } from '../words/en.ts';

/** A text that a device chose: only text nodes, isolated from the direction of the page, with visible characters only. */
export function Foreign({ text, most = 120 }: { text: string; most?: number }) {
  const { parts, isCut } = shownText(text, most);
  return (
    <bdi class="foreign">
      {parts.map((part) => (part.isHidden ? <span class="hidden-character">{part.text}</span> : part.text))}
      {isCut ? '…' : ''}
    </bdi>
  );
}

export function Print({
  hex,
  type = '',
  whole = false,
}: {
  hex: string | undefined;
  type?: string | undefined;
  whole?: boolean;
}) {
  if (hex === undefined) return <span class="quiet">{type}</span>;
  return (
    <span class="print">
      <code>{whole ? grouped(hex) : shortPrint(hex)}</code>
      {type !== '' && <span class="key-type">{type}</span>}
    </span>
  );
}

/** `9 min`; the title has the whole time. */
export function Age({ at, ago = false }: { at: string | undefined; ago?: boolean }) {
  if (at === undefined) return <span class="quiet">{t.never}</span>;
  const text = age(at);
  return (
    <time datetime={at} title={moment(at)}>
      {ago ? t.ago(text) : text}
    </time>
  );
}

export const Moment = ({ at }: { at: string }) => (
  <time datetime={at} title={at}>
    {moment(at)}
  </time>
);

type StatusName = keyof typeof t.statuses;

/** The status as a word on its colour. */
export function Status({ name }: { name: StatusName }) {
  return <span class={`status ${TONES[name]}`}>{t.statuses[name]}</span>;
}

const TONES: Readonly<Record<StatusName, string>> = {
  accepted: 'good',
  pending: 'waits',
  preauthorized: 'plain',
  noauth: 'plain',
  rejected: 'bad',
  decommissioning: 'bad',
};
