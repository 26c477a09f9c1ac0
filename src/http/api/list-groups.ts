// Prepares the rows of a list of devices in groups: reads identity data, admits keys, and finds duplicates.
import type { DeviceKey } from '../../device-keys/keys.ts';
import type { Identity } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import type { IdentityKey } from '../../domain/ids.ts';
import type { Deps } from '../../service/deps.ts';
import { createSlices } from '../../time/slices.ts';
import { listRefused, type Row } from '../lists/rows.ts';
import type { components } from './gen/management-v2.gen.d.ts';
import { readListedDevice } from './listed-device.ts';

type Result = components['schemas']['ListedResult'];

/** A row with a device to decide, or a row with a certain result. */
export type Prepared =
  | { readonly row: Row; readonly device: { readonly identity: Identity; readonly key: DeviceKey } }
  | { readonly row: Row; readonly result: Result };

const MAX_ROWS = 100_000;
/** The number of rows that are decided together. With more of them, token verifications wait longer. */
const GROUP = 50;
/** The time for admitting keys in one turn of the event loop. */
const SLICE_MS = 2;

export interface ListedRows {
  /** Has one part for each piece of the list, also without a complete row. */
  readonly rows: AsyncIterable<readonly Row[]>;
  /** True if the next part may be late, so that the rows that are here are decided before it. */
  readonly nextMayBeLate: () => boolean;
}

/** Yields the rows in groups that are decided together. */
export async function* groupsOf(deps: Pick<Deps, 'keys'>, { rows, nextMayBeLate }: ListedRows) {
  const slice = createSlices(SLICE_MS);
  const seen = new Map<IdentityKey, number>();
  let group: Prepared[] = [];
  try {
    for await (const part of rows) {
      for (const row of part) {
        if (row.row > MAX_ROWS) throw listRefused(row.line, `more than ${MAX_ROWS} rows`, 'too_large');
        group.push(prepare(deps, row, seen));
        await slice();
        if (group.length < GROUP) continue;
        yield group;
        group = [];
      }
      if (group.length === 0 || !nextMayBeLate()) continue;
      yield group;
      group = [];
    }
  } catch (error) {
    if (group.length > 0) yield group;
    throw error;
  }
}

/** The first row of an identity decides, even if its key is refused. */
function prepare({ keys }: Pick<Deps, 'keys'>, row: Row, seen: Map<IdentityKey, number>): Prepared {
  const place = { row: row.row, line: row.line };
  const read = readListedDevice(row.value);
  if ('error' in read) return { row, result: { ...place, result: 'invalid', ...read } };
  const first = seen.get(read.identity.key);
  if (first !== undefined) return { row, result: { ...place, result: 'duplicate', first_row: first } };
  seen.set(read.identity.key, row.row);
  try {
    return { row, device: { identity: read.identity, key: keys.admit(read.pubkey) } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { row, result: { ...place, result: 'invalid', member: 'pubkey', error: error.message } };
  }
}
