// A device's own key: admitted by the rules, then used. The only file that makes a KeyObject of what somebody sent (D8).
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { fingerprint } from '../domain/ids.ts';
import { Refused } from '../domain/errors.ts';
import { isLowOrder } from '../domain/ed25519-point.ts';
import { LOWEST_MIN_RSA_BITS, MAX_RSA_BITS } from '../domain/names.ts';
import { createTurns, type Turns } from '../time/turns.ts';
import { findWeakness, type KeyRules } from './key-rules.ts';
import type { DeviceKey, Keys } from './keys.ts';
import { canonicalPem } from './pem.ts';
import { readSpki, type Spki } from './spki.ts';

export function openKeys(rules: KeyRules): Keys {
  if (!(rules.minRsaBits >= LOWEST_MIN_RSA_BITS && rules.minRsaBits <= MAX_RSA_BITS)) {
    throw new TypeError(`minRsaBits must be from ${LOWEST_MIN_RSA_BITS} to ${MAX_RSA_BITS}`);
  }
  const turns = createTurns({ atOnce: MAX_CHECKS });
  return { admit: (pem) => admit(pem, rules, turns) };
}

/** Users are verified on the same threads: a crowd of devices shall not stand in line before them. As many as Node has of these. */
const MAX_CHECKS = 4;

function admit(pem: string, rules: KeyRules, turns: Turns): DeviceKey {
  const spki = readSpki(pem);
  const weakness = findWeakness(spki.key, rules);
  if (weakness !== undefined) throw new Refused('key_refused', `public key refused: ${weakness}`);
  return deviceKey(spki, turns);
}

function deviceKey(spki: Spki, turns: Turns): DeviceKey {
  let opened: KeyObject | undefined;

  return {
    fingerprint: fingerprint(createHash('sha256').update(spki.der).digest('hex')),
    pem: canonicalPem(spki.der),
    async verify(bytes, signature) {
      if (isNeverSigned(spki, signature)) return false;
      return turns.take('check', () => {
        opened ??= openKey(spki);
        return isSigned({ bytes, signature, key: opened, hash: spki.key.kind === 'Ed25519' ? null : 'sha256' });
      });
    },
  };
}

/** OpenSSL follows RFC 8032 but for this: it takes a low-order R. */
function isNeverSigned({ key }: Spki, signature: Uint8Array): boolean {
  return key.kind === 'Ed25519' && isLowOrder(signature.subarray(0, 32));
}

/** By the numbers that were judged: nothing is parsed again, and it takes a tenth of the time. EC is faster as DER. */
function openKey({ der, key }: Spki): KeyObject {
  switch (key.kind) {
    case 'RSA':
      return createPublicKey({
        format: 'jwk',
        key: { kty: 'RSA', n: base64url(key.modulus), e: base64url(key.exponent) },
      });
    case 'EC':
      return createPublicKey({ format: 'der', type: 'spki', key: der });
    case 'Ed25519':
      return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: base64url(key.point) } });
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

/** On a thread of its own: a P-384 check takes as long as hundreds of token verifications. */
function isSigned({ bytes, signature, key, hash }: SignedBytes): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify(hash, bytes, key, signature, (error, good) => (error === null ? resolve(good) : reject(error)));
  });
}

const base64url = (bytes: Buffer) => bytes.toString('base64url');
