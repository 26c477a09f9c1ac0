import { keyHash } from '../../src/domain/ids.ts';
import { describe, expect, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { hashOf, keyIdOf, matches, parseKey, writeKey, type ParsedKey } from '../../src/domain/api-key.ts';

const id = keyIdOf('0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70');
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const parsed = (text: string): ParsedKey => {
  const key = parseKey(text);
  if (key === undefined) throw new Error(`${text} is no key`);
  return key;
};

describe('a key', () => {
  test('is read back as it was written, and its hash is that of its text', () => {
    const text = writeKey('ddk', id, randomBytes(32));

    expect(parsed(text)).toEqual({ kind: 'ddk', id, hash: hashOf(text) });
    expect(text).toMatch(/^ddk_0198f3a27c1e7d4b9a553f0d6b1c2e70_[\dA-Za-z]{49}$/);
  });

  test('has all 256 bits of its secret in it (T107)', () => {
    const secrets = [Buffer.alloc(32), Buffer.alloc(32, 0xff), randomBytes(32)];
    const read = (text: string) =>
      Array.from((text.split('_')[2] ?? '').slice(0, 43)).reduce(
        (n, digit) => n * 62n + BigInt(ALPHABET.indexOf(digit)),
        0n,
      );

    for (const secret of secrets) {
      expect(read(writeKey('dak', id, secret))).toBe(BigInt(`0x${secret.toString('hex')}`));
    }
    expect(() => writeKey('dak', id, randomBytes(31))).toThrow(TypeError);
  });

  test('ends with the CRC-32 of the text before it', () => {
    const text = writeKey('dak', id, Buffer.alloc(32, 7));

    const check = Array.from(text.slice(-6)).reduce((n, digit) => n * 62 + ALPHABET.indexOf(digit), 0);
    expect(check).toBe(crc32(text.slice(0, -6)));
  });

  test('with one wrong character, or two swapped neighbours, is not a key', () => {
    const text = writeKey('dak', id, randomBytes(32));

    for (let at = 0; at < text.length; at += 1) {
      for (const wrong of ['0', 'z', 'A', '_']) {
        const mistyped = text.slice(0, at) + wrong + text.slice(at + 1);
        if (mistyped !== text) expect(parseKey(mistyped)).toBeUndefined();
      }
      const swapped = text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
      if (swapped !== text && swapped.length === text.length) expect(parseKey(swapped)).toBeUndefined();
    }
  });

  test.each(['', 'dak', 'dak__', `xak_${id}_`, 'Bearer x', '\0', 'é'.repeat(90)])('is not %j', (text) => {
    expect(parseKey(text)).toBeUndefined();
  });

  test('is not found in a longer text', () => {
    const text = writeKey('dak', id, randomBytes(32));

    for (const more of [` ${text}`, `${text}\n`, `${text}0`, text.toUpperCase(), `${text},${text}`]) {
      expect(parseKey(more)).toBeUndefined();
    }
  });
});

describe('opens', () => {
  test('by the hash of this very text and no other', () => {
    const [mine, yours] = [writeKey('dak', id, randomBytes(32)), writeKey('dak', id, randomBytes(32))];

    expect(matches(parsed(mine), hashOf(mine))).toBe(true);
    expect(matches(parsed(mine), hashOf(yours))).toBe(false);
    expect(matches(parsed(mine), undefined)).toBe(false);
    expect(matches(parsed(mine), keyHash(''))).toBe(false);
    expect(matches(parsed(mine), keyHash(hashOf(mine).slice(0, 63)))).toBe(false);
  });
});

test('an id in a key is the UUID without its dashes', () => {
  const uuid = randomUUID();

  expect(keyIdOf(uuid)).toBe(uuid.split('-').join(''));
});
