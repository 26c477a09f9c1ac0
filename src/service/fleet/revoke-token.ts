// Revokes tokens: one token by its jti, those of a device, those of a tenant.
import { revokeToken as decideOne, revokeTokens } from '../../domain/admission.ts';
import type { Device } from '../../domain/device.ts';
import type { DeviceId, TenantId, TokenId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import { writeAndAnnounce } from '../write-and-announce.ts';
import { changeDevice, decided, type ChangeDeps } from './change-device.ts';

interface Revoke {
  readonly tenant: TenantId;
  readonly origin: Origin;
}

/** Revokes the token. Refuses with `token_not_found`, also for a token of another tenant. */
export async function revokeToken(deps: ChangeDeps, command: Revoke & { readonly jti: TokenId }): Promise<void> {
  await changeDevice(deps, {
    ...command,
    load: () => deps.devices.findByToken(command.tenant, command.jti),
    decide: (device: Device | undefined) => {
      const decision = device && decideOne(device, command.jti);
      if (decision === undefined) throw new Refused('token_not_found', 'token not found');
      return decided(decision, undefined);
    },
  });
}

/** Revokes every token of the device. Does nothing for an unknown device. */
export async function revokeDeviceTokens(
  deps: ChangeDeps,
  command: Revoke & { readonly device: DeviceId },
): Promise<void> {
  await changeDevice(deps, {
    ...command,
    load: () => deps.devices.find(command.tenant, command.device),
    decide: (device: Device | undefined) => decided(device && revokeTokens(device), undefined),
  });
}

/** Revokes every token of the tenant. The time it takes grows with their number. */
export async function purgeTokens(deps: ChangeDeps, { tenant, origin }: Revoke): Promise<void> {
  await writeAndAnnounce(deps, { tenant, origin }, { type: 'tokens.purged' }, (event) =>
    deps.devices.purgeTokens(tenant, event),
  );
}
