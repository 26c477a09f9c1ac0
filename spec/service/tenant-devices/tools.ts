// The common parts of the specs of commands on tenant devices.
import { parseKey, type ParsedKey } from '../../../src/domain/api-key.ts';
import { tenantId } from '../../../src/domain/ids.ts';
import type { TenantDevice } from '../../../src/domain/tenant-device.ts';
import { createDevice } from '../../../src/service/tenant-devices/create.ts';
import { resetConnections } from '../../../src/service/tenant-devices/reset-connections.ts';
import type { TenantAppDeps } from '../../support/tenant-device-deps.ts';

export const TENANT = tenantId('acme');
export const ORIGIN = { actor: 'user:spec', requestId: 'request-1' } as const;
export const OF = { tenant: TENANT, origin: ORIGIN } as const;

export async function made(deps: TenantAppDeps, name = 'Gate 4'): Promise<TenantDevice> {
  const state = await createDevice(deps, { ...OF, type: undefined, name, description: undefined });
  return state.device;
}

export async function keyOf(deps: TenantAppDeps, device: TenantDevice): Promise<ParsedKey> {
  return parsed(await resetConnections(deps, { ...OF, device: device.id }));
}

export function parsed(text: string): ParsedKey {
  const key = parseKey(text);
  if (key === undefined) throw new Error('no key');
  return key;
}

export const refusedWith = (code: string) => ({ name: 'Refused', code });
