// Imports devices of another installation. Triggers update what derives from a device, as for every other write.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { importChange, type ImportAnswer, type ImportedDevice, type Imports } from '../imports.ts';
import type { AttributeTable } from './attributes.ts';
import { INSERT_DEVICE } from './commit.ts';
import type { Rooms } from './limits.ts';
import { deviceRow, indexedDevice, type DeviceRow } from './rows.ts';
import { prepare } from './statement.ts';
import type { Transactions } from './transactions.ts';

export interface ImportParts {
  readonly rooms: Pick<Rooms, 'setLimit'>;
  readonly attributes: AttributeTable;
}

export function importWrites(db: DatabaseSyncInstance, { write }: Transactions, parts: ImportParts): Imports {
  const { rooms, attributes } = parts;
  const insert = prepare<DeviceRow>(db, INSERT);
  const remove = prepare<Pick<DeviceRow, 'tenant' | 'id' | 'revision' | 'change'>>(db, REMOVE);
  const count = prepare<object>(db, COUNT_SLOTS);
  const clear = prepare<object>(db, CLEAR_SLOTS);

  const put = ({ device, replaces }: ImportedDevice): ImportAnswer => {
    const row = deviceRow(device.tenant, device, importChange(device.revision));
    if (replaces !== undefined) {
      const written = { tenant: row.tenant, id: row.id, revision: replaces, change: importChange(replaces) };
      if (remove.run(written).changes === 0) return 'changed';
      attributes.remove(indexedDevice(device)); // an identity never changes
    }
    const { changes, lastInsertRowid } = insert.run(row);
    if (changes === 0) return 'taken';
    attributes.add(indexedDevice(device), Number(lastInsertRowid));
    return 'done';
  };
  return {
    put: (devices) => write(() => devices.map(put)),
    setLimit: (tenant, limit) => write(() => rooms.setLimit(tenant, limit)),
    countSlots: () =>
      write(() => {
        clear.run({});
        count.run({});
      }),
  };
}

const REMOVE = 'DELETE FROM device WHERE tenant = $tenant AND id = $id AND revision = $revision AND change = $change';
const INSERT = `${INSERT_DEVICE} ON CONFLICT DO NOTHING`;

const CLEAR_SLOTS = `UPDATE room SET used = 0 WHERE used <> 0`;

const COUNT_SLOTS = `
  INSERT INTO room (tenant, used) SELECT tenant, devices FROM tally WHERE status = 'accepted'
  ON CONFLICT DO UPDATE SET used = excluded.used`;
