// True if one more device may be accepted (D4). The store decides by this rule, because only the store can check and write in one
// step.
import type { TenantId } from './ids.ts';

/** `limit` -1 means no limit, 0 admits no device. `used` is counted for tenants without a limit too. */
export interface Room {
  readonly limit: number;
  readonly used: number;
}

export interface TenantRoom extends Room {
  readonly tenant: TenantId;
}

export const UNLIMITED = -1;

export const hasRoom = ({ limit, used }: Room): boolean => limit === UNLIMITED || used < limit;
