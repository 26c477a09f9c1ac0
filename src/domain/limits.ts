// Room for one more accepted device (D4). The store decides by the same rule, because only it can do so in one step.
import type { TenantId } from './ids.ts';

/** `limit` -1: none; 0: nobody. `used` is kept for tenants without a limit too. */
export interface Room {
  readonly limit: number;
  readonly used: number;
}

export interface TenantRoom extends Room {
  readonly tenant: TenantId;
}

export const UNLIMITED = -1;

export const hasRoom = ({ limit, used }: Room): boolean => limit === UNLIMITED || used < limit;
