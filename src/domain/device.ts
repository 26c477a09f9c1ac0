// A device, with its auth sets and its live tokens. The rules about them are in the other files of this folder.
import type { AuthSetId, DeviceId, Fingerprint, IdentityKey, TenantId, TokenId } from './ids.ts';

export const AUTH_SET_STATUSES = ['accepted', 'preauthorized', 'pending', 'rejected'] as const;
export type AuthSetStatus = (typeof AUTH_SET_STATUSES)[number];
/** `noauth`: the device has no auth set. */
export type DeviceStatus = AuthSetStatus | 'noauth';

/** Identity of a device: `text` is the canonical form (RFC 8785) of its attributes, `key` names it in a tenant. */
export interface Identity {
  readonly key: IdentityKey;
  readonly text: string;
}

/** One device key of a device, and the decision about it. */
export interface AuthSet {
  readonly id: AuthSetId;
  readonly fingerprint: Fingerprint;
  /** Canonical PEM: 64 columns, a newline at the end. */
  readonly pubkey: string;
  readonly status: AuthSetStatus;
  readonly createdAt: Date;
  /** The source (source.ts) of the last request while the set was pending. */
  readonly from?: string;
  /** The time of the last request while the set was pending, to the half hour. */
  readonly askedAt?: Date;
  /**
   * The time when a pending set was displaced. It is removed an hour later, unless it is decided on or gets its place back
   * (places.ts).
   */
  readonly leavingAt?: Date;
  readonly wasAccepted?: true;
}

/** A live token. It is listed from its issue until it is revoked, superseded or found expired at a write (D3). */
export interface LiveToken {
  readonly jti: TokenId;
  readonly authSet: AuthSetId;
  /** Its `iat`. Absent in tokens that an earlier version issued. */
  readonly issuedAt?: Date;
  readonly expiresAt: Date;
  /** Issued by Mender, and imported with the device. Only the imported keys verify it, and it is never given again. */
  readonly imported?: true;
}

/** The fields that commands decide and a change may set. */
export interface DeviceState {
  /** The strongest status of the auth sets; `domain/status.ts` has the rule. */
  readonly status: DeviceStatus;
  /** In order of creation, at most 50. */
  readonly authSets: readonly AuthSet[];
  readonly tokens: readonly LiveToken[];
  /** Mender's flag: the workflow server has provisioned the device. */
  readonly provisioned: boolean;
  /** Set if DELETE has to wait for an orchestrator (D1a). */
  readonly decommissioningSince: Date | undefined;
  readonly updatedAt: Date;
}

export interface Device extends DeviceState {
  readonly id: DeviceId;
  readonly tenant: TenantId;
  readonly identity: Identity;
  readonly createdAt: Date;
  readonly checkInAt: Date | undefined;
  /** The number of commands that changed the device. Check-ins do not count. */
  readonly revision: number;
}
