// The port to the audit: what happened in a tenant, for as long as it is kept.
import type { Event } from '../domain/event.ts';
import type { DeviceId, TenantId } from '../domain/ids.ts';

export interface AuditEntry {
  /** 1, 2, 3 …, without a hole. */
  readonly position: number;
  readonly event: Event;
}

/** All that are set must hold. Times are those of the events. */
export interface AuditFilter {
  readonly device?: DeviceId;
  readonly actor?: string;
  readonly type?: Event['type'];
  /** From that time on. */
  readonly after?: Date;
  /** Up to that time, without it. */
  readonly before?: Date;
}

export interface AuditPart {
  /** The newest first. */
  readonly entries: readonly AuditEntry[];
  /** Entries below this position have not been looked at; `undefined`: there are none. */
  readonly next: number | undefined;
}

/** The events of a tenant, for as long as the audit is kept. */
export interface Audit {
  /**
   * Returns at most `limit` entries of the tenant below that position, or from the newest on. A search that finds little may return
   * fewer, or none, and the position to go on from.
   */
  list(
    tenant: TenantId,
    filter: AuditFilter,
    window: { readonly limit: number; readonly below: number | undefined },
  ): Promise<AuditPart>;
  /** Copies entries of the feed; again does nothing. Absent where the feed itself is the audit. */
  keep?(entries: readonly AuditEntry[]): Promise<void>;
  /** Deletes the copies of entries that are older. */
  prune?(before: Date): Promise<void>;
}
