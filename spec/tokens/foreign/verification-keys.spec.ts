import { describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { findKey, importVerificationKey, readVerificationKey } from '../../../src/tokens/foreign/verification-keys.ts';
import { makePair, publicPem, refusalOf, type KeyPair } from '../tools.ts';

const pair = makePair('ES256');
const rsa = makePair('RS256');
const small = { alg: 'RS256', ...generateKeyPairSync('rsa', { modulusLength: 1024 }) } as const;
const exponent = { alg: 'RS256', ...generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }) } as const;

const jwk = (
  { publicKey }: KeyPair,
  of: Readonly<Record<string, string | readonly string[] | number | undefined>> = {},
) => ({
  ...Object.fromEntries(
    Object.entries(publicKey.export({ format: 'jwk' })).map(([name, value]) => [name, String(value)]),
  ),
  ...of,
});

describe('findKey', () => {
  test.each([
    ['for encryption', jwk(pair, { use: 'enc' })],
    ['for other operations', jwk(pair, { key_ops: ['deriveBits'] })],
    ['of another algorithm', jwk(pair, { alg: 'ES384' })],
    ['for SHA-1', jwk(rsa, { alg: 'RS1' })],
    ['for encryption by its algorithm', jwk(rsa, { alg: 'RSA-OAEP' })],
    ['that is symmetric', { kty: 'oct', k: 'c2VjcmV0', alg: 'HS256' }],
    ['with its private part', jwk(pair, { d: 'AAAA' })],
    ['of 1024 bits', jwk(small)],
    ['with e = 3', jwk(exponent)],
    ['that misses a member', jwk(pair, { y: undefined })],
    ['with a member that is not a text', jwk(pair, { x: 1 })],
    ['off its curve', jwk(pair, { x: Buffer.alloc(32, 1).toString('base64url') })],
    ['on secp256k1', jwk({ alg: 'ES256', ...generateKeyPairSync('ec', { namedCurve: 'secp256k1' }) })],
    ['for key agreement', jwk({ alg: 'EdDSA', ...generateKeyPairSync('x25519') })],
    ['of low order', jwk(makePair('EdDSA'), { x: Buffer.from(`01${'00'.repeat(31)}`, 'hex').toString('base64url') })],
  ])('a key %s is of no use', async (_, bad) => {
    expect(await findKey(bad)).toBeUndefined();
  });

  test.each([
    ['RS256', undefined, ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']],
    ['RS256', 'RS384', ['RS384']],
    ['RS256', 'PS512', ['PS512']],
    ['ES256', undefined, ['ES256']],
    ['ES384', undefined, ['ES384']],
    ['ES512', undefined, ['ES512']],
    ['EdDSA', undefined, ['EdDSA', 'Ed25519']],
    ['EdDSA', 'EdDSA', ['EdDSA', 'Ed25519']],
    ['EdDSA', 'Ed25519', ['EdDSA', 'Ed25519']],
  ] as const)('a key for %s with alg %s serves %j', async (alg, named, uses) => {
    const key = await findKey(jwk(makePair(alg), { alg: named, use: 'sig', key_ops: ['verify'] }));

    expect([...(key?.uses.keys() ?? [])]).toEqual(uses);
  });

  test('one key has one thumbprint, however its members are spelt', async () => {
    const modulus = String(rsa.publicKey.export({ format: 'jwk' }).n);
    const padded = Buffer.concat([Buffer.alloc(1), Buffer.from(modulus, 'base64url')]).toString('base64url');

    const keys = await Promise.all([modulus, padded, `${modulus}==`].map((n) => findKey(jwk(rsa, { n }))));

    expect(new Set(keys.flatMap((key) => (key === undefined ? [] : [key.thumbprint]))).size).toBe(1);
  });
});

describe('importVerificationKey', () => {
  test.each([
    ['no PEM', 'key'],
    ['two keys', publicPem(pair) + publicPem(pair)],
    ['a private key', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['damaged bytes', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'],
    [
      'a point at infinity',
      '-----BEGIN PUBLIC KEY-----\nMBkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDAgAA\n-----END PUBLIC KEY-----\n',
    ],
  ])('with %s is refused by the name of its file', async (_, text) => {
    expect(await refusalOf(importVerificationKey(text, 'user.pem'))).toContain('key_refused: user.pem ');
  });

  test('that is not there is refused by its name', async () => {
    expect(await refusalOf(readVerificationKey('/nonexistent/user.pem'))).toBe(
      'key_refused: /nonexistent/user.pem cannot be read',
    );
  });

  test('in a file that never ends is refused by its name', async () => {
    expect(await refusalOf(readVerificationKey('/dev/zero'))).toBe('key_refused: /dev/zero is too long for a key');
  });
});
