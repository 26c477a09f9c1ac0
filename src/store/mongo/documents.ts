// The documents of the database, and their mapping to the domain and back. Field names are the database's own.
import type { UpdateFilter } from 'mongodb';
import type { DeviceCreation, DeviceRemoval, DeviceUpdate } from '../../domain/change.ts';
import type { AuthSet, AuthSetStatus, Device, DeviceStatus, LiveToken } from '../../domain/device.ts';
import type { ChangeId, DeviceId, TenantId, TokenId } from '../../domain/ids.ts';
import { identityKey } from '../../domain/ids.ts';
import type { DeviceSettings, DeviceType } from '../../domain/device-types.ts';
import type { Event } from '../../domain/event.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { attributesOf, indexed, type Attribute } from '../../domain/attributes.ts';
import type { TokenState } from '../store.ts';

/**
 * One whole device (D1). A removed device has `removed`, for reads, and `status: 'removed'`, so that counts by index leave it out.
 */
export interface DeviceDocument {
  readonly _id: DeviceId;
  readonly tenant: TenantId;
  /** `removed:<id>` after the removal, so that the identity may register again (D1a). */
  readonly identity_key: string;
  readonly identity: string;
  /** The index entries of its attributes (D21). A device of an older version has none at first. */
  readonly attributes?: readonly string[];
  readonly auth_sets: readonly AuthSetDocument[];
  readonly tokens: readonly TokenDocument[];
  readonly status: DeviceStatus | 'removed';
  readonly provisioned: boolean;
  readonly decommissioning_since?: Date;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly check_in?: Date;
  /** The diagnosis alone reads them. `version` counts the writes of this field. */
  readonly refused?: { readonly version: number; readonly refusals: readonly Refusal[] };
  readonly revision: number;
  /** The change that wrote last. */
  readonly change: ChangeId;
  /** The last slot operation that wrote the device (D4). */
  readonly slot_op?: string;
  /** Events that are not in the feed yet, in order (D11). */
  readonly outbox: readonly Event[];
  /** Marks work for the sweep: events, or a removed device that still exists. */
  readonly dirty?: true;
  readonly removed?: true;
}

export interface AuthSetDocument {
  readonly id: AuthSet['id'];
  readonly fingerprint: AuthSet['fingerprint'];
  readonly pubkey: string;
  readonly status: AuthSetStatus;
  readonly created_at: Date;
  readonly from?: string;
  readonly asked_at?: Date;
  readonly leaving_at?: Date;
  readonly was_accepted?: true;
}

export interface TokenDocument {
  readonly jti: TokenId;
  readonly auth_set: LiveToken['authSet'];
  readonly issued_at?: Date;
  readonly expires_at: Date;
  readonly imported?: true;
}

/** A slot operation, open from the intent until it is settled (D4). */
export interface Operation {
  readonly id: string;
  readonly device: DeviceId;
  readonly kind: 'take' | 'give';
  readonly at: Date;
}

export interface PurgeDocument {
  readonly id: string;
  readonly at: Date;
  readonly event: Event;
}

/**
 * A tenant's slots and its own events. Created at first use, never replaced, never deleted. Without `limit` the default applies.
 */
export interface TenantDocument {
  readonly _id: TenantId;
  readonly limit?: number;
  readonly used: number;
  readonly ops: readonly Operation[];
  readonly purges: readonly PurgeDocument[];
  readonly device_settings?: { readonly [Type in DeviceType]?: DeviceSettings };
  readonly outbox: readonly Event[];
  readonly dirty?: true;
}

/** The part of a document that the drain needs (D11). */
export interface OutboxDocument {
  readonly _id: string;
  readonly outbox: readonly Event[];
  readonly dirty?: true;
  readonly removed?: true;
  readonly tenant: string;
  readonly revision: number;
}

export interface FeedDocument {
  /** The position: 1, 2, 3 … */
  readonly _id: number;
  readonly event_id: string;
  readonly event: Event;
  readonly written_at: Date;
}

/** The position of a reader of the feed, and the node that runs it until that time (D19). */
export interface CursorDocument {
  readonly _id: string;
  readonly position: number;
  readonly node?: string;
  readonly claimed_until?: Date;
}

/** `schema` has the version of the database, `lock` the node that migrates it. */
export interface SchemaDocument {
  readonly _id: 'schema' | 'lock';
  readonly version?: number;
  readonly owner?: string;
  readonly until?: Date;
}

/** The progress of adding attributes to devices; `attribute-index.ts` has the states. */
export interface AttributeIndexDocument {
  readonly _id: 'attributes';
  /** The version of the rules that compare values. */
  readonly rule: number;
  readonly position: DeviceId;
  readonly end?: DeviceId;
  readonly done: boolean;
}

/** Leaves out the outbox, which no read needs and which may be long. */
export const WITHOUT_OUTBOX = { outbox: 0 } as const;

/** A device without the fields that only queries need. */
export const WHOLE_DEVICE = { outbox: 0, attributes: 0, refused: 0 } as const;

/** Filter: not removed. Removed documents stay until their outbox is empty. */
export const NOT_REMOVED = { removed: { $ne: true } } as const;

/** The fields that `tokenStateOf` reads. The hot path reads nothing else. */
export const TOKEN_STATE = { tenant: 1, status: 1, tokens: 1, decommissioning_since: 1, removed: 1 } as const;

