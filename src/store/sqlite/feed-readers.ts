// The positions of the feed's readers, and the node that runs each (D19).
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Feed } from '../store.ts';
import { prepare } from './statement.ts';
import type { Reads } from './reads.ts';
import type { Transactions } from './transactions.ts';

export function readerReads(db: DatabaseSyncInstance, { read }: Pick<Reads, 'read'>): Pick<Feed, 'cursor'> {
  const cursor = prepare<{ name: string }, { position: number }>(db, 'SELECT position FROM reader WHERE name = $name');
  return { cursor: (name) => read(() => cursor.get({ name })?.position ?? 0) };
}

export function readerWrites(
  db: DatabaseSyncInstance,
  { write }: Transactions,
  now: () => Date,
): Pick<Feed, 'claim' | 'moveCursor' | 'dropReader'> {
  const claim = prepare<Claim, { position: number }>(db, CLAIM);
  const move = prepare<{ name: string; node: string; position: number }>(
    db,
    'UPDATE reader SET position = max(position, $position) WHERE name = $name AND node = $node',
  );
  const drop = prepare<{ name: string }>(db, 'DELETE FROM reader WHERE name = $name');
  return {
    claim: (name, node, until, start = 0) =>
      write(() => claim.get({ name, node, until: until.getTime(), now: now().getTime(), start })?.position),
    moveCursor: (name, node, position) => write(() => move.run({ name, node, position }).changes === 1),
    dropReader: (name) => write(() => void drop.run({ name })),
  };
}

interface Claim {
  readonly name: string;
  readonly node: string;
  readonly until: number;
  readonly now: number;
  readonly start: number;
}

/** Returns no row while another node has the reader. */
const CLAIM = `
  INSERT INTO reader (name, position, node, claimed_until) VALUES ($name, $start, $node, $until)
  ON CONFLICT DO UPDATE SET node = excluded.node, claimed_until = excluded.claimed_until
    WHERE reader.node IS NULL OR reader.node = excluded.node OR reader.claimed_until <= $now
  RETURNING position`;
