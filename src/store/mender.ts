// The port to the database of Mender's own deviceauth, which is only read.
import type { ForeignAuthSet, ForeignDevice } from '../domain/mender-device.ts';

export interface MenderAuthSet extends Omit<ForeignAuthSet, 'tokenAt'> {
  /** Its last token, if the database has one. */
  readonly token: MenderToken | undefined;
}

export interface MenderToken {
  readonly jti: string;
  readonly issuer: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export interface MenderDevice extends Omit<ForeignDevice, 'authSets'> {
  readonly status: string;
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
