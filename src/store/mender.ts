// The port to the database of Mender's own deviceauth, which is only read.

export interface MenderAuthSet {
  readonly id: string;
  readonly pubkey: string;
  readonly status: string;
  readonly createdAt: Date;
  /** Its last token, if the database has one. */
  readonly token: MenderToken | undefined;
}

export interface MenderToken {
  readonly jti: string;
  readonly issuer: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export interface MenderDevice {
  readonly id: string;
  readonly tenant: string;
  /** Go's canonical JSON of the identity. */
  readonly idData: string;
  readonly status: string;
  readonly isDecommissioning: boolean;
  readonly isProvisioned: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly checkInAt: Date | undefined;
  readonly revision: number;
  readonly authSets: readonly MenderAuthSet[];
}

export interface MenderLimit {
  readonly tenant: string;
  readonly name: string;
  readonly value: number;
}

export interface MenderTotals {
  readonly devices: number;
  readonly authSets: number;
  readonly tokens: number;
}

export interface MenderSource {
  totals(): Promise<MenderTotals>;
  /** Every device once, in pages, with its auth sets and their tokens. */
  devices(): AsyncIterable<readonly MenderDevice[]>;
  limits(): Promise<readonly MenderLimit[]>;
  close(): Promise<void>;
}
