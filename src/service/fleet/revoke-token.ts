// Tokens are taken away: one by its jti, those of a device, those of a tenant.
import { revokeToken as decideOne, revokeTokens } from '../../domain/admission.ts';
import type { Device, DeviceId, TenantId, TokenId } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import { eventOf, type Origin } from '../../domain/event.ts';
import { changeDevice, type ChangeDeps } from './change-device.ts';

interface Revoke {
  readonly tenant: TenantId;
  readonly origin: Origin;
}

/** The token is good no more. Refuses with `token_not_found`, also for another tenant's. */
export async function revokeToken(deps: ChangeDeps, command: Revoke & { readonly jti: TokenId }): Promise<void> {
  await changeDevice(deps, {
    ...command,
    load: () => deps.devices.findByToken(command.tenant, command.jti),
    decide: (device: Device | undefined) => {
      const decision = device && decideOne(device, command.jti);
      if (decision === undefined) throw new Refused('token_not_found', 'token not found');
      return { answer: undefined, decision };
    },
  });
}

/** No token of the device is good any more; a device that is not there has none. */
export async function revokeDeviceTokens(
  deps: ChangeDeps,
  command: Revoke & { readonly device: DeviceId },
): Promise<void> {
  await changeDevice(deps, {
    ...command,
    load: () => deps.devices.find(command.tenant, command.device),
    decide: (device: Device | undefined) => ({ answer: undefined, decision: device && revokeTokens(device) }),
  });
}

/** No token that the tenant had is good any more; the answer takes as long as there are many. */
export async function purgeTokens(deps: ChangeDeps, { tenant, origin }: Revoke): Promise<void> {
  const occasion = { change: deps.ids.change(), tenant, at: deps.now(), origin };
  const event = eventOf({ type: 'tokens.purged' }, occasion);
  await deps.devices.purgeTokens(tenant, event);
  deps.events.happened([event]);
}
