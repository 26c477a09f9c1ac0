// The parts of a search that are not streams: ranges of values and of key fingerprints, whose order is not that of the devices.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { indexed } from '../../domain/attributes.ts';
import { prepare } from './statement.ts';
import { textOf } from './texts.ts';
import { BEGINNING, type Entry, type Order, type Place } from './search-streams.ts';

export interface Ranges {
  /** Reads the entries of a range between two places, in the order of values, in pieces. */
  values(range: ValueRange, size: number, between?: () => Between): Generator<ValuePiece, undefined>;
  /** Returns at most `most` devices with a key with that beginning. */
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
  /** The attribute. Absent for any attribute. */
  readonly name: string | undefined;
  readonly beginning: string;
}

/** Both places are excluded. It is asked for each piece. */
export interface Between {
  readonly first: Place;
  readonly last: Place;
}

export const everywhere: Between = { first: BEGINNING.created, last: BEGINNING['-created'] };

/** The places after one and before the other in that order. */
export const between = (order: Order, behind: Place, before: Place): Between =>
  order === 'created' ? { first: behind, last: before } : { first: before, last: behind };

/** The number of digits of a fingerprint in its index. */
export const KEY_DIGITS = 16;
/** After every text with that beginning. */
const LAST = '\u{10ffff}';

interface ValuePlace {
  readonly tenant: string;
  readonly value: string;
  readonly name: string;
  readonly createdAt: number;
  readonly id: string;
  readonly size: number;
}

interface PieceColumns extends ValuePlace {
  readonly wanted: string | null;
  readonly end: string;
  readonly firstAt: number;
  readonly firstId: string;
  readonly lastAt: number;
  readonly lastId: string;
}

export function prepareRanges(db: DatabaseSyncInstance): Ranges {
  const keys = prepare<{ tenant: string; from: string; end: string; most: number }, Entry>(db, KEYS);
  const byId = prepare<{ tenant: string; id: string }, Entry>(
    db,
    'SELECT created_at AS createdAt, id, row_id AS row FROM device WHERE tenant = $tenant AND id = $id',
  );
  return {
    values: prepareValues(db),
    keys: (tenant, digits, most) => {
      const from = digits.slice(0, KEY_DIGITS);
      return keys.all({ tenant, from, end: `${from}g`, most });
    },
    ids: (tenant, ids) => ids.flatMap((id) => byId.get({ tenant, id }) ?? []),
  };
}

function prepareValues(db: DatabaseSyncInstance): Ranges['values'] {
  const piece = prepare<PieceColumns, Entry>(db, PIECE_OF_VALUES);
  const endOf = prepare<ValuePlace, Omit<ValuePlace, 'tenant' | 'size'>>(db, END_OF_VALUES);
  return function* ({ tenant, name, beginning }, size, asked = () => everywhere) {
    const start = indexed(beginning);
    const range = { wanted: name ?? null, end: `${start}${LAST}` };
    let place: ValuePlace = { tenant, value: start, name: '', createdAt: Number.MIN_SAFE_INTEGER, id: '', size };
    for (;;) {
      const { first, last } = asked();
      const bounds = { firstAt: first.createdAt, firstId: first.id, lastAt: last.createdAt, lastId: last.id };
      const end = endOf.get(place);
      const isAll = end === undefined || !textOf(end.value).startsWith(start);
      yield { found: piece.all({ ...place, ...range, ...bounds }), isAll };
      if (isAll) return undefined;
      place = { ...place, ...end, value: textOf(end.value), name: textOf(end.name) };
    }
  };
}

const VALUES = `
  FROM attribute WHERE tenant = $tenant AND (value, name, created_at, id) > ($value, $name, $createdAt, $id)
  ORDER BY value, name, created_at, id`;

/** The end of a piece; nothing for the last one. */
export const END_OF_VALUES = `
  SELECT value, name, created_at AS createdAt, id ${VALUES} LIMIT 1 OFFSET $size - 1`;

/** The inner select is the piece. The outer one keeps what is in the range and between the places. */
export const PIECE_OF_VALUES = `
  SELECT created_at AS createdAt, id, row FROM (SELECT value, name, created_at, id, row ${VALUES} LIMIT $size)
  WHERE value < $end AND ($wanted IS NULL OR name = $wanted)
    AND (created_at, id) > ($firstAt, $firstId) AND (created_at, id) < ($lastAt, $lastId)`;

export const KEYS = `
  SELECT device.created_at AS createdAt, device.id, device.row_id AS row
  FROM fingerprint CROSS JOIN device ON device.row_id = fingerprint.row
  WHERE fingerprint.tenant = $tenant AND fingerprint.digits >= $from AND fingerprint.digits < $end LIMIT $most`;
