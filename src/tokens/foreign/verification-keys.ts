// Reads public keys of other issuers, for users' and tenants' tokens, from PEM files and key sets.
import { open } from 'node:fs/promises';
import { calculateJwkThumbprint, exportJWK, importSPKI, type CryptoKey, type JWK } from 'jose';
import { Refused } from '../../domain/errors.ts';
import { VERIFICATION_ALGORITHMS, type VerificationAlgorithm } from '../../domain/names.ts';
import type { JsonValue } from '../../domain/strict-json.ts';
import { ed25519Weakness, rsaWeakness } from '../../domain/weak-keys.ts';
import { hasSignature, importCryptoKey, rsaNumbers } from '../crypto-key.ts';
import { readKeyText } from '../key-text.ts';
import { findPemBlocks } from '../pem.ts';

/** The form of tokens of other issuers. */
export const FOREIGN_GATE = {
  algorithms: VERIFICATION_ALGORITHMS,
  maxBytes: 16 * 1024,
  otherNames: 'ignored',
} as const;

export interface VerificationKey {
  /** Its `kid` in its key set. */
  readonly kid: string | undefined;
  /** RFC 7638. Equal for every spelling of one key. */
  readonly thumbprint: string;
  readonly uses: ReadonlyMap<VerificationAlgorithm, CryptoKey>;
}

/** Reads the key in one PEM file (SubjectPublicKeyInfo). Refuses with `key_refused`, with the name of the file. */
export async function readVerificationKey(file: string): Promise<VerificationKey> {
  const text = await textOf(file).catch((error: unknown) => {
    throw refused(file, 'cannot be read', error);
  });
  if (text === undefined) throw refused(file, 'is too long for a key');
  return importVerificationKey(text, file);
}

async function textOf(file: string): Promise<string | undefined> {
  const handle = await open(file, 'r');
  try {
    return await readKeyText(handle);
  } finally {
    await handle.close();
  }
}

/** Reads the key in a PEM text. A refusal calls the text `name`. */
export async function importVerificationKey(text: string, name: string): Promise<VerificationKey> {
  const [block, ...more] = findPemBlocks(text);
  if (block === undefined || more.length > 0) throw refused(name, 'must hold exactly one PEM block');
  if (block.label !== 'PUBLIC KEY') throw refused(name, 'must hold a public key (BEGIN PUBLIC KEY)');
  const key = await findKey(await spkiToJwk(block.text));
  if (key === undefined)
    throw refused(
      name,
      `holds a key that is weak, or that no algorithm of these uses: ${VERIFICATION_ALGORITHMS.join(', ')}`,
    );
  return key;
}

/** Reads a key of a JWKS. Returns `undefined` if it is weak, symmetric, private, or not meant for signatures. */
export async function findKey(
  jwk: Readonly<Record<string, JsonValue | undefined>>,
): Promise<VerificationKey | undefined> {
  const kind = KINDS.find(({ kty, crv }) => kty === jwk['kty'] && (crv === undefined || crv === jwk['crv']));
  if (kind === undefined || 'd' in jwk || !isMeantForSignatures(jwk)) return undefined;
  const algorithms = algorithmsOf(kind, jwk['alg']);
  const members = findMembers(jwk, kind.members);
  if (algorithms.length === 0 || members === undefined || isWeak(members)) return undefined;
  try {
    const uses = await Promise.all(algorithms.map(async (alg) => [alg, await importCryptoKey(members, alg)] as const));
    const kid = typeof jwk['kid'] === 'string' ? jwk['kid'] : undefined;
    return { kid, thumbprint: await thumbprintOf(uses[0]?.[1]), uses: new Map(uses) };
  } catch {
    return undefined;
  }
}

/** Returns the algorithms of the kind that the key's own `alg` allows. EdDSA and Ed25519 are two names of one algorithm. */
function algorithmsOf({ kty, algorithms }: Kind, alg: JsonValue | undefined): readonly VerificationAlgorithm[] {
  const named = algorithms.filter((known) => known === alg);
  return alg === undefined || (kty === 'OKP' && named.length > 0) ? algorithms : named;
}

/** Returns the candidate that made the signature. Never rejects. */
export async function findSigner(
  jwt: string,
  alg: VerificationAlgorithm,
  candidates: readonly VerificationKey[],
): Promise<VerificationKey | undefined> {
  for (const candidate of candidates) {
    const key = candidate.uses.get(alg);
    if (key !== undefined && (await hasSignature(jwt, alg, key))) return candidate;
  }
  return undefined;
}

interface Kind {
  readonly kty: string;
  readonly crv?: string;
  readonly members: readonly ('kty' | 'crv' | 'n' | 'e' | 'x' | 'y')[];
  readonly algorithms: readonly VerificationAlgorithm[];
}

// prettier-ignore
const KINDS: readonly Kind[] = [
  { kty: 'RSA',                 members: ['kty', 'n', 'e'],        algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] },
  { kty: 'EC',  crv: 'P-256',   members: ['kty', 'crv', 'x', 'y'], algorithms: ['ES256'] },
  { kty: 'EC',  crv: 'P-384',   members: ['kty', 'crv', 'x', 'y'], algorithms: ['ES384'] },
  { kty: 'EC',  crv: 'P-521',   members: ['kty', 'crv', 'x', 'y'], algorithms: ['ES512'] },
  { kty: 'OKP', crv: 'Ed25519', members: ['kty', 'crv', 'x'],      algorithms: ['EdDSA', 'Ed25519'] },
];

/** Tries each kind, because WebCrypto needs the kind of a key and refuses any other. */
async function spkiToJwk(block: string): Promise<Readonly<Record<string, string | undefined>>> {
  for (const { algorithms } of KINDS) {
    const [alg = ''] = algorithms;
    const key = await importSPKI(block, alg, { extractable: true }).catch(() => undefined);
    if (key === undefined) continue;
    const { kty, crv, n, e, x, y } = await exportJWK(key);
    return { kty, crv, n, e, x, y };
  }
  return {};
}

/** Returns the thumbprint of the imported key, because a member of the JWK may have more than one spelling. */
async function thumbprintOf(key: CryptoKey | undefined): Promise<string> {
  if (key === undefined) throw new TypeError('a key without use');
  return calculateJwkThumbprint(await exportJWK(key));
}

function isMeantForSignatures(jwk: Readonly<Record<string, JsonValue | undefined>>): boolean {
  const { use, key_ops: operations } = jwk;
  if (use !== undefined && use !== 'sig') return false;
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'));
}

function findMembers(jwk: Readonly<Record<string, JsonValue | undefined>>, names: Kind['members']): JWK | undefined {
  const members = names.flatMap((name) => {
    const value = jwk[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return members.length === names.length ? Object.fromEntries(members) : undefined;
}

function isWeak(jwk: JWK): boolean {
  const { kty, crv, x = '' } = jwk;
  if (kty === 'RSA') return rsaWeakness(rsaNumbers(jwk)) !== undefined;
  return crv === 'Ed25519' && ed25519Weakness(Buffer.from(x, 'base64url')) !== undefined;
}

const refused = (name: string, what: string, cause?: unknown) =>
  new Refused('key_refused', `${name} ${what}`, { cause });