/** Returns `undefined` for a removed device. */
export function deviceOf(document: DeviceDocument | null): Device | undefined {
  if (document === null || document.removed === true || document.status === 'removed') return undefined;
  return {
    id: document._id,
    tenant: document.tenant,
    identity: { key: identityKey(document.identity_key), text: document.identity },
    status: document.status,
    authSets: document.auth_sets.map(authSetOf),
    tokens: document.tokens.map(tokenOf),
    provisioned: document.provisioned,
    decommissioningSince: document.decommissioning_since,
    createdAt: document.created_at,
    updatedAt: document.updated_at,
    checkInAt: document.check_in,
    revision: document.revision,
  };
}

export type TokenStateDocument = Pick<DeviceDocument, 'status' | 'tokens' | 'decommissioning_since' | 'removed'>;

export function tokenStateOf(document: TokenStateDocument | null): TokenState | undefined {
  if (document === null || document.removed === true || document.status === 'removed') return undefined;
  return {
    status: document.status,
    decommissioning: document.decommissioning_since !== undefined,
    tokens: document.tokens.map(tokenOf),
  };
}

export function newDeviceDocument({ device, id, events }: DeviceCreation): DeviceDocument {
  return {
    _id: device.id,
    tenant: device.tenant,
    identity_key: device.identity.key,
    identity: device.identity.text,
    attributes: attributeEntries(device.identity.text),
    auth_sets: device.authSets.map(authSetDocument),
    tokens: device.tokens.map(tokenDocument),
    status: device.status,
    provisioned: device.provisioned,
    ...(device.decommissioningSince && { decommissioning_since: device.decommissioningSince }),
    created_at: device.createdAt,
    updated_at: device.updatedAt,
    ...(device.checkInAt && { check_in: device.checkInAt }),
    revision: device.revision,
    change: id,
    outbox: events,
    ...(events.length > 0 && { dirty: true as const }),
  };
}

/** Sets only the fields that the command decides. The other fields stay as other commands wrote them (D1). */
export function updateFor(change: DeviceUpdate | DeviceRemoval, operation?: Operation): UpdateFilter<DeviceDocument> {
  const { set, unset } = change.kind === 'remove' ? removal(change) : decided(change);
  const dirty = change.kind === 'remove' || change.events.length > 0;
  const checkIn = change.kind === 'update' ? change.checkIn : undefined;
  return {
    $set: {
      ...set,
      change: change.id,
      ...(operation && { slot_op: operation.id }),
      ...(dirty && { dirty: true as const }),
    },
    ...(unset && { $unset: unset }),
    ...(change.events.length > 0 && { $push: { outbox: { $each: [...change.events] } } }),
    ...(checkIn && { $max: { check_in: checkIn } }),
    $inc: { revision: 1 },
  };
}

interface Decided {
  readonly set: Partial<DeviceDocument>;
  readonly unset: false | { readonly decommissioning_since: ''; readonly attributes?: ''; readonly refused?: '' };
}

function decided({ set }: DeviceUpdate): Decided {
  return {
    set: {
      ...(set.status !== undefined && { status: set.status }),
      ...(set.authSets && { auth_sets: set.authSets.map(authSetDocument) }),
      ...(set.tokens && { tokens: set.tokens.map(tokenDocument) }),
      ...(set.provisioned !== undefined && { provisioned: set.provisioned }),
      ...(set.decommissioningSince && { decommissioning_since: set.decommissioningSince }),
      ...(set.updatedAt && { updated_at: set.updatedAt }),
    },
    unset: 'decommissioningSince' in set && set.decommissioningSince === undefined && { decommissioning_since: '' },
  };
}

function removal({ device }: DeviceRemoval): Decided {
  const set = {
    removed: true,
    status: 'removed',
    identity_key: `removed:${device}`,
    auth_sets: [],
    tokens: [],
  } as const;
  return { set, unset: { decommissioning_since: '', attributes: '', refused: '' } };
}

/** `<value>\0<name>`: one index serves equality and beginnings. */
export const attributeEntry = ({ name, value }: Attribute): string =>
  `${entryText(indexed(value))}\0${entryText(name)}`;

export const attributeEntries = (identityText: string): readonly string[] =>
  attributesOf(identityText).map(attributeEntry);

/** An entry has no other NUL than the one between its parts. */
export const entryText = (text: string): string => text.replaceAll('\0', '\u0001');

export const authSetOf = ({ created_at, asked_at, leaving_at, was_accepted, ...set }: AuthSetDocument): AuthSet => ({
  ...set,
  createdAt: created_at,
  ...(asked_at && { askedAt: asked_at }),
  ...(leaving_at && { leavingAt: leaving_at }),
  ...(was_accepted && { wasAccepted: was_accepted }),
});

const authSetDocument = ({ createdAt, askedAt, leavingAt, wasAccepted, ...set }: AuthSet): AuthSetDocument => ({
  ...set,
  created_at: createdAt,
  ...(askedAt && { asked_at: askedAt }),
  ...(leavingAt && { leaving_at: leavingAt }),
  ...(wasAccepted && { was_accepted: wasAccepted }),
});

const tokenOf = ({ jti, auth_set, issued_at, expires_at, imported }: TokenDocument): LiveToken => ({
  jti,
  authSet: auth_set,
  ...(issued_at && { issuedAt: issued_at }),
  expiresAt: expires_at,
  ...(imported && { imported }),
});

const tokenDocument = ({ jti, authSet, issuedAt, expiresAt, imported }: LiveToken): TokenDocument => ({
  jti,
  auth_set: authSet,
  ...(issuedAt && { issued_at: issuedAt }),
  expires_at: expiresAt,
  ...(imported && { imported }),
});
