// Builders of domain values for specs: everything has a default, and no two things share an id unless a spec says so.
import { randomUUID } from 'node:crypto';
import {
  authSetId,
  changeId,
  deviceId,
  fingerprint,
  identityKey,
  tenantId,
  tokenId,
  type AuthSet,
  type CreateDevice,
  type Device,
  type DeviceId,
  type LiveToken,
  type RemoveDevice,
  type Slot,
  type TenantId,
  type UpdateDevice,
} from '../../../src/domain/device.ts';
import type { FleetEvent, Happening } from '../../../src/domain/event.ts';

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

const event = (of: Pick<FleetEvent, 'tenant'> & Partial<FleetEvent>, happening?: Happening): FleetEvent => ({
  id: `${randomUUID()}.0`,
  at: time(0),
  origin: ORIGIN,
  ...of,
  ...(happening ?? { type: 'tokens.purged' }),
});

function create(created: Device): CreateDevice {
  const id = changeId(randomUUID());
  const happening = { type: 'device.changed', from: 'noauth', to: created.status } as const;
  const events = [event({ id: `${id}.0`, tenant: created.tenant, device: created.id, revision: 1 }, happening)];
  return { kind: 'create', id, device: created, events };
}

/** On the revision the device has as given. */
function update(of: Device, change: Partial<Pick<UpdateDevice, 'set' | 'slot' | 'checkIn'>> = {}): UpdateDevice {
  const id = changeId(randomUUID());
  const happening = { type: 'device.provisioned', provisioned: true } as const;
  const revision = of.revision + 1;
  const events = [event({ id: `${id}.0`, tenant: of.tenant, device: of.id, revision }, happening)];
  return { kind: 'update', id, device: of.id, revision: of.revision, set: {}, slot: 'keep', events, ...change };
}

const accept = (of: Device): UpdateDevice => update(of, { set: { status: 'accepted' }, slot: 'take' });

const reject = (of: Device): UpdateDevice => update(of, { set: { status: 'rejected', tokens: [] }, slot: 'give' });

/** On the revision the device has as given. */
function remove(of: Pick<Device, 'id' | 'tenant' | 'revision'>, slot: Slot = 'keep'): RemoveDevice {
  const id = changeId(randomUUID());
  const happening = { type: 'device.removed' } as const;
  const events = [event({ id: `${id}.0`, tenant: of.tenant, device: of.id }, happening)];
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
