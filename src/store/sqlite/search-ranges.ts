// The parts of a search that are no stream: ranges of values and of key fingerprints, which have another order than the devices.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { indexed } from '../../domain/attributes.ts';
import { prepare, textOf } from './rows.ts';
import type { Entry } from './search-streams.ts';

export interface Ranges {
  /** Reads the entries of a range in the order of values, in pieces of that size. */
  values(range: ValueRange, size: number): Generator<ValuePiece, undefined>;
  /** Returns at most `most` devices with a key of that beginning. */
  keys(tenant: string, digits: string, most: number): readonly Entry[];
  /** Returns the devices with these ids. */
  ids(tenant: string, ids: readonly string[]): readonly Entry[];
}

export interface ValuePiece {
  readonly found: readonly Entry[];
  /** True if the range ends here. */
  readonly isAll: boolean;
}

export interface ValueRange {
  readonly tenant: string;
  /** Of any attribute, if it is absent. */
  readonly name: string | undefined;
  readonly beginning: string;
}

/** As many digits of a fingerprint as its index has. */
export const KEY_DIGITS = 16;
interface ValueEntry extends Entry {
  readonly value: string;
  readonly name: string;
}

interface ValuePlace {
  readonly tenant: string;
  readonly value: string;
  readonly name: string;
  readonly createdAt: number;
  readonly id: string;
  readonly size: number;
}

export function prepareRanges(db: DatabaseSyncInstance): Ranges {
  const values = prepare<ValuePlace, ValueEntry>(db, VALUES);
  const keys = prepare<{ tenant: string; from: string; end: string; most: number }, Entry>(db, KEYS);
  const byId = prepare<{ tenant: string; id: string }, Entry>(
    db,
    'SELECT created_at AS createdAt, id, row_id AS row FROM device WHERE tenant = $tenant AND id = $id',
  );
  return {
    *values({ tenant, name, beginning }, size) {
      const start = indexed(beginning);
      let place = { tenant, value: start, name: '', createdAt: Number.MIN_SAFE_INTEGER, id: '', size };
      for (;;) {
        const read = values.all(place).map(asItWas);
        const found = read.filter(({ value }) => value.startsWith(start));
        const last = found.at(-1);
        const isAll = found.length < size;
        yield { found: name === undefined ? found : found.filter((entry) => entry.name === name), isAll };
        if (last === undefined || isAll) return undefined;
        place = { tenant, size, value: last.value, name: last.name, createdAt: last.createdAt, id: last.id };
      }
    },
    keys: (tenant, digits, most) => {
      const from = digits.slice(0, KEY_DIGITS);
      return keys.all({ tenant, from, end: `${from}g`, most });
    },
    ids: (tenant, ids) => ids.flatMap((id) => byId.get({ tenant, id }) ?? []),
  };
}

const asItWas = (entry: ValueEntry): ValueEntry => ({
  ...entry,
  value: textOf(entry.value),
  name: textOf(entry.name),
});

export const VALUES = `
  SELECT value, name, created_at AS createdAt, id, row FROM attribute
  WHERE tenant = $tenant AND (value, name, created_at, id) > ($value, $name, $createdAt, $id)
  ORDER BY value, name, created_at, id LIMIT $size`;

export const KEYS = `
  SELECT device.created_at AS createdAt, device.id, device.row_id AS row
  FROM fingerprint CROSS JOIN device ON device.row_id = fingerprint.row
  WHERE fingerprint.tenant = $tenant AND fingerprint.digits >= $from AND fingerprint.digits < $end LIMIT $most`;
