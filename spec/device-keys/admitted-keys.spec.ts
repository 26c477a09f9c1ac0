import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createAdmittedKeys } from '../../src/device-keys/admitted-keys.ts';
import { createKeys } from '../../src/device-keys/device-key.ts';
import { DEFAULT_KEY_RULES } from '../../src/domain/names.ts';
import * as given from './samples.ts';

describe('admitted keys', () => {
  test('are found by the whole text', () => {
    const keys = createAdmittedKeys<number>();
    keys.keep('a', 1);

    expect([keys.find('a'), keys.find('a '), keys.find('')]).toEqual([1, undefined, undefined]);
  });

  test('are at most so many, and the one that was not found for longest makes room', () => {
    const keys = createAdmittedKeys<number>(3);
    ['a', 'b', 'c'].forEach((text, index) => keys.keep(text, index));
    keys.find('a');
    keys.keep('c', 2);
    keys.keep('d', 3);

    expect(['a', 'b', 'c', 'd'].map((text) => keys.find(text))).toEqual([0, undefined, 2, 3]);
  });
});

describe('createKeys', () => {
  const pair = generateKeyPairSync('ed25519');
  const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const message = Buffer.from('{}');

  test('remembers a key once it has made a good signature, and no key of a bad one', async () => {
    const keys = createKeys(DEFAULT_KEY_RULES);

    const first = keys.admit(pem);
    await first.verify(message, sign(null, Buffer.from('another body'), pair.privateKey));
    const second = keys.admit(pem);
    await second.verify(message, sign(null, message, pair.privateKey));
    const third = keys.admit(pem);

    expect([second === first, third === second]).toEqual([false, true]);
    expect(await third.verify(message, sign(null, message, pair.privateKey))).toBe(true);
    expect(await third.verify(message, Buffer.alloc(64))).toBe(false);
  });

  test('refuses a refused key again, also after the good key of that device', async () => {
    const keys = createKeys(DEFAULT_KEY_RULES);
    const key = keys.admit(pem);
    await key.verify(message, sign(null, message, pair.privateKey));

    const refused = [`${pem}-----BEGIN PRIVATE KEY-----`, given.pem(given.rsa(2n ** 1023n + 1n))];

    for (const text of refused) {
      expect(() => keys.admit(text)).toThrow(/^(cannot decode|public key refused)/);
      expect(() => keys.admit(text)).toThrow(/^(cannot decode|public key refused)/);
    }
  });
});
