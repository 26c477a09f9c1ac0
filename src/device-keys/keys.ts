// The port to the devices' own keys: a text is admitted first, and only an admitted key is ever used (D8).
import type { Fingerprint } from '../domain/ids.ts';

export interface DeviceKey {
  readonly fingerprint: Fingerprint;
  /** Canonical PEM (64 columns, newline at the end): one key has one text, however it was spelt. */
  readonly pem: string;
  /**
   * Whether `signature` is this key's over exactly these bytes: RSA PKCS#1 v1.5 with SHA-256; ECDSA with SHA-256, DER with
   * nothing after it; Ed25519. Anything malformed is `false`, never an error.
   */
  verify(bytes: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

export interface Keys {
  /** Refuses with `key_refused` whatever is not one of the admitted kinds in one of the admitted spellings. */
  admit(pem: string): DeviceKey;
}
