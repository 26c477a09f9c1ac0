// Queries and writes that several collections share: a part of a list by id, a small write for each of many things, an event in the
// feed.
import type { AnyBulkWriteOperation, Collection, Document, Filter, WithId } from 'mongodb';
import type { Part } from '../store.ts';
import type { Collections } from './connection.ts';
import { WITHOUT_OUTBOX } from './documents.ts';

/** Reads at most `limit` documents in the order of ids, in one round trip: the first batch has them all. */
export async function readPart<Stored extends Document, Thing>(
  collection: Collection<Stored>,
  query: Filter<Stored>,
  { limit, thingOf }: { readonly limit: number; readonly thingOf: (document: WithId<Stored>) => Thing },
): Promise<Part<Thing>> {
  const options = { projection: WITHOUT_OUTBOX, sort: { _id: 1 }, limit: limit + 1, batchSize: limit + 2 } as const;
  const found = await collection.find(query, options).toArray();
  return { items: found.slice(0, limit).map(thingOf), more: found.length > limit };
}

const AT_ONCE = 1_000;

/** Writes once for each thing, in batches, without an order. */
export async function writeEach<Stored extends Document, Thing>(
  collection: Collection<Stored>,
  things: readonly Thing[],
  writeFor: (thing: Thing) => AnyBulkWriteOperation<Stored>,
): Promise<void> {
  for (let from = 0; from < things.length; from += AT_ONCE)
    await collection.bulkWrite(things.slice(from, from + AT_ONCE).map(writeFor), { ordered: false });
}

export const isInFeed = async (feed: Collections['feed'], event: string): Promise<boolean> =>
  (await feed.findOne({ event_id: event }, { projection: { _id: 1 } })) !== null;
