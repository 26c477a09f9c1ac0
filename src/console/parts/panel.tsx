// The device beside the list.
import { management, read, type Device } from '../api.ts';
import type { Changed } from '../device-actions.ts';
import { attributesOf } from '../identity.ts';
import { useLoad } from '../load.ts';
import { prefs } from '../prefs.ts';
import { href } from '../route.ts';
import { t } from '../words/en.ts';
import { Ending, Identity, Keys } from './device-view.tsx';
import { Compare, History, Tokens } from './device-more.tsx';
import { Problem } from './problem.tsx';
import { Foreign, Status } from './text.tsx';
import { Why } from './why.tsx';

export interface PanelParts {
  readonly id: string;
  /** The device from the list, until it has been read. */
  readonly known: Device | undefined;
  readonly close: () => void;
  readonly changed: Changed;
}

export function Panel({ id, known, close, changed }: PanelParts) {
  const path = { id };
  const {
    data = known,
    refusal,
    reload,
  } = useLoad(id, (signal) => read(() => management.GET('/devices/{id}', { params: { path }, signal })));
  const device = known !== undefined && known.updated_ts > (data?.updated_ts ?? '') ? known : data;
  const again: Changed = (isGone) => {
    if (!isGone) reload();
    changed(isGone);
  };
  return (
    <aside class="panel" aria-label={t.device.panel}>
      <PanelHead id={id} device={device} close={close} />
      {refusal && (refusal.kind === 'missing' ? <p>{t.device.gone}</p> : <Problem refusal={refusal} again={reload} />)}
      {device && (
        <>
          <Identity device={device} most={240} />
          <Why device={device} turn={0} changed={again} />
          <Keys device={device} changed={again} />
          <Compare key={id} device={device} />
          {device.status === 'accepted' && <Tokens device={device} turn={0} changed={again} />}
          <History device={device} turn={0} />
          <p>
            <Ending device={device} changed={again} />
          </p>
        </>
      )}
    </aside>
  );
}

function PanelHead({ id, device, close }: { id: string; device: Device | undefined; close: () => void }) {
  const [first] = device === undefined ? [] : attributesOf(device.identity_data, prefs.value.first);
  return (
    <div class="panel-head">
      <div class="panel-name">
        <p class="quiet">
          <Foreign text={first?.name ?? t.device.id} most={24} />
        </p>
        <h2>
          <a href={href('devices', { id })} title={t.device.open}>
            <Foreign text={first?.text || id} most={60} />
          </a>
        </h2>
      </div>
      {device && <Status name={device.decommissioning ? 'decommissioning' : device.status} />}
      <button type="button" class="plain close" aria-label={t.device.close} onClick={close}>
        ✕
      </button>
    </div>
  );
}
