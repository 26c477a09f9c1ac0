// Delivers a batch in lanes: the entries of one device in sequence, several devices at once.
import type { FeedEntry } from '../store/store.ts';
import { eachAtOnce } from '../time/each-at-once.ts';
import type { Delivery } from './reader.ts';

export interface Lanes {
  /** Entries without a receiver are done without a call. */
  readonly concerns: (entry: FeedEntry) => boolean;
  /** Rejects if the entry is not delivered. After the first failure no other entry begins. */
  readonly send: (entry: FeedEntry, hasFailed: () => boolean) => Promise<void>;
  readonly atOnce: number;
}

/** Returns a function for the successive batches of one reader. It rejects with the first failure. */
export function createInLanes(): (delivery: Delivery, lanes: Lanes) => Promise<void> {
  /** Positions that were sent while an earlier one of another device was not. They are not sent again. */
  const sent = new Set<number>();
  return async ({ entries, signal, done, turn }, { concerns, send, atOnce }) => {
    const first = entries[0]?.position ?? 0;
    for (const position of sent) if (position < first) sent.delete(position);
    let next = 0;
    const report = (position: number): void => {
      sent.add(position);
      while (sent.has(entries[next]?.position ?? NaN)) next += 1;
      const last = entries[next - 1];
      if (last !== undefined) done(last.position);
    };
    const concerned: FeedEntry[] = [];
    for (const entry of entries) {
      if (concerns(entry)) concerned.push(entry);
      else report(entry.position);
    }
    await eachAtOnce(lanesOf(concerned), atOnce, async (lane, hasFailed) => {
      for (const entry of lane) {
        if (sent.has(entry.position)) continue;
        await turn();
        if (hasFailed()) return;
        signal.throwIfAborted();
        await send(entry, hasFailed);
        report(entry.position);
      }
    });
  };
}

/** Returns the entries of each device, in order. */
function lanesOf(entries: readonly FeedEntry[]): readonly (readonly FeedEntry[])[] {
  const lanes = new Map<string, FeedEntry[]>();
  for (const entry of entries) {
    const key = `${entry.event.device ?? ''} ${entry.event.tenant}`;
    const lane = lanes.get(key);
    if (lane === undefined) lanes.set(key, [entry]);
    else lane.push(entry);
  }
  return [...lanes.values()];
}
