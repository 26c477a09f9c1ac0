// Keys and tokens of any shape, signed with node:crypto and so never with the code under test.
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export type Alg = 'ES256' | 'EdDSA' | 'RS256';
export const ALGORITHMS: readonly Alg[] = ['ES256', 'EdDSA', 'RS256'];

export interface Pair {
  readonly alg: Alg;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function makePair(alg: Alg): Pair {
  if (alg === 'RS256') return { alg, ...generateKeyPairSync('rsa', { modulusLength: 3072 }) };
  return {
    alg,
    ...(alg === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  };
}

export const base64url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export function signed({ alg, privateKey }: Pair, header: unknown, claims: unknown): string {
  const input = `${base64url(header)}.${base64url(claims)}`;
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return `${input}.${sign(alg === 'EdDSA' ? null : 'sha256', Buffer.from(input), key).toString('base64url')}`;
}

/** A header or claims as text, with a name twice. */
export const twice = (value: Readonly<Record<string, unknown>>, name: string): string =>
  JSON.stringify(value).replace(/\}$/, `,${JSON.stringify(name)}:${JSON.stringify(value[name])}}`);

export const part = (token: string, at: number): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString());
