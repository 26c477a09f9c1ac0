// Reads a private key file into a key that signs our tokens. A refusal names the file and never quotes it (D15). This is the only
// place that makes a private KeyObject.
import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type CryptoKey, type JWK } from 'jose';
import type { SigningAlgorithm } from '../../domain/names.ts';
import { rsaWeakness } from '../../domain/weak-keys.ts';
import { hasSignature, importCryptoKey, rsaNumbers } from '../crypto-key.ts';
import { findPemBlocks, type PemBlock } from '../pem.ts';
import type { PublicKey } from '../tokens.ts';
import { isVersion2, toVersion1 } from './pkcs8-v2.ts';
import { readPrivateFile, refused, type FileRules } from './private-file.ts';
import { signJws } from './sign-jws.ts';

export interface SigningKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly jwk: PublicKey;
  /** The private key for jose, which works on threads of the pool. */
  readonly privateKey: CryptoKey;
  /** The same private key for `crypto.sign` on the main thread. */
  readonly signer: KeyObject;
  readonly publicKey: CryptoKey;
}

export interface SigningKeyFile {
  readonly key: SigningKey;
  /** When the file was put there: its time of change. */
  readonly since: Date;
}

/** Reads the key in a file. Refuses a file that cannot be used, or that strangers can read or replace, with `key_refused`. */
export async function readSigningKey(file: string, rules: FileRules = {}): Promise<SigningKeyFile> {
  const { text, since } = await readPrivateFile(file, rules);
  const privateKey = toPrivateKey(findPrivateBlock(text, file), file);
  const alg = findAlgorithm(privateKey);
  if (alg === undefined)
    throw refused(file, 'holds a key of a kind that cannot sign tokens (RSA, EC P-256 or Ed25519)');
  const jwk = privateKey.export({ format: 'jwk' });
  const weakness = alg === 'RS256' ? rsaWeakness(rsaNumbers(jwk)) : undefined;
  if (weakness !== undefined) throw refused(file, `holds a weak key: ${weakness}`);
  const key = await toSigningKey(privateKey, alg).catch(() => undefined);
  if (key === undefined || !(await fitsItself(key))) throw refused(file, 'holds a damaged private key');
  return { key, since };
}

/** Makes a key, with its text as PKCS#8. */
export async function makeSigningKey(
  alg: SigningAlgorithm,
): Promise<{ readonly key: SigningKey; readonly pem: string }> {
  const { privateKey } = await makeKeyPair(alg);
  const key = await toSigningKey(privateKey, alg);
  return { key, pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

const NEW_RSA_BITS = 3072;
const makePair = promisify(generateKeyPair);

function makeKeyPair(alg: SigningAlgorithm): Promise<{ readonly privateKey: KeyObject }> {
  switch (alg) {
    case 'ES256':
      return makePair('ec', { namedCurve: 'P-256' });
    case 'RS256':
      return makePair('rsa', { modulusLength: NEW_RSA_BITS });
    case 'EdDSA':
      return makePair('ed25519');
  }
}

function findPrivateBlock(text: string, file: string): string {
  const [block, ...more] = findPemBlocks(text);
  if (block === undefined) throw refused(file, 'holds no PEM block');
  const fault = FAULTS.find(({ of }) => of(block));
  if (fault !== undefined) throw refused(file, fault.says);
  if (more.length > 0) throw refused(file, 'holds more than one PEM block');
  return block.text;
}

const PRIVATE_LABELS = ['PRIVATE KEY', 'RSA PRIVATE KEY'];

// prettier-ignore
const FAULTS: readonly { readonly of: (block: PemBlock) => boolean; readonly says: string }[] = [
  { of: ({ label }) => label.startsWith('EC '),           says: 'holds an EC key in SEC1 form (openssl pkcs8 -topk8 -nocrypt makes PKCS#8)' },
  { of: ({ label }) => label.endsWith('PUBLIC KEY'),      says: 'holds a public key; a private one is needed' },
  { of: ({ text }) => text.includes('ENCRYPTED'),         says: 'holds an encrypted key' },
  { of: ({ label }) => !PRIVATE_LABELS.includes(label),   says: 'holds no private key (PKCS#8, or PKCS#1 for RSA)' },
];

function toPrivateKey(block: string, file: string): KeyObject {
  const der = Buffer.from(block.replace(/-----[^-]+-----/g, ''), 'base64');
  if (isVersion2(der)) return fromVersion2(der, file);
  try {
    return createPrivateKey(block);
  } catch {
    throw refused(file, 'holds a damaged private key');
  }
}

function fromVersion2(der: Buffer, file: string): KeyObject {
  const known = toVersion1(der);
  if (known === undefined)
    throw refused(file, 'holds a key in PKCS#8 version 2, which is read for Ed25519 only: write it in version 1');
  const key = createPrivateKey({ key: known.der, format: 'der', type: 'pkcs8' });
  if (key.export({ format: 'jwk' }).x !== known.point.toString('base64url'))
    throw refused(file, 'holds a private key beside the public key of another one');
  return key;
}

function findAlgorithm(key: KeyObject): SigningAlgorithm | undefined {
  if (key.asymmetricKeyType === 'rsa') return 'RS256';
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256';
  return undefined;
}

async function toSigningKey(signer: KeyObject, alg: SigningAlgorithm): Promise<SigningKey> {
  const privateJwk = signer.export({ format: 'jwk' });
  const members = publicMembers(privateJwk, alg);
  const kid = await calculateJwkThumbprint(members);
  return {
    kid,
    alg,
    jwk: { ...members, kid, alg, use: 'sig' },
    privateKey: await importCryptoKey(privateJwk, alg),
    signer,
    publicKey: await importCryptoKey(members, alg),
  };
}

/**
 * Signs and verifies once, because OpenSSL accepts a private key with the public half of another key. Its tokens would verify
 * nowhere.
 */
const fitsItself = async (key: SigningKey): Promise<boolean> =>
  hasSignature(await signJws(key, {}), key.alg, key.publicKey);

function publicMembers({ n = '', e = '', x = '', y = '' }: JWK, alg: SigningAlgorithm) {
  switch (alg) {
    case 'ES256':
      return { kty: 'EC', crv: 'P-256', x, y } as const;
    case 'RS256':
      return { kty: 'RSA', n, e } as const;
    case 'EdDSA':
      return { kty: 'OKP', crv: 'Ed25519', x } as const;
  }
}
