// A device's own key. It is admitted by the rules, then used. This is the only file that makes a KeyObject from a received key
// (D8).
import { createHash, createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { isLowOrder } from '../domain/ed25519-point.ts';
import { Refused } from '../domain/errors.ts';
import { fingerprint } from '../domain/ids.ts';
import { LOWEST_MIN_RSA_BITS, MAX_RSA_BITS } from '../domain/names.ts';
import { createTurns } from '../time/turns.ts';
import { createAdmittedKeys } from './admitted-keys.ts';
import { findWeakness, typeOf, type KeyRules } from './key-rules.ts';
import type { DeviceKey, Keys } from './keys.ts';
import { canonicalPem } from './pem.ts';
import { faultByTrying, faultOfForm } from './signature-fault.ts';
import { readSpki, type PublicNumbers, type Spki } from './spki.ts';

/** Milliseconds of the monotonic clock. Specs set it to test the bounds per second. */
export interface KeysOptions {
  readonly elapsedMs?: () => number;
}

export function createKeys(rules: KeyRules, { elapsedMs = () => performance.now() }: KeysOptions = {}): Keys {
  if (!(rules.minRsaBits >= LOWEST_MIN_RSA_BITS && rules.minRsaBits <= MAX_RSA_BITS)) {
    throw new TypeError(`minRsaBits must be from ${LOWEST_MIN_RSA_BITS} to ${MAX_RSA_BITS}`);
  }
  const admitted = createAdmittedKeys<DeviceKey>();
  const turns = createTurns({ atOnce: MAX_POOL_CHECKS });
  const shared = {
    onPool: (work: () => Promise<boolean>) => turns.take('check', work),
    mayExamine: createAllowance(EXAMINED_PER_SECOND, elapsedMs),
  };
  return {
    admit: (pem) => admitted.find(pem) ?? deviceKey(admit(pem, rules), shared, (key) => admitted.keep(pem, key)),
  };
}

/** User tokens are verified on the same four threads of Node, and users must not wait for devices. */
const MAX_POOL_CHECKS = 4;
/** To find out why a signature is wrong costs several checks of it, so a flood of wrong signatures is not examined. */
const EXAMINED_PER_SECOND = 10;

function admit(pem: string, rules: KeyRules): Spki {
  const spki = readSpki(pem);
  const weakness = findWeakness(spki.key, rules);
  if (weakness !== undefined) throw new Refused('key_refused', `public key refused: ${weakness}`);
  return spki;
}

interface Shared {
  readonly onPool: (work: () => Promise<boolean>) => Promise<boolean>;
  readonly mayExamine: () => boolean;
}

/** `keep` is called with the key after it made a good signature, so that a stranger cannot fill the memory with keys of others. */
function deviceKey(spki: Spki, { onPool, mayExamine }: Shared, keep: (key: DeviceKey) => void): DeviceKey {
  let opened: KeyObject | undefined;
  const open = (): KeyObject => (opened ??= openKey(spki));

  const key: DeviceKey = {
    fingerprint: fingerprint(createHash('sha256').update(spki.der).digest('hex')),
    pem: canonicalPem(spki.der),
    async verify(bytes, signature) {
      if (isNeverSigned(spki, signature)) return false;
      const isGood =
        spki.key.kind === 'RSA'
          ? verify('sha256', bytes, open(), signature)
          : await onPool(() => isSigned({ bytes, signature, key: open(), hash: hashOf(spki.key) }));
      if (isGood) keep(key);
      return isGood;
    },
    faultOf(bytes, signature) {
      const fault = faultOfForm({ key: spki.key, signature });
      if (fault !== undefined) return fault;
      return mayExamine() ? faultByTrying({ key: spki.key, opened: open(), bytes, signature }) : 'not_examined';
    },
  };
  return key;
}

/** OpenSSL follows RFC 8032 except here: it accepts a low-order R. */
function isNeverSigned({ key }: Spki, signature: Uint8Array): boolean {
  return key.kind === 'Ed25519' && isLowOrder(signature.subarray(0, 32));
}

const hashOf = ({ kind }: PublicNumbers): 'sha256' | null => (kind === 'Ed25519' ? null : 'sha256');

/** Makes the key from the checked numbers, so that nothing is parsed twice. Node accepts P-224 only as DER. */
function openKey({ der, key }: Spki): KeyObject {
  const jwk = toJwk(key);
  return jwk === undefined
    ? createPublicKey({ format: 'der', type: 'spki', key: der })
    : createPublicKey({ format: 'jwk', key: jwk });
}

function toJwk(key: PublicNumbers): JsonWebKey | undefined {
  switch (key.kind) {
    case 'RSA':
      return { kty: 'RSA', n: base64url(key.modulus), e: base64url(key.exponent) };
    case 'EC': {
      const crv = typeOf(key);
      const size = (key.point.length - 1) / 2;
      const [x, y] = [key.point.subarray(1, 1 + size), key.point.subarray(1 + size)];
      return crv === undefined || crv === 'P-224' ? undefined : { kty: 'EC', crv, x: base64url(x), y: base64url(y) };
    }
    case 'Ed25519':
      return { kty: 'OKP', crv: 'Ed25519', x: base64url(key.point) };
    default:
      return key satisfies never;
  }
}

interface SignedBytes {
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly key: KeyObject;
  readonly hash: 'sha256' | null;
}

/**
 * Checks a signature on a thread of the pool, because a P-384 check takes as long as hundreds of token verifications. RSA takes
 * less time than the way to such a thread, and stays on the main thread.
 */
function isSigned({ bytes, signature, key, hash }: SignedBytes): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify(hash, bytes, key, signature, (error, good) => (error === null ? resolve(good) : reject(error)));
  });
}

/** Returns a function that answers `true` at most that many times in each second. */
function createAllowance(perSecond: number, elapsedMs: () => number): () => boolean {
  let second = -Infinity;
  let used = 0;
  return () => {
    if (elapsedMs() - second >= 1000) [second, used] = [elapsedMs(), 0];
    used += 1;
    return used <= perSecond;
  };
}

const base64url = (bytes: Buffer) => bytes.toString('base64url');
