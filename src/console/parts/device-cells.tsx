// The cells of a device in a list: its name, its other attributes, and its key.
import type { Device } from '../api.ts';
import type { Attribute } from '../identity.ts';
import { hasNewKey, shownKey, waitingOf } from '../keys-of.ts';
import { t } from '../words/en.ts';
import { Foreign, Print } from './text.tsx';

const CHIPS = 4;

export const Chips = ({ attributes }: { attributes: readonly Attribute[] }) => (
  <span class="chips">
    {attributes.slice(0, CHIPS).map(({ name, text }) => (
      <span class="chip" key={name}>
        <Foreign text={name} most={24} />{' '}
        <b>
          <Foreign text={text} most={40} />
        </b>
      </span>
    ))}
  </span>
);

export function KeyCell({ device }: { device: Pick<Device, 'auth_sets' | 'status'> }) {
  const waiting = waitingOf(device).length;
  const key = shownKey(device);
  if (waiting > 1) return <span class="flag">{t.list.several(waiting)}</span>;
  if (hasNewKey(device)) return <span class="flag">{t.list.newKey}</span>;
  return key === undefined ? <span class="quiet">–</span> : <Print hex={key.fingerprint} type={key.key_type} />;
}
