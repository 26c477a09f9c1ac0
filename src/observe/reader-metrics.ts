// Counters of the readers of the feed (D19). A reader's name may hold an id, so the label is its kind only.
import { Counter, type Registry } from 'prom-client';

export interface ReaderCounters {
  delivered(reader: string, entries: number): void;
  failed(reader: string): void;
  lost(reader: string, entries: number): void;
}

export function openReaderCounters(registry: Registry): ReaderCounters {
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ['reader'], registers: [registry] });
  const delivered = counter('devauth_reader_delivered_total', 'Feed entries that were delivered, by kind of reader.');
  const failures = counter(
    'devauth_reader_failures_total',
    'Deliveries that failed and are repeated, by kind of reader.',
  );
  const lost = counter(
    'devauth_reader_lost_events_total',
    'Feed entries that were pruned before the reader read them, by kind of reader. Above 0: the receiver was down for too long.',
  );
  return {
    delivered: (reader, entries) => delivered.inc({ reader: kindOf(reader) }, entries),
    failed: (reader) => failures.inc({ reader: kindOf(reader) }),
    lost: (reader, entries) => lost.inc({ reader: kindOf(reader) }, entries),
  };
}

/** Returns the part of a reader's name before the first `:`. */
/** Returns how an attempt to deliver to a webhook is counted. */
export function openWebhookDeliveries(registry: Registry): (outcome: string) => void {
  const deliveries = new Counter({
    name: 'devauth_webhook_deliveries_total',
    help: 'Attempts to deliver to webhooks, by outcome. answered: with something other than 2xx. refused: the address is not allowed.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return (outcome) => deliveries.inc({ outcome });
}

export const kindOf = (reader: string): string => reader.split(':', 1)[0] ?? '';

/** Returns the highest value of each kind. */
export function highestByKind(values: readonly (readonly [reader: string, value: number])[]) {
  const byKind = new Map<string, number>();
  for (const [reader, value] of values) {
    byKind.set(kindOf(reader), Math.max(value, byKind.get(kindOf(reader)) ?? 0));
  }
  return [...byKind];
}
