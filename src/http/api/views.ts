// A device as the device authentication APIs show it, in the same form everywhere.
import type { ApiKey } from '../../domain/api-key.ts';
import type { AuthSet, Device, LiveToken } from '../../domain/device.ts';
import { keyTypeOf } from '../../domain/key-type.ts';
import type { components } from './gen/management-v2.gen.d.ts';

type DeviceJson = components['schemas']['Device'];
type AuthSetJson = components['schemas']['AuthSet'];

export function deviceView(device: Device): DeviceJson {
  const identity: DeviceJson['identity_data'] = JSON.parse(device.identity.text);
  return {
    id: device.id,
    identity_data: identity,
    status: device.status,
    created_ts: device.createdAt.toISOString(),
    updated_ts: device.updatedAt.toISOString(),
    auth_sets: device.authSets.map((set) => authSetView(set, identity)),
    decommissioning: device.decommissioningSince !== undefined,
    ...(device.checkInAt && { check_in_time: device.checkInAt.toISOString() }),
  };
}

function authSetView(set: AuthSet, identity: AuthSetJson['identity_data']): AuthSetJson {
  const keyType = keyTypeOf(set.pubkey);
  return {
    id: set.id,
    identity_data: identity,
    pubkey: set.pubkey,
    fingerprint: set.fingerprint,
    ...(keyType !== undefined && { key_type: keyType }),
    status: set.status,
    ts: set.createdAt.toISOString(),
    ...(set.leavingAt && { leaving_ts: set.leavingAt.toISOString() }),
  };
}

/** An API key without its text. */
export const apiKeyView = (key: ApiKey): components['schemas']['ApiKey'] => ({
  id: key.id,
  prefix: `dak_${key.id}_`,
  scopes: key.scopes,
  description: key.description,
  created_at: key.createdAt.toISOString(),
  ...(key.expiresAt && { expires_at: key.expiresAt.toISOString() }),
  ...(key.lastUsedAt && { last_used_at: key.lastUsedAt.toISOString() }),
});

export const tokenView = (token: LiveToken): components['schemas']['Token'] => ({
  jti: token.jti,
  auth_set: token.authSet,
  expires_ts: token.expiresAt.toISOString(),
});
