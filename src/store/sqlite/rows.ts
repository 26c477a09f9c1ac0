// Rows of the tables and their mapping to the domain and back. The casts of this store are here and in `statement.ts`: a `…Row` below wrote
// every row.
import type { AuthSet, Device, DeviceStatus, LiveToken } from '../../domain/device.ts';
import type { ChangeId, TenantId } from '../../domain/ids.ts';
import { authSetId, deviceId, fingerprint, identityKey, tenantId, tokenId } from '../../domain/ids.ts';
import type { Event } from '../../domain/event.ts';
import type { TenantRoom } from '../../domain/limits.ts';
import type { Place } from '../../domain/places.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Recount } from '../stats.ts';
import type { Position, TokenState } from '../store.ts';
import { textOf } from './texts.ts';

/** Times are milliseconds since 1970. */
export interface DeviceRow {
  readonly tenant: string;
  readonly id: string;
  readonly status: string;
  readonly revision: number;
  readonly change: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly check_in_at: number | null;
  readonly decommissioning_since: number | null;
  readonly provisioned: number;
  readonly tokens: string;
  readonly identity_key: string;
  readonly identity: string;
  readonly auth_sets: string;
}

/** The columns of a `DeviceRow`, in a SELECT. */
export const DEVICE = `
  device.tenant, device.id, device.status, device.revision, device.change, device.created_at, device.updated_at, device.check_in_at,
  device.decommissioning_since, device.provisioned, device.tokens, device.identity_key, device.identity, device.auth_sets`;

export type TokenStateRow = Pick<DeviceRow, 'status' | 'decommissioning_since' | 'tokens'>;

export const deviceRow = (tenant: TenantId, device: Device, change: ChangeId): DeviceRow => ({
  tenant,
  id: device.id,
  status: device.status,
  revision: device.revision,
  change,
  created_at: device.createdAt.getTime(),
  updated_at: device.updatedAt.getTime(),
  check_in_at: timeColumn(device.checkInAt),
  decommissioning_since: timeColumn(device.decommissioningSince),
  provisioned: flagColumn(device.provisioned),
  tokens: tokensColumn(device.tokens),
  identity_key: device.identity.key,
  identity: device.identity.text,
  auth_sets: authSetsColumn(device.authSets),
});

export const deviceOf = (row: DeviceRow): Device => ({
  id: deviceId(textOf(row.id)),
  tenant: tenantId(textOf(row.tenant)),
  identity: { key: identityKey(textOf(row.identity_key)), text: textOf(row.identity) },
  status: row.status as DeviceStatus,
  authSets: authSetsOf(row.auth_sets),
  tokens: tokensOf(row.tokens),
  provisioned: row.provisioned === 1,
  decommissioningSince: timeOf(row.decommissioning_since),
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
  checkInAt: timeOf(row.check_in_at),
  revision: row.revision,
});

/** The columns of a device that a search tests. */
export type TestedRow = Pick<DeviceRow, 'identity' | 'check_in_at' | 'auth_sets'>;

export interface TestedDevice {
  readonly identity: string;
  readonly checkInAt: Date | undefined;
  readonly fingerprints: () => readonly string[];
}

export const testedOf = (row: TestedRow): TestedDevice => ({
  identity: textOf(row.identity),
  checkInAt: timeOf(row.check_in_at),
  fingerprints: () => authSetsOf(row.auth_sets).map(({ fingerprint }) => fingerprint),
});

/** A place in the order of D13 as columns, and back. */
export const placeOf = ({ createdAt, id }: Position) => ({ createdAt: createdAt.getTime(), id });

export const positionOf = ({ createdAt, id }: { readonly createdAt: number; readonly id: string }): Position => ({
  createdAt: new Date(createdAt),
  id: deviceId(textOf(id)),
});

/** The part of a device from which the index of attributes is made. */
export interface IndexedDevice {
  readonly tenant: string;
  readonly id: string;
  readonly createdAt: number;
  readonly identity: string;
}

export const indexedDevice = ({ tenant, id, createdAt, identity }: Device): IndexedDevice => ({
  tenant,
  id,
  createdAt: createdAt.getTime(),
  identity: identity.text,
});

export type IndexedRow = Pick<DeviceRow, 'tenant' | 'id' | 'created_at' | 'identity'>;

export const indexedDeviceOf = (row: IndexedRow): IndexedDevice => ({
  tenant: textOf(row.tenant),
  id: textOf(row.id),
  createdAt: row.created_at,
  identity: textOf(row.identity),
});

export const tokenStateOf = (row: TokenStateRow): TokenState => ({
  status: row.status as DeviceStatus,
  decommissioning: row.decommissioning_since !== null,
  tokens: tokensOf(row.tokens),
});

export const timeColumn = (time: Date | undefined): number | null => time?.getTime() ?? null;
const timeOf = (column: number | null): Date | undefined => (column === null ? undefined : new Date(column));

export const flagColumn = (flag: boolean): number => (flag ? 1 : 0);

