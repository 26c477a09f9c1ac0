// Notes why a good request got no token, for a later diagnosis. It costs no write of its own (D1).
import type { Device } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import type { Fingerprint, TenantId } from '../../domain/ids.ts';
import type { RefusalReason } from '../../domain/refusal.ts';
import type { Deps } from '../deps.ts';

export interface RefusedKey {
  readonly tenant: TenantId;
  readonly device: Pick<Device, 'id'>;
  readonly fingerprint: Fingerprint;
  /** The source of the request. */
  readonly from: string;
}

type NoteDeps = Pick<Deps, 'refusals' | 'now'>;

export function noteRefusal(deps: NoteDeps, { tenant, device, ...key }: RefusedKey, reason: RefusalReason): void {
  deps.refusals.note(tenant, device.id, { ...key, reason, at: deps.now(), times: 1 });
}

/** A preauthorized device that meets the limit has no other record of the reason. */
export async function notingNoRoom<Answer>(
  deps: NoteDeps,
  key: RefusedKey,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused && error.code === 'limit_reached') noteRefusal(deps, key, 'no_room');
    throw error;
  }
}
