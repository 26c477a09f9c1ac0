// Rows of the queues of tenants, for the stats.
import { tenantId } from '../../domain/ids.ts';
import type { SourceShare } from '../../domain/places.ts';
import type { TenantQueue } from '../stats.ts';
import { textOf } from './texts.ts';

/** A source of a tenant's queue, with the sums of the whole queue. */
export interface QueueRow {
  readonly tenant: string;
  readonly source: string | null;
  readonly places: number;
  readonly taken: number;
  readonly sources: number;
}

/** Builds queues from rows; the rows of a tenant are ordered by weight. */
export function queuesOf(rows: readonly QueueRow[]): readonly TenantQueue[] {
  const queues = new Map<string, TenantQueue & { readonly heaviest: SourceShare[] }>();
  for (const { tenant, source, places, taken, sources } of rows) {
    const queue = queues.get(tenant) ?? { tenant: tenantId(textOf(tenant)), taken, sources, heaviest: [] };
    queue.heaviest.push({ from: source ?? undefined, places });
    queues.set(tenant, queue);
  }
  return [...queues.values()];
}
