// RSA keys that are admitted or refused.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_KEY_RULES } from '../../src/domain/names.ts';
import * as given from './samples.ts';
import { verdict } from './verdict.ts';

describe('an RSA key', () => {
  const n = given.modulus(2048);
  const smallFactor = 'the RSA modulus has a small factor';
  const tooClose = 'the RSA modulus has two factors that are too close';

  // T3
  test.each([
    [512, 'RSA keys must have at least 2048 bits'],
    [1024, 'RSA keys must have at least 2048 bits'],
    [2047, 'RSA keys must have at least 2048 bits'],
    [2048, 'admitted'],
    [3072, 'admitted'],
    [4096, 'admitted'],
    [4097, 'RSA keys must have at most 4096 bits'],
    [8192, 'RSA keys must have at most 4096 bits'],
    [8193, 'RSA keys must have at most 4096 bits'],
    [16384, 'RSA keys must have at most 4096 bits'],
  ])('of %d bits: %s', (bits, expected) => {
    expect(verdict(given.rsa(given.modulus(bits)))).toBe(expected);
  });

  // T3: DEVICEAUTH_DEVICE_KEY_MIN_RSA_BITS, for old fleets
  test('of 1024 bits is admitted where that is set, one of 1023 is not', () => {
    const rules = { ...DEFAULT_KEY_RULES, minRsaBits: 1024 };

    expect(verdict(given.rsa(given.modulus(1024)), rules)).toBe('admitted');
    expect(verdict(given.rsa(given.modulus(1023)), rules)).toBe('RSA keys must have at least 1024 bits');
  });

  // T4
  test.each([0n, 1n, 2n, 3n, 17n, 65535n, 65536n, 65538n, 65539n, 2n ** 32n + 1n, n - 2n, n + 65537n])(
    'with the exponent %s is refused',
    (e) => {
      expect(verdict(given.rsa(n, e))).toBe('RSA keys must have the exponent 65537');
    },
  );

  // T5
  test.each([
    ['0', 0n, 'RSA keys must have at least 2048 bits'],
    ['1', 1n, 'RSA keys must have at least 2048 bits'],
    ['even', n + 1n, smallFactor],
    ['a power of two', 2n ** 2047n, smallFactor],
    ['a square', given.modulus(1025) ** 2n, tooClose],
    ['a fourth power', given.modulus(513) ** 4n, tooClose],
  ])('with %s as its modulus is refused', (_, number, expected) => {
    expect(verdict(given.rsa(number))).toBe(expected);
  });

  // T5
  test('with a multiple of any of the first 168 primes as its modulus is refused', () => {
    const primes = Array.from({ length: 1000 }, (_, number) => number).filter(given.isPrime);
    const verdicts = primes.map((prime) =>
      verdict(given.rsa(BigInt(prime) * given.modulus(2048 - prime.toString(2).length + 1))),
    );

    expect(primes).toHaveLength(168);
    expect(new Set(verdicts)).toEqual(new Set([smallFactor]));
  });

  // T5: the check takes 2 to 70 ms of CPU on every auth request, and such a key harms only its owner
  test('with a prime modulus is admitted, because a check takes too long', () => {
    expect(verdict(given.rsa(given.MODULI.prime))).toBe('admitted');
  });

  // T6
  test('of the ROCA kind is refused', () => {
    const vectors = readFileSync(new URL('../vectors/json_web_key_test.json', import.meta.url), 'utf8');
    const group: { private: { keys: { n: string }[] } } | undefined = JSON.parse(vectors).testGroups.find(
      ({ comment }: { comment: string }) => comment === 'jws_rsa_roca_key',
    );
    const number = BigInt(`0x${Buffer.from(group?.private.keys[0]?.n ?? '', 'base64url').toString('hex')}`);

    expect(verdict(given.rsa(number))).toBe('the RSA modulus has the ROCA weakness (CVE-2017-15361)');
  });

  // T6
  test('is never taken for one of the ROCA kind: 1000 moduli', () => {
    const verdicts = Array.from({ length: 1000 }, (_, index) =>
      verdict(given.rsa(given.modulus(2048, `fresh ${index}`))),
    );

    expect(new Set(verdicts)).toEqual(new Set(['admitted']));
  });

  // T7
  test.each([
    ['neighbours', given.MODULI.neighbours],
    ['found by Fermat in 50 steps', given.MODULI.fiftySteps],
  ])('of two primes that are %s is refused', (_, number) => {
    expect(verdict(given.rsa(number))).toBe(tooClose);
  });
});
