// The port to the devices' own keys: a text is admitted first, and only an admitted key is ever used (D8).
import type { Fingerprint } from '../domain/ids.ts';
import type { SignatureFault } from '../domain/errors.ts';

export interface DeviceKey {
  readonly fingerprint: Fingerprint;
  /** Canonical PEM (64 columns, newline at the end): one key has one text, in every spelling that it may be sent in. */
  readonly pem: string;
  /**
   * Returns true if `signature` is this key's over exactly these bytes: RSA PKCS#1 v1.5 with SHA-256; ECDSA with SHA-256, DER
   * with nothing after it; Ed25519. A malformed signature is `false`, never an error.
   */
  verify(bytes: Uint8Array, signature: Uint8Array): Promise<boolean>;
  /** Returns why a signature is wrong that `verify` has refused. It may say `not_examined`: what costs is done a few times a second. */
  faultOf(bytes: Uint8Array, signature: Uint8Array): SignatureFault;
}

export interface Keys {
  /** Refuses with `key_refused` a text that is not a public key of an admitted kind. */
  admit(pem: string): DeviceKey;
}
