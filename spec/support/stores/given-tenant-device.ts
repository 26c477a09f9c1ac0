// Builders of tenant devices and API keys of machines for specs.
import { randomUUID } from 'node:crypto';
import { hashOf, keyIdOf, type ApiKey } from '../../../src/domain/api-key.ts';
import { changeId, keyHash, tenantDeviceId, tenantId, type TenantId } from '../../../src/domain/ids.ts';
import type { Event, EventBody } from '../../../src/domain/event.ts';
import {
  type TenantDeviceCreation,
  type TenantDeviceRemoval,
  type TenantDevice,
  type TenantDeviceState,
  type TenantDeviceUpdate,
} from '../../../src/domain/tenant-device.ts';
import { given } from './given.ts';

let made = 0;

/** Later ones sort after earlier ones, like UUIDv7s. */
const id = (): string => {
  made += 1;
  return `0198f3a2-7c1e-7${String(made % 1000).padStart(3, '0')}-8000-${randomUUID().slice(-12)}`;
};

const device = (of: Partial<TenantDevice> = {}): TenantDevice => ({
  id: tenantDeviceId(id()),
  tenant: tenantId(''),
  type: 'CrewCheck',
  name: 'Gate 4',
  description: null,
  isEnabled: true,
  key: undefined,
  createdAt: given.time(0),
  revision: 1,
  ...of,
});

const key = (of: Partial<ApiKey> = {}): ApiKey => ({
  id: keyIdOf(id()),
  tenant: tenantId(''),
  hash: hashOf(randomUUID()),
  scopes: ['devices:read', 'Device.Connect'],
  description: 'factory line 2',
  createdAt: given.time(0),
  expiresAt: undefined,
  lastUsedAt: undefined,
  ...of,
});

const event = (tenant: TenantId, change: string, body: EventBody): Event =>
  given.event({ id: `${change}.0`, tenant }, body);

function create(created: TenantDevice): TenantDeviceCreation {
  const change = changeId(randomUUID());
  const body = { type: 'tenant_device.created', tenantDevice: created.id } as const;
  return { kind: 'create', id: change, device: created, events: [event(created.tenant, change, body)] };
}

/** On the revision of the given device. */
function update(of: TenantDevice, set: Partial<TenantDeviceState>): TenantDeviceUpdate {
  const change = changeId(randomUUID());
  const body = { type: 'tenant_device.changed', tenantDevice: of.id, isEnabled: true } as const;
  const events = [event(of.tenant, change, body)];
  return { kind: 'update', id: change, device: of.id, revision: of.revision, set, events };
}

function remove(of: TenantDevice): TenantDeviceRemoval {
  const change = changeId(randomUUID());
  const body = { type: 'tenant_device.removed', tenantDevice: of.id } as const;
  const events = [event(of.tenant, change, body)];
  return { kind: 'remove', id: change, device: of.id, revision: of.revision, events };
}

const hash = () => keyHash(hashOf(randomUUID()));

const created = (of: ApiKey): Event =>
  event(of.tenant, randomUUID(), { type: 'api_key.created', apiKey: of.id, scopes: of.scopes });

const revoked = (of: ApiKey): Event => event(of.tenant, randomUUID(), { type: 'api_key.revoked', apiKey: of.id });

export const givenTenantDevice = { device, key, create, update, remove, hash, created, revoked };
