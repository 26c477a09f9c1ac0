// Imports a key into jose, and checks whether it made a signature.
import type { RsaNumbers } from '../domain/weak-keys.ts';
import { compactVerify, importJWK, type CryptoKey, type JWK } from 'jose';

export async function importCryptoKey(jwk: JWK, alg: string): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new TypeError('no key here is symmetric');
  return key;
}

/** Checks the signature. It never rejects, although jose throws bare TypeErrors for some tokens that do not fit their key. */
export async function hasSignature(jwt: string, alg: string, key: CryptoKey): Promise<boolean> {
  try {
    await compactVerify(jwt, key, { algorithms: [alg] });
    return true;
  } catch {
    return false;
  }
}

/** Returns the numbers of an RSA key's public members. */
export const rsaNumbers = ({ n = '', e = '' }: JWK): RsaNumbers => ({ modulus: numberOf(n), exponent: numberOf(e) });

const numberOf = (base64url: string): bigint => BigInt(`0x0${Buffer.from(base64url, 'base64url').toString('hex')}`);
