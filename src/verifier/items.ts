// The items of the revocation feed, and the tokens that they refuse.
import type { DeviceClaims } from './token.ts';

/** An item of the feed, as internal-v1 describes it. */
export type RevocationItem =
  | {
      readonly kind: 'token';
      readonly jti: string;
      readonly exp: number;
      readonly device: string;
      readonly tenant: string;
    }
  | {
      readonly kind: 'device';
      readonly device: string;
      readonly tenant: string;
      readonly before: number;
      readonly exp: number;
    }
  | { readonly kind: 'tenant'; readonly tenant: string; readonly before: number; readonly exp: number }
  | { readonly kind: 'key'; readonly kid: string; readonly exp: number };

interface Epoch {
  readonly before: number;
  readonly exp: number;
}

export interface Revoked {
  /** Applies an item; a second time changes nothing. Of two times for one device or tenant the later one counts. */
  readonly apply: (item: RevocationItem) => void;
  refuses(claims: DeviceClaims): boolean;
  /** Forgets what has expired at that time, in seconds. */
  prune(now: number): void;
  size(): number;
}

export function createRevoked(): Revoked {
  const tokens = new Map<string, number>();
  const devices = new Map<string, Epoch>();
  const tenants = new Map<string, Epoch>();
  const keys = new Map<string, number>();

  const raise = (epochs: Map<string, Epoch>, name: string, { before, exp }: Epoch): void => {
    const known = epochs.get(name);
    epochs.set(name, {
      before: Math.max(before, known?.before ?? -Infinity),
      exp: Math.max(exp, known?.exp ?? -Infinity),
    });
  };
  return {
    apply: (item) => {
      if (item.kind === 'token') tokens.set(item.jti, Math.max(item.exp, tokens.get(item.jti) ?? 0));
      else if (item.kind === 'device') raise(devices, deviceName(item), item);
      else if (item.kind === 'tenant') raise(tenants, item.tenant, item);
      else keys.set(item.kid, Math.max(item.exp, keys.get(item.kid) ?? 0));
    },
    refuses: (claims) =>
      tokens.has(claims.jti) ||
      keys.has(claims.kid) ||
      claims.issuedAt <= (devices.get(deviceName(claims))?.before ?? -Infinity) ||
      claims.issuedAt <= (tenants.get(claims.tenant)?.before ?? -Infinity),
    prune: (now) => {
      for (const map of [tokens, keys]) for (const [name, exp] of map) if (exp <= now) map.delete(name);
      for (const map of [devices, tenants]) for (const [name, { exp }] of map) if (exp <= now) map.delete(name);
    },
    size: () => tokens.size + devices.size + tenants.size + keys.size,
  };
}

const deviceName = ({ tenant, device }: { readonly tenant: string; readonly device: string }): string =>
  `${device} ${tenant}`;

/** Reads an item. Throws for a kind that this version does not know, because to ignore it would accept revoked tokens. */
export function readItem(value: unknown): RevocationItem {
  if (typeof value !== 'object' || value === null) throw new Error('an item of the feed is no object');
  const { kind, exp, jti, device, tenant, before, kid }: Partial<Record<string, unknown>> = { ...value };
  if (typeof exp === 'number') {
    if (kind === 'token' && isText(jti)) return { kind, jti, exp, device: textOf(device), tenant: textOf(tenant) };
    if (kind === 'device' && isText(device) && isText(tenant) && typeof before === 'number')
      return { kind, device, tenant, before, exp };
    if (kind === 'tenant' && isText(tenant) && typeof before === 'number') return { kind, tenant, before, exp };
    if (kind === 'key' && isText(kid)) return { kind, kid, exp };
  }
  throw new Error(`the feed has an item that this version does not know: ${String(kind).slice(0, 32)}`);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const textOf = (value: unknown): string => (isText(value) ? value : '');
