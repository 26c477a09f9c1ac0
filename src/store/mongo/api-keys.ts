// Machines' keys, one document each (D12). Each use reads it by primary key, so a revoked key is refused by every node at once.
import type { ApiKey } from '../../domain/api-key.ts';
import type { ApiKeyId, TenantId } from '../../domain/ids.ts';
import type { Event } from '../../domain/event.ts';
import type { ApiKeys, KeyUse, Part, PartWindow } from '../store.ts';
import { insertOnce, repeatable, type Calls } from './calls.ts';
import { isInFeed, readPart, writeEach } from './collections.ts';
import type { Collections } from './connection.ts';
import { NOT_REMOVED, WITHOUT_OUTBOX } from './documents.ts';
import type { Outbox } from './outbox.ts';
import { apiKeyOf, newApiKey } from './tenant-device-documents.ts';

export interface ApiKeysContext {
  readonly collections: Pick<Collections, 'apiKeys' | 'feed'>;
  readonly calls: Calls;
  readonly outbox: Outbox;
}

export class MongoApiKeys implements ApiKeys {
  readonly #context: ApiKeysContext;

  constructor(context: ApiKeysContext) {
    this.#context = context;
  }

  async find(key: ApiKeyId): Promise<ApiKey | undefined> {
    const { calls, collections } = this.#context;
    return calls.run(async () => {
      const found = await collections.apiKeys.findOne({ _id: key, ...NOT_REMOVED }, { projection: WITHOUT_OUTBOX });
      return found === null ? undefined : apiKeyOf(found);
    });
  }

  async list(tenant: TenantId, { limit, after }: PartWindow<ApiKeyId>): Promise<Part<ApiKey>> {
    const { calls, collections } = this.#context;
    const query = { tenant, ...NOT_REMOVED, ...(after !== undefined && { _id: { $gt: after } }) };
    return calls.run(() => readPart(collections.apiKeys, query, { limit, thingOf: apiKeyOf }));
  }

  async create(key: ApiKey, event: Event): Promise<void> {
    const { calls, collections, outbox } = this.#context;
    await calls.run(async () => {
      await repeatable(() => insertOnce(collections.apiKeys.insertOne(newApiKey(key, event))));
      outbox.drain({ kind: 'apiKey', id: key.id });
    });
  }

  async revoke(tenant: TenantId, key: ApiKeyId, event: Event): Promise<boolean> {
    const { calls, collections, outbox } = this.#context;
    return calls.run(async () => {
      const update = {
        $set: { removed: true as const, dirty: true as const },
        $push: { outbox: event },
        $inc: { revision: 1 },
      };
      const write = () => collections.apiKeys.updateOne({ _id: key, tenant, ...NOT_REMOVED }, update);
      const { matchedCount } = await repeatable(write);
      if (matchedCount === 0 && !(await this.#wasRevoked(key, event))) return false;
      outbox.drain({ kind: 'apiKey', id: key });
      return true;
    });
  }

  async noteUses(uses: readonly KeyUse<ApiKeyId>[]): Promise<void> {
    const { calls, collections } = this.#context;
    await calls.run(() =>
      writeEach(collections.apiKeys, uses, ({ tenant, id, at }) => ({
        updateOne: { filter: { _id: id, tenant, ...NOT_REMOVED }, update: { $max: { last_used_at: at } } },
      })),
    );
  }

  /** By this very event, whose answer was lost. Outbox first: an event leaves it only for the feed. */
  async #wasRevoked(key: ApiKeyId, event: Event): Promise<boolean> {
    const { apiKeys, feed } = this.#context.collections;
    const waiting = await apiKeys.findOne({ _id: key, 'outbox.id': event.id }, { projection: { _id: 1 } });
    return waiting !== null || isInFeed(feed, event.id);
  }
}
