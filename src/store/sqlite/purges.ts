// Removes all tokens of a tenant (D1, D3) in pieces, because the tokens of a whole fleet in one transaction would delay every other
// write. The first piece records the purge, the last one appends its event to the feed. A purge that a crash interrupted is
// finished when the store opens next.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { TenantId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import type { Event } from '../../domain/event.ts';
import { eventColumn, purgeOf, type PurgeRow } from './rows.ts';
import { prepare } from './statement.ts';
import type { FeedTable } from './feed.ts';
import { PIECE, type Transactions } from './transactions.ts';

export interface Purges {
  /** Removes every token that exists now, then appends the event. */
  purge(tenant: TenantId, event: Event): Promise<void>;
  /** Finishes the purges that a crash interrupted. If the disk accepts no writes, they stay recorded for the next time. */
  finish(): Promise<void>;
}

export function createPurges(db: DatabaseSyncInstance, transactions: Transactions, feed: FeedTable): Purges {
  const pieces = preparePieces(db, feed);
  const unfinished = prepare<object, PurgeRow>(db, 'SELECT tenant, event FROM purge ORDER BY row_id');
  const purge = (tenant: TenantId, event: Event): Promise<void> => transactions.writeInPieces(pieces(tenant, event));
  return {
    purge,
    finish: async () => {
      for (const { tenant, event } of unfinished.all({}).map(purgeOf)) await purge(tenant, event).catch(leaveNoted);
    },
  };
}

function leaveNoted(error: unknown): void {
  if (!(error instanceof Refused)) throw error;
}

/** Pages by jti. A token that is issued during the purge may be missed or taken; none that existed at the start is missed. */
export const LAST_OF_PIECE =
  'SELECT jti FROM token WHERE tenant = $tenant AND jti > $after ORDER BY jti LIMIT 1 OFFSET $size - 1';
/** Removes up to `$size` tokens, with the other tokens of the same devices. */
export const TAKE_PIECE = `
  UPDATE device SET tokens = '[]', revision = revision + 1 WHERE row_id IN (
    SELECT device FROM token WHERE tenant = $tenant AND jti > $after ORDER BY jti LIMIT $size)`;

type Pieces = (tenant: TenantId, event: Event) => () => boolean;

/** Returns a function that runs one piece in each call, inside a transaction, and returns true after the last one. */
function preparePieces(db: DatabaseSyncInstance, feed: FeedTable): Pieces {
  type Place = { readonly tenant: string; readonly after: string; readonly size: number };
  const lastOf = prepare<Place, { readonly jti: string }>(db, LAST_OF_PIECE);
  const take = prepare<Place>(db, TAKE_PIECE);
  const note = prepare<{ id: string; tenant: string; event: string }>(
    db,
    'INSERT INTO purge (event_id, tenant, event) VALUES ($id, $tenant, $event) ON CONFLICT DO NOTHING',
  );
  const settle = prepareSettle(db, feed);

  return (tenant, event) => {
    let after = '';
    return () => {
      if (feed.has(event)) return true;
      if (after === '') note.run({ id: event.id, tenant, event: eventColumn(event) });
      const place = { tenant, after, size: PIECE };
      const last = lastOf.get(place)?.jti;
      take.run(place);
      if (last === undefined) settle(tenant, event);
      else after = last;
      return last === undefined;
    };
  };
}

/** The end of a purge also ends those that began earlier: it has passed every token that existed when either began. */
function prepareSettle(db: DatabaseSyncInstance, feed: FeedTable): (tenant: TenantId, event: Event) => void {
  type Purge = { readonly tenant: string; readonly id: string };
  const upToThis = 'tenant = $tenant AND row_id <= (SELECT row_id FROM purge WHERE event_id = $id)';
  const noted = prepare<Purge, PurgeRow>(db, `SELECT tenant, event FROM purge WHERE ${upToThis} ORDER BY row_id`);
  const forget = prepare<Purge>(db, `DELETE FROM purge WHERE ${upToThis}`);
  return (tenant, { id }) => {
    feed.append(noted.all({ tenant, id }).map((row) => purgeOf(row).event));
    forget.run({ tenant, id });
  };
}