interface AuthSetJson extends Omit<AuthSet, 'createdAt' | 'askedAt' | 'leavingAt'> {
  readonly createdAt: number;
  readonly askedAt?: number;
  readonly leavingAt?: number;
}

export const authSetsColumn = (authSets: readonly AuthSet[]): string =>
  JSON.stringify(
    authSets.map(({ createdAt, askedAt, leavingAt, ...set }): AuthSetJson => ({
      ...set,
      createdAt: createdAt.getTime(),
      ...(askedAt && { askedAt: askedAt.getTime() }),
      ...(leavingAt && { leavingAt: leavingAt.getTime() }),
    })),
  );

const authSetsOf = (column: string): readonly AuthSet[] =>
  (JSON.parse(column) as readonly AuthSetJson[]).map((set) => ({
    id: authSetId(set.id),
    fingerprint: fingerprint(set.fingerprint),
    pubkey: set.pubkey,
    status: set.status,
    createdAt: new Date(set.createdAt),
    ...(set.from !== undefined && { from: set.from }),
    ...(set.askedAt !== undefined && { askedAt: new Date(set.askedAt) }),
    ...(set.leavingAt !== undefined && { leavingAt: new Date(set.leavingAt) }),
    ...(set.wasAccepted && { wasAccepted: true as const }),
  }));

export interface RefusalsRow {
  readonly row_id: number;
  /** Null for a device without a refusal. */
  readonly refusals: string | null;
}

interface RefusalJson extends Omit<Refusal, 'at'> {
  readonly at: number;
}

export const refusalsColumn = (refusals: readonly Refusal[]): string =>
  JSON.stringify(refusals.map(({ at, ...refusal }): RefusalJson => ({ ...refusal, at: at.getTime() })));

export const refusalsOf = (row: RefusalsRow | undefined): readonly Refusal[] =>
  (JSON.parse(row?.refusals ?? '[]') as readonly RefusalJson[]).map(({ at, ...refusal }) => ({
    ...refusal,
    at: new Date(at),
  }));

export interface PlaceRow {
  readonly device: string;
  readonly auth_set: string;
  readonly source: string | null;
  readonly created_at: number;
  readonly asked_at: number;
}

export const waitingPlaceOf = (row: PlaceRow): Place => ({
  device: deviceId(textOf(row.device)),
  authSet: authSetId(row.auth_set),
  from: row.source ?? undefined,
  createdAt: new Date(row.created_at),
  askedAt: new Date(row.asked_at),
});

interface TokenJson extends Omit<LiveToken, 'expiresAt' | 'issuedAt'> {
  readonly expiresAt: number;
  readonly issuedAt?: number;
}

/** The triggers of `token` read `jti` in it, and compare it with the text of the empty list. */
export const tokensColumn = (tokens: readonly LiveToken[]): string =>
  JSON.stringify(
    tokens.map(({ issuedAt, ...token }): TokenJson => ({
      ...token,
      expiresAt: token.expiresAt.getTime(),
      ...(issuedAt && { issuedAt: issuedAt.getTime() }),
    })),
  );

const NO_TOKENS = '[]';

export const tokensOf = (column: string): readonly LiveToken[] =>
  column === NO_TOKENS
    ? []
    : (JSON.parse(column) as readonly TokenJson[]).map((token) => ({
        jti: tokenId(token.jti),
        authSet: authSetId(token.authSet),
        expiresAt: new Date(token.expiresAt),
        ...(token.issuedAt !== undefined && { issuedAt: new Date(token.issuedAt) }),
        ...(token.imported && { imported: token.imported }),
      }));

export const eventColumn = (event: Event): string => JSON.stringify({ ...event, at: event.at.getTime() });

export function eventOf(column: string): Event {
  const event = JSON.parse(textOf(column)) as Event & { readonly at: unknown };
  return { ...event, at: new Date(event.at) };
}

/** A purge that has begun and is not in the feed yet. */
export interface PurgeRow {
  readonly tenant: string;
  readonly event: string;
}

export const purgeOf = (row: PurgeRow): { readonly tenant: TenantId; readonly event: Event } => ({
  tenant: tenantId(textOf(row.tenant)),
  event: eventOf(row.event),
});

export interface TallyRow {
  readonly status: string;
  readonly devices: number;
}

export const statusOf = (row: TallyRow): DeviceStatus => row.status as DeviceStatus;

export interface TenantRoomRow {
  readonly tenant: string;
  readonly own_limit: number | null;
  readonly used: number;
}

export const tenantRoomOf = (row: TenantRoomRow, defaultLimit: number): TenantRoom => ({
  tenant: tenantId(textOf(row.tenant)),
  limit: row.own_limit ?? defaultLimit,
  used: row.used,
});

export interface RecountRow {
  readonly tenant: string;
  readonly used: number;
  readonly accepted: number;
}

export const recountOf = (row: RecountRow): Recount => ({
  tenant: tenantId(textOf(row.tenant)),
  used: row.used,
  accepted: row.accepted,
  openOperations: 0,
});
