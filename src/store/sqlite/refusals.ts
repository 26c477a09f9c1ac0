// The refusals of a device, in a column of their own, so that a note touches no index and no trigger.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { withRefusals } from '../../domain/refusal.ts';
import type { Devices } from '../store.ts';
import type { Reads } from './reads.ts';
import { refusalsColumn, refusalsOf, type RefusalsRow } from './rows.ts';
import { prepare } from './statement.ts';
import type { Transactions } from './transactions.ts';

const FIND = 'SELECT row_id, refusals FROM device WHERE tenant = $tenant AND id = $id';

export function refusalReads(db: DatabaseSyncInstance, { read }: Reads): Pick<Devices, 'listRefusals'> {
  const find = prepare<{ tenant: string; id: string }, RefusalsRow>(db, FIND);
  return { listRefusals: (tenant, id) => read(() => refusalsOf(find.get({ tenant, id }))) };
}

export function noteRefusals(db: DatabaseSyncInstance, { writeEach }: Transactions): Devices['noteRefusals'] {
  const find = prepare<{ tenant: string; id: string }, RefusalsRow>(db, FIND);
  const update = prepare<{ row: number; refusals: string }>(
    db,
    'UPDATE device SET refusals = $refusals WHERE row_id = $row',
  );
  return (noted) =>
    writeEach(noted, ({ tenant, device: id, refusals }) => {
      const found = find.get({ tenant, id });
      if (found === undefined) return;
      update.run({ row: found.row_id, refusals: refusalsColumn(withRefusals(refusalsOf(found), refusals)) });
    });
}
