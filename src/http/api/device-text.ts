// Devices as JSON texts, for pages and exports: the bytes of `JSON.stringify(deviceView(device))`, without the values in between.
import type { AuthSet, Device } from '../../domain/device.ts';
import { keyTypeOf } from '../../domain/key-type.ts';
import { JsonText } from '../json-text.ts';
import type { components } from './gen/management-v2.gen.d.ts';

type DeviceJson = components['schemas']['Device'];

export const devicesText = (devices: readonly Device[]): JsonText<DeviceJson[]> =>
  new JsonText(`[${devices.map(deviceText).join(',')}]`);

export function deviceText(device: Device): string {
  const identity = identityText(device.identity.text);
  const sets = device.authSets.map((set) => authSetText(set, identity)).join(',');
  const checkIn = device.checkInAt === undefined ? '' : `,"check_in_time":${timeText(device.checkInAt)}`;
  return (
    `{"id":${JSON.stringify(device.id)},"identity_data":${identity},"status":"${device.status}"` +
    `,"created_ts":${timeText(device.createdAt)},"updated_ts":${timeText(device.updatedAt)},"auth_sets":[${sets}]` +
    `,"decommissioning":${device.decommissioningSince !== undefined}${checkIn}}`
  );
}

function authSetText(set: AuthSet, identity: string): string {
  const keyType = keyTypeOf(set.pubkey);
  return (
    `{"id":${JSON.stringify(set.id)},"identity_data":${identity},"pubkey":${JSON.stringify(set.pubkey)}` +
    `,"fingerprint":${JSON.stringify(set.fingerprint)}${keyType === undefined ? '' : `,"key_type":"${keyType}"`}` +
    `,"status":"${set.status}","ts":${timeText(set.createdAt)}` +
    `${set.leavingAt === undefined ? '' : `,"leaving_ts":${timeText(set.leavingAt)}`}}`
  );
}

const timeText = (time: Date): string => `"${time.toISOString()}"`;

/** A canonical text is what `JSON.stringify` writes, except that objects have names like "10" first, in the order of numbers. */
const identityText = (canonical: string): string =>
  NUMBER_AS_NAME.test(canonical) ? JSON.stringify(JSON.parse(canonical)) : canonical;

const NUMBER_AS_NAME = /"\d+":/;
