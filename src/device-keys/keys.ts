// The port to the devices' own keys. A text is admitted first, and only an admitted key is used (D8).
import type { Fingerprint } from '../domain/ids.ts';
import type { SignatureFault } from '../domain/errors.ts';

export interface DeviceKey {
  readonly fingerprint: Fingerprint;
  /** Canonical PEM (64 columns, newline at the end). All spellings of one key have the same text. */
  readonly pem: string;
  /**
   * Returns true if this key made `signature` over exactly these bytes: RSA PKCS#1 v1.5 with SHA-256; ECDSA with SHA-256, DER with
   * nothing after it; Ed25519. A malformed signature is `false`, never an error.
   */
  verify(bytes: Uint8Array, signature: Uint8Array): Promise<boolean>;
  /**
   * Returns why a signature that `verify` refused is wrong. It may be `not_examined`: expensive examinations are done only a few
   * times a second.
   */
  faultOf(bytes: Uint8Array, signature: Uint8Array): SignatureFault;
}

export interface Keys {
  /** Refuses a text that is not a public key of an admitted kind with `key_refused`. */
  admit(pem: string): DeviceKey;
}
