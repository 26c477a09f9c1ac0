// The port to the audit: the events of a tenant, for as long as they are kept.
import type { Event } from '../domain/event.ts';
import type { DeviceId, TenantId } from '../domain/ids.ts';

export interface AuditEntry {
  /** 1, 2, 3 …, without a gap. */
  readonly position: number;
  readonly event: Event;
}

/** An entry must match every member that is set. Times are those of the events. */
export interface AuditFilter {
  readonly device?: DeviceId;
  readonly actor?: string;
  readonly type?: Event['type'];
  /** From this time on. */
  readonly after?: Date;
  /** Before this time. */
  readonly before?: Date;
}

export interface AuditPart {
  /** The newest first. */
  readonly entries: readonly AuditEntry[];
  /** Entries below this position have not been searched yet. `undefined` if there are none. */
  readonly next: number | undefined;
}

/** The events of a tenant, for as long as the audit is kept. */
export interface Audit {
  /**
   * Returns at most `limit` entries of the tenant below that position, or from the newest on. A search that finds little may return
   * fewer or none, with the position to continue from.
   */
  list(
    tenant: TenantId,
    filter: AuditFilter,
    window: { readonly limit: number; readonly below: number | undefined },
  ): Promise<AuditPart>;
  /**
   * Copies entries of the feed; a second copy changes nothing. Absent if the feed itself is the audit: it then has the events of a
   * command before the command is answered.
   */
  keep?(entries: readonly AuditEntry[]): Promise<void>;
  /** Deletes the copies of older entries. */
  prune?(before: Date): Promise<void>;
}
