// The documents of tenant devices and API keys, and their mapping to the domain and back. Field names are the database's own.
import type { UpdateFilter } from 'mongodb';
import type { ApiKey } from '../../domain/api-key.ts';
import type { ApiKeyId, ChangeId, KeyHash, TenantDeviceId, TenantId } from '../../domain/ids.ts';
import type { DeviceType } from '../../domain/device-types.ts';
import type { Event } from '../../domain/event.ts';
import type { MachineScope } from '../../domain/scopes.ts';
import type {
  TenantDeviceCreation,
  TenantDeviceRemoval,
  TenantDevice,
  TenantDeviceUpdate,
} from '../../domain/tenant-device.ts';

/** The fields that the drain needs. */
interface Drained {
  readonly tenant: TenantId;
  readonly revision: number;
  readonly outbox: readonly Event[];
  readonly dirty?: true;
  readonly removed?: true;
}

/** One tenant device with the hash of its API key. */
export interface TenantDeviceDocument extends Drained {
  readonly _id: TenantDeviceId;
  readonly type: DeviceType;
  readonly name: string;
  readonly description: string | null;
  readonly is_enabled: boolean;
  readonly key?: KeyHash;
  readonly created_at: Date;
  readonly last_used_at?: Date;
  /** The change that wrote last. */
  readonly change: ChangeId;
}

export interface ApiKeyDocument extends Drained {
  readonly _id: ApiKeyId;
  readonly hash: KeyHash;
  readonly scopes: readonly MachineScope[];
  readonly description: string;
  readonly created_at: Date;
  readonly expires_at?: Date;
  readonly last_used_at?: Date;
}

export const newTenantDevice = ({ device, id, events }: TenantDeviceCreation): TenantDeviceDocument => ({
  _id: device.id,
  tenant: device.tenant,
  type: device.type,
  name: device.name,
  description: device.description,
  is_enabled: device.isEnabled,
  ...(device.key && { key: device.key }),
  created_at: device.createdAt,
  revision: device.revision,
  change: id,
  outbox: events,
  ...(events.length > 0 && { dirty: true as const }),
});

export const tenantDeviceOf = (document: TenantDeviceDocument): TenantDevice => ({
  id: document._id,
  tenant: document.tenant,
  type: document.type,
  name: document.name,
  description: document.description,
  isEnabled: document.is_enabled,
  key: document.key,
  createdAt: document.created_at,
  revision: document.revision,
});

/**
 * Sets only the fields that the command decides. The other fields stay as other commands wrote them (D1). A removal deletes the
 * key.
 */
export function tenantDeviceUpdate(
  change: TenantDeviceUpdate | TenantDeviceRemoval,
): UpdateFilter<TenantDeviceDocument> {
  const removed = change.kind === 'remove';
  const set = change.kind === 'update' ? change.set : {};
  return {
    $set: {
      change: change.id,
      ...((removed || change.events.length > 0) && { dirty: true as const }),
      ...(removed && { removed: true as const, name: '', description: null }),
      ...(set.name !== undefined && { name: set.name }),
      ...(set.description !== undefined && { description: set.description }),
      ...(set.isEnabled !== undefined && { is_enabled: set.isEnabled }),
      ...(set.key && { key: set.key }),
    },
    ...(removed && { $unset: { key: '' } }),
    $push: { outbox: { $each: [...change.events] } },
    $inc: { revision: 1 },
  };
}

export const newApiKey = (key: ApiKey, event: Event): ApiKeyDocument => ({
  _id: key.id,
  tenant: key.tenant,
  hash: key.hash,
  scopes: key.scopes,
  description: key.description,
  created_at: key.createdAt,
  ...(key.expiresAt && { expires_at: key.expiresAt }),
  ...(key.lastUsedAt && { last_used_at: key.lastUsedAt }),
  revision: 1,
  outbox: [event],
  dirty: true,
});

export const apiKeyOf = (document: ApiKeyDocument): ApiKey => ({
  id: document._id,
  tenant: document.tenant,
  hash: document.hash,
  scopes: document.scopes,
  description: document.description,
  createdAt: document.created_at,
  expiresAt: document.expires_at,
  lastUsedAt: document.last_used_at,
});
