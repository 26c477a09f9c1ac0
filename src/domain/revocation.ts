// Items that tell an offline verifier to refuse every token that is refused here. They are made from the events that end tokens.
import type { Event } from './event.ts';

/** Refuses one token. */
export interface TokenItem {
  readonly kind: 'token';
  readonly jti: string;
  /** The time after which the item may be forgotten, in seconds. The same for the other kinds. */
  readonly exp: number;
  readonly device: string;
  readonly tenant: string;
}

/** Refuses the tokens of a device whose `iat` is not after `before`. */
export interface DeviceItem {
  readonly kind: 'device';
  readonly device: string;
  readonly tenant: string;
  readonly before: number;
  readonly exp: number;
}

/** Refuses the tokens of a tenant whose `iat` is not after `before`. */
export interface TenantItem {
  readonly kind: 'tenant';
  readonly tenant: string;
  readonly before: number;
  readonly exp: number;
}

/** Refuses the tokens that are signed with a key. */
export interface KeyItem {
  readonly kind: 'key';
  readonly kid: string;
  readonly exp: number;
}

export type RevocationItem = TokenItem | DeviceItem | TenantItem | KeyItem;

/** True if the item concerns tokens of the tenant. A signing key signs for all tenants. */
export const concerns = (item: RevocationItem, tenant: string): boolean =>
  item.kind === 'key' || item.tenant === tenant;

export const REVOCATION_TYPES = [
  'tokens.revoked',
  'tokens.superseded',
  'tokens.purged',
  'device.decommissioning',
  'device.removed',
  'signing_key.changed',
] as const satisfies readonly Event['type'][];

const SECOND = 1000;

/** Returns the `iat`, in seconds, up to which a purge refuses tokens, from the time of its event. */
export const purgedUntil = (writtenAt: Date): number =>
  Math.ceil(writtenAt.getTime() / SECOND) - BACKDATED_SECONDS + CLOCKS_SECONDS;

/** `iat` is a minute before the issue (domain/token). */
const BACKDATED_SECONDS = 60;
/** The most that clocks of nodes may differ. */
const CLOCKS_SECONDS = 5;

/**
 * Returns the items of an event, or none if no token ends. A purge ends the tokens that were issued before its event was written.
 * The clocks of nodes differ, so its item also refuses tokens that were issued in the first seconds after it; such a device asks
 * again and gets another token (`findReusable`).
 */
export function revocationsOf(event: Event, writtenAt: Date, ttlSeconds: number): readonly RevocationItem[] {
  const { tenant, device = '' } = event;
  const written = Math.ceil(writtenAt.getTime() / SECOND);
  const exp = written + ttlSeconds;
  switch (event.type) {
    case 'tokens.revoked':
    case 'tokens.superseded':
      return event.jtis.map((jti) => ({ kind: 'token', jti, exp: event.exp ?? exp, device, tenant }));
    case 'device.decommissioning':
    case 'device.removed':
      return [{ kind: 'device', device, tenant, before: written, exp }];
    case 'tokens.purged':
      return [{ kind: 'tenant', tenant, before: purgedUntil(writtenAt), exp }];
    case 'signing_key.changed':
      return event.to === 'revoked' ? [{ kind: 'key', kid: event.kid, exp }] : [];
    default:
      return [];
  }
}
