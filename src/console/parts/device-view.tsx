// A device with its keys, tokens and history: in the panel beside a list, and on a page of its own.
import type { AuthSet, Device } from '../api.ts';
import { decideKey, decommission, dismissKey, type Changed } from '../device-actions.ts';
import { waitingOf } from '../keys-of.ts';
import { attributesOf } from '../identity.ts';
import { prefs } from '../prefs.ts';
import { offlineSince } from '../session.ts';
import { useState } from 'preact/hooks';
import { t } from '../words/en.ts';
import { CopyButton } from './copy.tsx';
import { Age, Foreign, Print, Status } from './text.tsx';

export interface DeviceParts {
  readonly device: Device;
  readonly changed: Changed;
}

/** `most` is the number of characters of each value that are shown. */
export function Identity({ device, most = 900 }: { device: Device; most?: number }) {
  const attributes = attributesOf(device.identity_data, prefs.value.first);
  return (
    <dl class="facts">
      {attributes.map(({ name, text }) => (
        <div key={name}>
          <dt>
            <Foreign text={name} most={40} />
          </dt>
          <dd>
            <Foreign text={text} most={most} />
          </dd>
        </div>
      ))}
      <div>
        <dt>{t.device.id}</dt>
        <dd>
          <code>{device.id}</code>
        </dd>
      </div>
      <div>
        <dt>{t.device.firstHeard}</dt>
        <dd>
          <Age at={device.created_ts} ago />
        </dd>
      </div>
      <div>
        <dt>{t.device.lastToken}</dt>
        <dd>
          <Age at={device.check_in_time} ago={device.check_in_time !== undefined} />
        </dd>
      </div>
    </dl>
  );
}

export function Keys({ device, changed }: DeviceParts) {
  return (
    <section class="keys">
      <h3>{t.device.keys}</h3>
      {device.decommissioning && <p class="warning">{t.device.isEnding}</p>}
      {device.auth_sets.length === 0 && <p class="quiet">{t.device.noKeys}</p>}
      {[...device.auth_sets].sort(byStrength).map((set) => (
        <KeyCard key={set.id} device={device} set={set} changed={changed} />
      ))}
    </section>
  );
}

const STRENGTH = ['pending', 'accepted', 'preauthorized', 'rejected'];
const byStrength = (a: AuthSet, b: AuthSet): number => STRENGTH.indexOf(a.status) - STRENGTH.indexOf(b.status);

function KeyCard({ device, set, changed }: DeviceParts & { set: AuthSet }) {
  const [isOpen, setOpen] = useState(false);
  const other = device.auth_sets.find(({ id, status }) => id !== set.id && status === 'accepted');
  const isNew = set.status === 'pending' && other !== undefined;
  return (
    <article class="card key-card" data-set={set.id}>
      <p class="key-head">
        <Status name={set.status} /> <span class="quiet">{set.key_type ?? ''}</span> <span class="quiet">·</span>{' '}
        <span class="quiet">
          <Age at={set.ts} ago />
        </span>
        {isNew && <strong class="flag">{t.device.newKey}</strong>}
        {set.leaving_ts !== undefined && <span class="flag">{t.list.leaving}</span>}
      </p>
      <Print hex={set.fingerprint} whole />
      {isNew && <p class="quiet">{t.device.differs}</p>}
      {isOpen && <pre class="pem">{set.pubkey}</pre>}
      <KeyActions device={device} set={set} changed={changed} isNew={isNew} />
      <p class="actions minor">
        <CopyButton text={set.fingerprint} label={t.device.copyPrint} />
        <button type="button" class="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t.device.hidePem : t.device.pem}
        </button>
      </p>
    </article>
  );
}

function KeyActions({ device, set, changed, isNew }: DeviceParts & { set: AuthSet; isNew: boolean }) {
  const hasKeys = !isNew && waitingOf(device).length === 1; // `a` and `r` decide the one that waits
  const isOff = device.decommissioning || offlineSince.value !== undefined;
  const button = (label: string, run: () => void, { kind = '', key = '' } = {}) => (
    <button type="button" class={kind} disabled={isOff} onClick={run}>
      {label}
      {key !== '' && <kbd aria-hidden="true">{key}</kbd>}
    </button>
  );
  const decide = (to: 'accepted' | 'rejected' | 'pending') => () => decideKey(device, set, to, changed);
  const dismiss = button(t.device.dismiss, () => dismissKey(device, set, changed));
  return (
    <p class="actions">
      {set.status === 'pending' && (
        <>
          {button(isNew ? t.device.acceptOther : t.device.accept, decide('accepted'), {
            kind: 'main',
            key: hasKeys ? 'A' : '',
          })}
          {button(t.device.reject, decide('rejected'), { key: hasKeys ? 'R' : '' })}
          {dismiss}
        </>
      )}
      {set.status === 'accepted' && (
        <>
          {button(t.device.rejectIn, decide('rejected'))}
          {button(t.device.backIn, decide('pending'))}
          {dismiss}
        </>
      )}
      {set.status === 'rejected' && (
        <>
          {button(t.device.accept, decide('accepted'), { kind: 'main' })}
          {button(t.device.back, decide('pending'))}
          {dismiss}
        </>
      )}
      {set.status === 'preauthorized' && dismiss}
    </p>
  );
}

export const Ending = ({ device, changed }: DeviceParts) => (
  <button
    type="button"
    class="danger mild"
    disabled={device.decommissioning || offlineSince.value !== undefined}
    onClick={() => decommission(device, changed)}
  >
    {t.device.decommission}
  </button>
);
