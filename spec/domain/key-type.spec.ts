import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { keyTypeOf } from '../../src/domain/key-type.ts';
import { pem, rsa } from '../device-keys/samples.ts';

const ofCurve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).publicKey;
const ofBits = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).publicKey;
const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

describe('keyTypeOf', () => {
  test.each([
    ['P-224', ofCurve('secp224r1')],
    ['P-256', ofCurve('prime256v1')],
    ['P-384', ofCurve('secp384r1')],
    ['P-521', ofCurve('secp521r1')],
    ['Ed25519', generateKeyPairSync('ed25519').publicKey],
    ['RSA-1024', ofBits(1024)],
    ['RSA-2048', ofBits(2048)],
    ['RSA-3072', ofBits(3072)],
  ])('names a key of type %s', (type, key) => {
    expect(keyTypeOf(pemOf(key))).toBe(type);
  });

  test.each([2047, 2048, 2049, 2055, 2056, 2057, 4096])('counts the bits of an RSA key of %i', (bits) => {
    const modulus = (1n << BigInt(bits - 1)) | 1n;

    expect(keyTypeOf(pem(rsa(modulus)))).toBe(`RSA-${bits}`);
  });

  test.each([
    ['a curve without a name here', pemOf(ofCurve('secp256k1'))],
    ['another algorithm', pemOf(generateKeyPairSync('x25519').publicKey)],
    ['a text that is no key', 'key-a'],
    ['an empty block', '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n'],
  ])('names nothing for %s', (_name, text) => {
    expect(keyTypeOf(text)).toBeUndefined();
  });
});
