// The port to the database of Mender's own deviceauth. It is only read.
import type { ForeignDevice } from '../domain/mender-device.ts';

export interface MenderDevice extends ForeignDevice {
  readonly status: string;
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
  /** Yields every device once, in pages, with its auth sets and their tokens. */
  devices(): AsyncIterable<readonly MenderDevice[]>;
  limits(): Promise<readonly MenderLimit[]>;
  close(): Promise<void>;
}
