// Which workflows of Mender an event starts, and with which bodies. Nothing here waits or sends.
//
//   the device is new, or has auth sets again   update_device_inventory (identity), then the row of its status
//   accepted, and not provisioned               provision_device
//   any other status                            update_device_status
//   it is to be decommissioned                  decommission_device
//   it was removed                              update_device_status "decommissioned": inventory forgets it
//
// One call is about one device: Mender's inventory gives all devices of a call the revision of the last one.
import type { AuthSet, Device, DeviceStatus } from '../../domain/device.ts';
import type { Event } from '../../domain/event.ts';
import type { DeviceId } from '../../domain/ids.ts';
import { canonical } from '../../domain/identity.ts';
import { isJsonObject, parseStrictJson, type JsonObject } from '../../domain/strict-json.ts';
import type { CheckIn } from '../../store/store.ts';

export type Workflow = 'update_device_inventory' | 'update_device_status' | 'provision_device' | 'decommission_device';

export interface WorkflowCall {
  readonly workflow: Workflow;
  readonly body: { readonly request_id: string; readonly tenant_id: string } & Readonly<Record<string, unknown>>;
}

/** Returns true if the event may cause a workflow. */
export const concernsWorkflows = ({ type, device }: Event): boolean =>
  device !== undefined && (type === 'device.changed' || type === 'device.decommissioning' || type === 'device.removed');

/**
 * Returns the calls in their order. `device` is the present device; `undefined` if it was removed. `authSet` is the set that the
 * event's change was about, if it is known. A device that is being decommissioned gets no more updates: the event of its end
 * follows.
 */
export function callsOfEvent(
  event: Event,
  device: Device | undefined,
  authSet?: AuthSet['id'],
): readonly WorkflowCall[] {
  if (event.device === undefined) return [];
  const common = commonOf(event.origin.requestId, event);
  if (event.type === 'device.decommissioning') return [decommission(common, event.device)];
  if (event.type === 'device.removed') return [forget(common, event.device)];
  if (event.type !== 'device.changed' || device === undefined || device.decommissioningSince !== undefined) return [];
  const state = { device, status: event.to, revision: event.revision ?? device.revision, authSet };
  return [...(event.from === 'noauth' ? [identityCall(common, device)] : []), statusCall(common, state)];
}

/** Returns the calls that bring Mender's services to the present state of the device. */
export function callsOfDevice(device: Device, requestId: string): readonly WorkflowCall[] {
  const common = commonOf(requestId, device);
  if (device.decommissioningSince !== undefined) return [decommission(common, device.id)];
  return [
    identityCall(common, device),
    statusCall(common, { device, status: device.status, revision: device.revision, authSet: undefined }),
  ];
}

/** Returns the call for a removed device. */
export const callOfRemoved = ({ id, tenant }: Pick<Device, 'id' | 'tenant'>, requestId: string): WorkflowCall =>
  forget(commonOf(requestId, { tenant }), id);

/** Returns the call that reports the last check-in of the device to inventory. */
export const callOfCheckIn = ({ tenant, device, at }: CheckIn, requestId: string): WorkflowCall => {
  const attributes = [{ name: 'check_in_time', value: at.toISOString(), scope: 'system' }];
  return inventoryCall(commonOf(requestId, { tenant }), device, 'system', attributes);
};

type Common = WorkflowCall['body'];

const commonOf = (requestId: string, { tenant }: Pick<Event, 'tenant'>): Common => ({
  request_id: requestId,
  tenant_id: tenant,
});

const decommission = (common: Common, device: DeviceId): WorkflowCall => ({
  workflow: 'decommission_device',
  body: { ...common, device_id: device },
});

const forget = (common: Common, id: DeviceId): WorkflowCall => ({
  workflow: 'update_device_status',
  body: { ...common, device_status: 'decommissioned', devices: [{ id, revision: 0 }] },
});

interface State {
  readonly device: Device;
  readonly status: DeviceStatus;
  readonly revision: number;
  readonly authSet: AuthSet['id'] | undefined;
}

function statusCall(common: Common, state: State): WorkflowCall {
  const { device, status } = state;
  return status === 'accepted' && !device.provisioned
    ? { workflow: 'provision_device', body: { ...common, device_id: device.id, status, device: eventBody(state) } }
    : { workflow: 'update_device_status', body: { ...common, device_status: status, devices: [eventBody(state)] } };
}

/** Returns the device in the form of Mender's services, with the auth set that the change was about. */
function eventBody(state: State) {
  const { device, status, revision } = state;
  const set = causeOf(state);
  return {
    id: device.id,
    status,
    created_ts: device.createdAt.toISOString(),
    revision,
    auth_sets: set === undefined ? [] : [authSetBody(device, set)],
  };
}

/** Returns the auth set of the change. If it was dismissed or is unknown, returns the newest set with the status of the device. */
const causeOf = ({ device, status, authSet }: State): AuthSet | undefined =>
  device.authSets.find(({ id }) => id === authSet) ?? device.authSets.findLast((set) => set.status === status);

const authSetBody = (device: Device, { id, pubkey, status, createdAt }: AuthSet) => ({
  id,
  device_id: device.id,
  identity_data: identityDataOf(device),
  pubkey,
  status,
  ts: createdAt.toISOString(),
});

function identityDataOf({ identity }: Device): JsonObject {
  const data = parseStrictJson(identity.text);
  return isJsonObject(data) ? data : {};
}

/**
 * `status` is the name of inventory's own attribute. Values that are no text are sent as their JSON text: inventory refuses some of them,
 * and one device with a number makes it answer every list with 500.
 */
function identityCall(common: Common, device: Device): WorkflowCall {
  const attributes = Object.entries(identityDataOf(device))
    .filter(([name]) => name !== 'status')
    .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : canonical(value), scope: 'identity' }));
  return inventoryCall(common, device.id, 'identity', attributes);
}

/** Mender's workflow takes the attributes as a JSON text. */
const inventoryCall = (
  common: Common,
  device: DeviceId,
  scope: 'identity' | 'system',
  attributes: readonly unknown[],
): WorkflowCall => ({
  workflow: 'update_device_inventory',
  body: { ...common, device_id: device, scope, attributes: JSON.stringify(attributes) },
});
