// When keys were last used: noted in memory on each call, written in batches, once per key and flush.
import type { ApiKeyId, TenantDeviceId } from '../domain/ids.ts';
import type { ApiKeys, KeyUse, TenantDevices } from '../store/store.ts';

export interface KeyUses {
  /** Costs no write. */
  noteDevice(use: KeyUse<TenantDeviceId>): void;
  /** Costs no write. */
  noteMachine(use: KeyUse<ApiKeyId>): void;
  /** What was noted before the call is in the store; what fails is noted again. */
  flush(): Promise<void>;
}

export function createKeyUses(stores: {
  readonly tenantDevices: Pick<TenantDevices, 'noteUses'>;
  readonly apiKeys: Pick<ApiKeys, 'noteUses'>;
}): KeyUses {
  const devices = openNotes(stores.tenantDevices);
  const machines = openNotes(stores.apiKeys);
  return {
    noteDevice: devices.note,
    noteMachine: machines.note,
    flush: async () => {
      await machines.flush();
      await devices.flush();
    },
  };
}

/** More keys than this between two flushes go unnoted: memory is bounded. */
const MAX_NOTED = 100_000;

function openNotes<Id extends string>(store: { noteUses(uses: readonly KeyUse<Id>[]): Promise<void> }) {
  let noted = new Map<Id, KeyUse<Id>>(); // ids are unique over all tenants
  const note = (use: KeyUse<Id>): void => {
    if (noted.size < MAX_NOTED || noted.has(use.id)) noted.set(use.id, use);
  };
  const flush = async (): Promise<void> => {
    const batch = [...noted.values()];
    noted = new Map();
    if (batch.length === 0) return;
    try {
      await store.noteUses(batch);
    } catch (error) {
      for (const use of batch) if (!noted.has(use.id)) note(use);
      throw error;
    }
  };
  return { note, flush };
}
