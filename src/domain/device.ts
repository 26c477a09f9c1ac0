// What things are: a device, its auth sets, its live tokens, and the data of one change. The rules about them live beside.
import type { FleetEvent } from './event.ts';

declare const brand: unique symbol;
type Branded<Name> = string & { readonly [brand]: Name };

/** `''` is the installation's own tenant (D17). */
export type TenantId = Branded<'tenant'>;
/** A UUIDv7 (D13). */
export type DeviceId = Branded<'device'>;
/** A UUIDv7 (D13). */
export type AuthSetId = Branded<'auth set'>;
/** The `jti` of one issued token, a UUIDv4, fresh for each (D3). */
export type TokenId = Branded<'token'>;
/** Names the command that wrote last; lets it find out whether a write of unknown outcome happened (D1). */
export type ChangeId = Branded<'change'>;
/** SHA-256 of the canonical identity text, hexadecimal. */
export type IdentityKey = Branded<'identity key'>;
/** SHA-256 of a public key's DER (SubjectPublicKeyInfo), hexadecimal. */
export type Fingerprint = Branded<'fingerprint'>;
/** Names a tenant's named device (tenant-device.ts), a UUIDv7, so that ids sort by creation (D13). */
export type TenantDeviceId = Branded<'tenant device'>;
/** 32 hexadecimal digits: a UUID without its dashes. */
export type ApiKeyId = Branded<'API key id'>;
/** SHA-256 of an API key's whole text, hexadecimal. */
export type KeyHash = Branded<'key hash'>;

// The one place where a text becomes an id. They check nothing: an id that names nothing is simply not found.
export const tenantId = (text: string) => text as TenantId;
export const deviceId = (text: string) => text as DeviceId;
export const authSetId = (text: string) => text as AuthSetId;
export const tokenId = (text: string) => text as TokenId;
export const changeId = (text: string) => text as ChangeId;
export const identityKey = (text: string) => text as IdentityKey;
export const fingerprint = (text: string) => text as Fingerprint;
export const tenantDeviceId = (text: string) => text as TenantDeviceId;
export const apiKeyId = (text: string) => text as ApiKeyId;
export const keyHash = (text: string) => text as KeyHash;

export const OWN_TENANT = tenantId('');

export const AUTH_SET_STATUSES = ['accepted', 'preauthorized', 'pending', 'rejected'] as const;
export type AuthSetStatus = (typeof AUTH_SET_STATUSES)[number];
/** `noauth`: the device has no auth set. */
export type DeviceStatus = AuthSetStatus | 'noauth';

/** Who a device says it is: `text` is the canonical form (RFC 8785) of its attributes, `key` names it in a tenant. */
export interface Identity {
  readonly key: IdentityKey;
  readonly text: string;
}

/** One public key under which the device was seen or is expected. */
export interface AuthSet {
  readonly id: AuthSetId;
  readonly fingerprint: Fingerprint;
  /** Canonical PEM: 64 columns, a newline at the end. */
  readonly pubkey: string;
  readonly status: AuthSetStatus;
  readonly createdAt: Date;
}

/** A token stands here from its issue until it is revoked, pushed out or found expired at a write (D3). */
export interface LiveToken {
  readonly jti: TokenId;
  readonly authSet: AuthSetId;
  readonly expiresAt: Date;
}

/** What commands decide, and so what a change may set. */
export interface DeviceState {
  /** The strongest status of the auth sets; `domain/status.ts` has the rule. */
  readonly status: DeviceStatus;
  /** In order of creation, at most 50. */
  readonly authSets: readonly AuthSet[];
  readonly tokens: readonly LiveToken[];
  /** Mender's flag: its workflow server has provisioned the device. */
  readonly provisioned: boolean;
  /** Set once DELETE found an orchestrator to wait for (D1a). */
  readonly decommissioningSince: Date | undefined;
  readonly updatedAt: Date;
}

export interface Device extends DeviceState {
  readonly id: DeviceId;
  readonly tenant: TenantId;
  readonly identity: Identity;
  readonly createdAt: Date;
  readonly checkInAt: Date | undefined;
  /** Counts the commands that changed the device; check-ins do not count. */
  readonly revision: number;
}

/** Whether a change makes the device accepted (*take*), no longer accepted (*give*), or neither (D4). */
export type Slot = 'take' | 'give' | 'keep';

interface ChangeOf<Kind> {
  readonly kind: Kind;
  readonly id: ChangeId;
  /** Written in the same step as the device (D11). */
  readonly events: readonly FleetEvent[];
}

/** A device that was not there. It never takes a slot: a new device is pending or preauthorized. */
export interface CreateDevice extends ChangeOf<'create'> {
  readonly device: Device;
}

/** Only what the command decides, on the revision it has read. */
export interface UpdateDevice extends ChangeOf<'update'> {
  readonly device: DeviceId;
  readonly revision: number;
  readonly set: Partial<DeviceState>;
  readonly checkIn?: Date;
  readonly slot: Slot;
}

/** The end of a device: no read shows it from this write on, and its identity may register again (D1a). */
export interface RemoveDevice extends ChangeOf<'remove'> {
  readonly device: DeviceId;
  readonly revision: number;
  readonly slot: Slot;
}

export type Change = CreateDevice | UpdateDevice | RemoveDevice;
