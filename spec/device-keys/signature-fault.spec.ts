// The reasons of wrong signatures that an operator reads.
import { constants, createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createKeys } from '../../src/device-keys/device-key.ts';
import { DEFAULT_KEY_RULES, KEY_TYPES } from '../../src/domain/names.ts';

const RULES = { ...DEFAULT_KEY_RULES, types: KEY_TYPES };
const message = Buffer.from('{"id_data":"{}"}');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');
const curves = ['P-224', 'P-256', 'P-384', 'P-521'].map((name) => ({
  name,
  pair: generateKeyPairSync('ec', { namedCurve: name }),
}));
const [, p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })] = curves.map(({ pair }) => pair);

const pemOf = ({ publicKey }: { readonly publicKey: KeyObject }): string =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();
const faultOf = (pair: { readonly publicKey: KeyObject }, signature: Buffer) =>
  createKeys(RULES).admit(pemOf(pair)).faultOf(message, signature);

describe('the fault of a signature', () => {
  test.each(curves)('that is r‖s of $name is raw_rs', ({ pair }) => {
    expect(faultOf(pair, sign('sha256', message, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }))).toBe('raw_rs');
  });

  test.each([
    ['bytes after it', (good: Buffer) => Buffer.concat([good, Buffer.of(0)])],
    ['a zero before r', (good: Buffer) => widened(good)],
    ['a long form of its length', (good: Buffer) => Buffer.concat([Buffer.of(0x30, 0x81), good.subarray(1)])],
    ['its end cut off', (good: Buffer) => good.subarray(0, -1)],
  ])('that is DER with %s is der_not_minimal', (_, spoil) => {
    expect(faultOf(p256, spoil(sign('sha256', message, p256.privateKey)))).toBe('der_not_minimal');
  });

  test('of an EC key that is not DER and does not have the length of r‖s is not_der', () => {
    expect(faultOf(p256, Buffer.alloc(70, 1))).toBe('not_der');
  });

  test.each(['sha1', 'sha256', 'sha384', 'sha512'])('that is RSA-PSS with %s is pss', (digest) => {
    const key = { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING };

    expect(faultOf(rsa, sign(digest, message, key))).toBe('pss');
  });

  test.each([
    ['RSA', rsa],
    ['P-256', p256],
  ])('by %s over another digest is other_digest', (_, pair) => {
    const faults = ['sha1', 'sha384', 'sha512'].map((digest) => faultOf(pair, sign(digest, message, pair.privateKey)));

    expect(faults).toEqual(Array(3).fill('other_digest'));
  });

  test('by Ed25519 over a digest of the body is other_digest', () => {
    const digest = createHash('sha256').update(message).digest();

    expect(faultOf(ed25519, sign(null, digest, ed25519.privateKey))).toBe('other_digest');
  });

  test.each([
    ['RSA', rsa, 'sha256'],
    ['P-256', p256, 'sha256'],
    ['Ed25519', ed25519, null],
  ] as const)('by %s over another body is no_match', (_, pair, digest) => {
    expect(faultOf(pair, sign(digest, Buffer.from('another body'), pair.privateKey))).toBe('no_match');
  });

  test('is looked for by trying ten times a second, and by its form always', () => {
    let elapsed = 0;
    const key = createKeys(RULES, { elapsedMs: () => elapsed }).admit(pemOf(p256));
    const [wrong, raw] = [sign('sha1', message, p256.privateKey), Buffer.alloc(64, 1)];

    const first = Array.from({ length: 12 }, () => key.faultOf(message, wrong));
    const ofForm = key.faultOf(message, raw);
    elapsed += 1000;
    const later = key.faultOf(message, wrong);

    expect(first).toEqual([...Array(10).fill('other_digest'), 'not_examined', 'not_examined']);
    expect([ofForm, later]).toEqual(['raw_rs', 'other_digest']);
  });
});

/** The same signature with a needless zero before r. */
function widened(der: Buffer): Buffer {
  const [sequence = 0, length = 0, integer = 0, ofR = 0] = der;
  return Buffer.concat([Buffer.of(sequence, length + 1, integer, ofR + 1, 0), der.subarray(4)]);
}
