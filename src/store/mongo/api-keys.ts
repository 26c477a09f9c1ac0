// API keys, one document for each (D12). Each use reads the key by its id, so that every node refuses a revoked key at once.
import type { ApiKeyId } from '../../domain/ids.ts';
import type { Event } from '../../domain/event.ts';
import type { ApiKeys } from '../store.ts';
import { insertOnce, repeatable } from './calls.ts';
import { isInFeed, readPart, writeEach } from './collections.ts';
import type { Collections } from './connection.ts';
import { NOT_REMOVED, WITHOUT_OUTBOX } from './documents.ts';
import type { Outbox } from './outbox.ts';
import { apiKeyOf, newApiKey } from './tenant-device-documents.ts';

export interface ApiKeysContext {
  readonly collections: Pick<Collections, 'apiKeys' | 'feed'>;
  readonly outbox: Outbox;
}

export function mongoApiKeys({ collections: { apiKeys, feed }, outbox }: ApiKeysContext): ApiKeys {
  /**
   * True if this very event revoked the key and the answer was lost. An event leaves the outbox only after it is in the feed, so
   * the outbox is read first.
   */
  const wasRevoked = async (key: ApiKeyId, { id }: Event): Promise<boolean> => {
    const waiting = await apiKeys.findOne({ _id: key, 'outbox.id': id }, { projection: { _id: 1 } });
    return waiting !== null || isInFeed(feed, id);
  };
  return {
    find: async (key) => {
      const found = await apiKeys.findOne({ _id: key, ...NOT_REMOVED }, { projection: WITHOUT_OUTBOX });
      return found === null ? undefined : apiKeyOf(found);
    },
    list: (tenant, { limit, after }) => {
      const query = { tenant, ...NOT_REMOVED, ...(after !== undefined && { _id: { $gt: after } }) };
      return readPart(apiKeys, query, { limit, thingOf: apiKeyOf });
    },
    create: async (key, event) => {
      await repeatable(() => insertOnce(apiKeys.insertOne(newApiKey(key, event))));
      outbox.drain({ kind: 'apiKey', id: key.id });
    },
    revoke: async (tenant, key, event) => {
      const update = {
        $set: { removed: true as const, dirty: true as const },
        $push: { outbox: event },
        $inc: { revision: 1 },
      };
      const write = () => apiKeys.updateOne({ _id: key, tenant, ...NOT_REMOVED }, update);
      const { matchedCount } = await repeatable(write);
      if (matchedCount === 0 && !(await wasRevoked(key, event))) return false;
      outbox.drain({ kind: 'apiKey', id: key });
      return true;
    },
    noteUses: (uses) =>
      writeEach(apiKeys, uses, ({ tenant, id, at }) => ({
        updateOne: { filter: { _id: id, tenant, ...NOT_REMOVED }, update: { $max: { last_used_at: at } } },
      })),
  };
}
