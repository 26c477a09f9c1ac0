import { describe, expect, test } from '@jest/globals';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { openSigningKeys } from '../../../src/tokens/own/signing-keys.ts';
import { makeFolder, makePair, privatePem, publicPem, refusalOf, writeKey } from '../tools.ts';

const [one, other] = [makePair('RS256'), makePair('RS256')];
const { n = '' } = other.publicKey.export({ format: 'jwk' });
const mixed = createPrivateKey({ key: { ...one.privateKey.export({ format: 'jwk' }), n }, format: 'jwk' });

describe('a signing key file', () => {
  const pkcs1 = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem' })
    .toString();

  test.each([
    ['PKCS#1 RSA', pkcs1, 'RS256'],
    ['PKCS#8 RSA', privatePem(makePair('RS256')), 'RS256'],
    ['PKCS#8 EC P-256', privatePem(makePair('ES256')), 'ES256'],
    ['PKCS#8 Ed25519', privatePem(makePair('EdDSA')), 'EdDSA'],
    ['text around the block', `Bag Attributes\n${pkcs1}\n`, 'RS256'],
  ])('with %s signs %#', async (_, pem, alg) => {
    const keys = await openSigningKeys({ kind: 'file', path: writeKey(makeFolder(), 'server.key', pem) });

    expect(keys.getActive()).toMatchObject({ alg });
    expect(keys.getActive().kid).toMatch(/^[\w-]{43}$/);
  });

  // 72
  test.each([
    ['nothing', '', 'holds no PEM block'],
    ['no PEM', 'c2VjcmV0LXNlY3JldA==', 'holds no PEM block'],
    ['a public key', publicPem(makePair('ES256')), 'holds a public key'],
    ['two keys', pkcs1 + pkcs1, 'more than one PEM block'],
    [
      'RSA of 1024 bits',
      privatePem({ alg: 'RS256', ...generateKeyPairSync('rsa', { modulusLength: 1024 }) }),
      'at least 2048 bits',
    ],
    [
      'RSA of 2047 bits',
      privatePem({ alg: 'RS256', ...generateKeyPairSync('rsa', { modulusLength: 2047 }) }),
      'at least 2048 bits',
    ],
    [
      'RSA with e = 3',
      privatePem({ alg: 'RS256', ...generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }) }),
      'exponent',
    ],
    [
      'RSA-PSS',
      generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
      'cannot sign tokens',
    ],
    ['EC P-384', privatePem(makePair('ES384')), 'cannot sign tokens'],
    [
      'X25519',
      generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      'cannot sign tokens',
    ],
    ['SEC1', makePair('ES256').privateKey.export({ type: 'sec1', format: 'pem' }).toString(), 'SEC1'],
    [
      'an encrypted key',
      makePair('ES256')
        .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
        .toString(),
      'encrypted',
    ],
    [
      'an encrypted PKCS#1 key',
      makePair('RS256')
        .privateKey.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
        .toString(),
      'encrypted',
    ],
    ['damaged bytes', '-----BEGIN PRIVATE KEY-----\nc2VjcmV0LXNlY3JldA==\n-----END PRIVATE KEY-----\n', 'damaged'],
    ['the public half of another key', privatePem({ ...one, privateKey: mixed }), 'damaged'],
    [
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nc2VjcmV0LXNlY3JldA==\n-----END CERTIFICATE-----\n',
      'no private key',
    ],
    ['far too much', `${pkcs1}${'#'.repeat(70_000)}`, 'too long'],
  ])('with %s is refused by name, and its content is not told', async (_, text, why) => {
    const path = writeKey(makeFolder(), 'server.key', text);

    const refusal = await refusalOf(openSigningKeys({ kind: 'file', path }));

    expect(refusal).toContain(`key_refused: ${path} `);
    expect(refusal).toContain(why);
    expect(refusal).not.toContain('c2VjcmV0');
  });

  // 72
  test('that others may read is refused, also through a link; one for the group is not', async () => {
    const folder = makeFolder();
    const path = writeKey(folder, 'server.key', pkcs1);
    symlinkSync(path, join(folder, 'link.key'));

    chmodSync(path, 0o604);
    const refusals = [path, join(folder, 'link.key')].map((file) =>
      refusalOf(openSigningKeys({ kind: 'file', path: file })),
    );
    expect(await Promise.all(refusals)).toEqual([expect.stringContaining('others'), expect.stringContaining('others')]);

    chmodSync(path, 0o440);
    expect(await refusalOf(openSigningKeys({ kind: 'file', path }))).toBe('none');
  });

  test('that is not there is refused', async () => {
    expect(await refusalOf(openSigningKeys({ kind: 'file', path: '/nonexistent/server.key' }))).toBe(
      'key_refused: /nonexistent/server.key cannot be opened',
    );
  });
});
