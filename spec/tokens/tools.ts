// Parts of token specs: folders that are removed, keys made at run time, and tokens of any shape, right and wrong.
import { afterEach } from '@jest/globals';
import { constants, generateKeyPairSync, randomUUID, sign as signBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deviceId, tenantId, tokenId } from '../../src/domain/ids.ts';
import { Refused } from '../../src/domain/errors.ts';
import type { TokenClaims } from '../../src/domain/token.ts';
import { JoseTokens } from '../../src/tokens/own/device-tokens.ts';
import { generateSigningKey, listSigningKeys } from '../../src/tokens/own/key-rotation.ts';
import { openSigningKeys } from '../../src/tokens/own/signing-keys.ts';

/** Kinds of keys. `makeJwt` takes another algorithm of the same key. */
export type Alg = 'ES256' | 'ES384' | 'ES512' | 'RS256' | 'EdDSA';

export interface KeyPair {
  readonly alg: Alg;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const NOW = new Date('2026-03-01T12:00:00Z');
export const NOW_SECONDS = NOW.getTime() / 1000;

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'devauth-tokens-'));
  folders.push(folder);
  return folder;
}

export function makePair(alg: Alg): KeyPair {
  if (alg === 'RS256') return { alg, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
  if (alg === 'EdDSA') return { alg, ...generateKeyPairSync('ed25519') };
  return { alg, ...generateKeyPairSync('ec', { namedCurve: CURVES[alg] }) };
}

const CURVES = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

export const privatePem = ({ privateKey }: KeyPair): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
export const publicPem = ({ publicKey }: KeyPair): string =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Writes the file as the service wants it: 0600. */
export function writeKey(folder: string, name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

export const base64url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Signs the given header and claims (a text is used as it is) with node:crypto, so never with the code under test. */
export function makeJwt(pair: KeyPair, header: unknown, claims: unknown, alg: string = pair.alg): string {
  const input = `${base64url(header)}.${base64url(claims)}`;
  return `${input}.${signText(pair, input, alg)}`;
}

export function signText({ alg: own, privateKey }: KeyPair, input: string, alg: string = own): string {
  const hash = own === 'EdDSA' ? undefined : `sha${alg.slice(2)}`;
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const options = { key: privateKey, dsaEncoding: 'ieee-p1363', ...(alg.startsWith('PS') && pss) } as const;
  return signBytes(hash, Buffer.from(input), options).toString('base64url');
}

export const INSTALLATION = { issuer: 'Mender', audience: 'devauth' };

export function makeClaims(of: Partial<TokenClaims> = {}): TokenClaims {
  return {
    jti: tokenId(randomUUID()),
    device: deviceId(randomUUID()),
    tenant: tenantId(''),
    issuedAt: NOW,
    expiresAt: new Date(NOW.getTime() + 604_800_000),
    ...of,
  };
}

/** The wire form of right claims; a name with `undefined` is left out. */
export const makeWireClaims = (of: Readonly<Record<string, unknown>> = {}) => ({
  jti: randomUUID(),
  sub: randomUUID(),
  iss: 'Mender',
  aud: 'devauth',
  iat: NOW_SECONDS,
  exp: NOW_SECONDS + 3600,
  'mender.device': true,
  ...of,
});

/** An installation with one active key. */
export async function makeInstallation(alg: Alg) {
  const pair = makePair(alg);
  const path = writeKey(makeFolder(), 'server.pem', privatePem(pair));
  const keys = await openSigningKeys({ kind: 'file', path });
  const { kid } = keys.getActive();
  return { pair, path, keys, kid, header: { alg, kid, typ: 'JWT' }, tokens: new JoseTokens({ keys, ...INSTALLATION }) };
}

/** Returns the code and message of the refusal that ends the work. Any other error is a failure. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refused) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'none';
}

export const TOKEN_INVALID = 'token_invalid: token is not valid';

/** A folder with one active key, which signs, and a second one, pending. */
export async function makeRotation() {
  const folder = makeFolder();
  const first = await generateSigningKey(folder, { alg: 'ES256', at: NOW });
  const keys = await openFolder(folder);
  const second = await generateSigningKey(folder, { alg: 'EdDSA', at: NOW });
  return { folder, first, second, keys, tokens: new JoseTokens({ keys, ...INSTALLATION }) };
}

export const openFolder = (path: string) => openSigningKeys({ kind: 'folder', path });
export const statesIn = async (folder: string) => (await listSigningKeys(folder)).map(({ state }) => state).toSorted();
