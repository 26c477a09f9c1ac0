// Rows of the feed and of its readers, and their mapping.
import type { ReaderLag } from '../stats.ts';
import type { FeedEntry } from '../store.ts';
import { eventOf } from './rows.ts';
import { textOf } from './texts.ts';

export interface AuditRow {
  readonly position: number;
  readonly event: string;
}

export interface FeedRow extends AuditRow {
  readonly written_at: number;
}

export const feedEntryOf = ({ position, event, written_at: writtenAt }: FeedRow): FeedEntry => ({
  position,
  event: eventOf(event),
  writtenAt: new Date(writtenAt),
});

export interface ReaderLagRow {
  readonly name: string;
  readonly behind: number;
  readonly oldest: number | null;
  readonly claimed_until: number;
}

export const readerLagOf = (row: ReaderLagRow): ReaderLag => ({
  name: textOf(row.name),
  behind: row.behind,
  oldest: row.oldest === null ? undefined : new Date(row.oldest),
  claimedUntil: new Date(row.claimed_until),
});
