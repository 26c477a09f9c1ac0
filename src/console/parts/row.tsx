// One device in a list. It reads `at` and `chosen` through its own signals, so that a key press renders only two rows.
import { useComputed } from '@preact/signals';
import type { Device } from '../api.ts';
import { attributesOf } from '../identity.ts';
import { waitingOf } from '../keys-of.ts';
import type { List } from '../list.ts';
import { prefs } from '../prefs.ts';
import { href } from '../route.ts';
import { plainText } from '../text.ts';
import { t } from '../words/en.ts';
import { Chips, KeyCell } from './device-cells.tsx';
import { Age, Foreign, Status } from './text.tsx';

export interface RowParts {
  readonly list: List;
  readonly device: Device;
  readonly index: number;
  readonly withStatus: boolean;
  readonly peek: (id: string) => void;
}

export function Row({ list: { queue }, device, index, withStatus, peek }: RowParts) {
  const { id } = device;
  const isAt = useComputed(() => queue.at.value === id);
  const isChosen = useComputed(() => queue.isChosen(id));
  const [first, ...others] = attributesOf(device.identity_data, prefs.value.first);
  const pick = queue.pickOf(device);
  return (
    <tr aria-rowindex={index + 2} aria-selected={isChosen.value} class={isAt.value ? 'at' : ''} data-device={id}>
      <td class="choose">
        <label>
          <input
            type="checkbox"
            checked={isChosen.value}
            disabled={typeof pick === 'string'}
            aria-label={t.list.choose(plainText(first?.text || id))}
            onClick={(event) => queue.toggle(id, { toAnchor: event.shiftKey })}
          />
        </label>
      </td>
      <th scope="row" class="who">
        <a
          data-row={id}
          href={href('devices', { id })}
          onFocus={() => (queue.at.value = id)}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            peek(id);
          }}
        >
          <Foreign text={first?.text || id} most={60} />
        </a>
        <Chips attributes={others} />
      </th>
      {withStatus && (
        <td class="state">
          <Status name={device.decommissioning ? 'decommissioning' : device.status} />
        </td>
      )}
      <td class="key">
        <KeyCell device={device} />
      </td>
      <td class="waiting">
        <Age at={withStatus ? device.created_ts : (waitingOf(device)[0]?.ts ?? device.created_ts)} />
      </td>
      <td class="seen">
        <Age at={device.check_in_time} />
      </td>
    </tr>
  );
}
