// Builders of domain values for specs: everything has a default, and all ids differ unless a spec sets them.
import { randomUUID } from 'node:crypto';
import type { DeviceCreation, DeviceRemoval, Slot, DeviceUpdate } from '../../../src/domain/change.ts';
import type { AuthSet, Device, LiveToken } from '../../../src/domain/device.ts';
import {
  authSetId,
  changeId,
  deviceId,
  fingerprint,
  identityKey,
  tenantId,
  tokenId,
  type DeviceId,
  type TenantId,
} from '../../../src/domain/ids.ts';
import type { Event, EventBody } from '../../../src/domain/event.ts';

const START = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;
const ORIGIN = { actor: 'user:spec', requestId: 'request-1' } as const;

/** The `minutes`-th minute of the specs' calendar. */
const time = (minutes: number): Date => new Date(START + minutes * MINUTE);

const tenant = (): TenantId => tenantId(`tenant-${randomUUID()}`);

const token = (minutes = 60): LiveToken => ({
  jti: tokenId(randomUUID()),
  authSet: authSetId(randomUUID()),
  expiresAt: time(minutes),
});

const authSet = (of: Partial<AuthSet> = {}): AuthSet => ({
  id: authSetId(randomUUID()),
  fingerprint: fingerprint(randomUUID()),
  pubkey: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n',
  status: 'pending',
  createdAt: time(0),
  ...of,
});

function device(of: Partial<Device> = {}): Device {
  const key = randomUUID();
  return {
    id: deviceId(randomUUID()),
    tenant: tenantId(''),
    identity: { key: identityKey(key), text: `{"mac":"${key}"}` },
    status: 'pending',
    authSets: [authSet()],
    tokens: [],
    provisioned: false,
    decommissioningSince: undefined,
    createdAt: time(0),
    updatedAt: time(0),
    checkInAt: undefined,
    revision: 1,
    ...of,
  };
}

/** `count` devices of one tenant, a minute apart, oldest first. */
const devices = (count: number, of: Partial<Device>): readonly Device[] =>
  Array.from({ length: count }, (_, index) => device({ createdAt: time(index), ...of }));

const event = (of: Pick<Event, 'tenant'> & Partial<Event>, body?: EventBody): Event => ({
  id: `${randomUUID()}.0`,
  at: time(0),
  origin: ORIGIN,
  ...of,
  ...(body ?? { type: 'tokens.purged' }),
});

function create(created: Device): DeviceCreation {
  const id = changeId(randomUUID());
  const body = { type: 'device.changed', from: 'noauth', to: created.status } as const;
  const events = [event({ id: `${id}.0`, tenant: created.tenant, device: created.id, revision: 1 }, body)];
  return { kind: 'create', id, device: created, events };
}

/** On the revision the device has as given. */
function update(of: Device, change: Partial<Pick<DeviceUpdate, 'set' | 'slot' | 'checkIn'>> = {}): DeviceUpdate {
  const id = changeId(randomUUID());
  const body = { type: 'device.provisioned', provisioned: true } as const;
  const revision = of.revision + 1;
  const events = [event({ id: `${id}.0`, tenant: of.tenant, device: of.id, revision }, body)];
  return { kind: 'update', id, device: of.id, revision: of.revision, set: {}, slot: 'keep', events, ...change };
}

const accept = (of: Device): DeviceUpdate => update(of, { set: { status: 'accepted' }, slot: 'take' });

const reject = (of: Device): DeviceUpdate => update(of, { set: { status: 'rejected', tokens: [] }, slot: 'give' });

/** On the revision the device has as given. */
function remove(of: Pick<Device, 'id' | 'tenant' | 'revision'>, slot: Slot = 'keep'): DeviceRemoval {
  const id = changeId(randomUUID());
  const body = { type: 'device.removed' } as const;
  const events = [event({ id: `${id}.0`, tenant: of.tenant, device: of.id }, body)];
  return { kind: 'remove', id, device: of.id, revision: of.revision, slot, events };
}

const unknownId = (): DeviceId => deviceId(randomUUID());

export const given = {
  time,
  tenant,
  token,
  authSet,
  device,
  devices,
  event,
  create,
  update,
  accept,
  reject,
  remove,
  unknownId,
};
