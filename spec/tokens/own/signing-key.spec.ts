import { describe, expect, test } from '@jest/globals';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { openSigningKeys } from '../../../src/tokens/own/signing-keys.ts';
import { makeFolder, makePair, privatePem, publicPem, refusalOf, writeKey, type KeyPair } from '../tools.ts';

const [one, other] = [makePair('RS256'), makePair('RS256')];
const { n = '' } = other.publicKey.export({ format: 'jwk' });
const mixed = createPrivateKey({ key: { ...one.privateKey.export({ format: 'jwk' }), n }, format: 'jwk' });

/** PKCS#8 version 2 of an Ed25519 key, as RFC 8410 and as older tools write the public key. */
function version2(pair: KeyPair, form: 'implicit' | 'explicit', point = pointOf(pair)): string {
  const version1 = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  const bits = Buffer.concat([Buffer.of(0), point]);
  const tagged = form === 'implicit' ? [Buffer.of(0x81, 0x21), bits] : [Buffer.of(0xa1, 0x23, 0x03, 0x21), bits];
  const content = Buffer.concat([Buffer.of(2, 1, 1), version1.subarray(5), ...tagged]);
  return pemOf(Buffer.concat([Buffer.of(0x30, content.length), content]));
}

const pointOf = ({ publicKey }: KeyPair): Buffer =>
  Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');

const pemOf = (der: Buffer): string =>
  `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;

describe('a signing key file', () => {
  const pkcs1 = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem' })
    .toString();

  test.each([
    ['PKCS#1 RSA', pkcs1, 'RS256'],
    ['PKCS#8 RSA', privatePem(makePair('RS256')), 'RS256'],
    ['PKCS#8 EC P-256', privatePem(makePair('ES256')), 'ES256'],
    ['PKCS#8 Ed25519', privatePem(makePair('EdDSA')), 'EdDSA'],
    ['PKCS#8 version 2 of Ed25519', version2(makePair('EdDSA'), 'implicit'), 'EdDSA'],
    ['PKCS#8 version 2 of Ed25519 with an explicit tag', version2(makePair('EdDSA'), 'explicit'), 'EdDSA'],
    ['text around the block', `Bag Attributes\n${pkcs1}\n`, 'RS256'],
  ])('with %s signs %#', async (_, pem, alg) => {
    const keys = await openSigningKeys({ kind: 'file', path: writeKey(makeFolder(), 'server.key', pem) });

    expect(keys.getActive()).toMatchObject({ alg });
    expect(keys.getActive().kid).toMatch(/^[\w-]{43}$/);
  });

  // T72
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
      'PKCS#8 version 2 with the public key of another',
      version2(makePair('EdDSA'), 'implicit', pointOf(makePair('EdDSA'))),
      'beside the public key of another one',
    ],
    [
      'PKCS#8 version 2 of another kind',
      pemOf(Buffer.concat([Buffer.from('3081870201013013', 'hex'), Buffer.alloc(122)])),
      'holds a key in PKCS#8 version 2, which is read for Ed25519 only: write it in version 1',
    ],
    [
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nc2VjcmV0LXNlY3JldA==\n-----END CERTIFICATE-----\n',
      'no private key',
    ],
    ['far too much', `${pkcs1}${'#'.repeat(70_000)}`, 'too long'],
  ])('with %s is refused by name, and its content is not quoted', async (_, text, why) => {
    const path = writeKey(makeFolder(), 'server.key', text);

    const refusal = await refusalOf(openSigningKeys({ kind: 'file', path }));

    expect(refusal).toContain(`key_refused: ${path} `);
    expect(refusal).toContain(why);
    expect(refusal).not.toContain('c2VjcmV0');
  });

  describe.each(['file', 'link'] as const)('that others may read (%s)', (way) => {
    function place(mode: number, folderMode: number) {
      const folder = makeFolder();
      const path = writeKey(folder, 'server.key', pkcs1);
      chmodSync(path, mode);
      const elsewhere = makeFolder();
      symlinkSync(path, join(elsewhere, 'link.key'));
      chmodSync(folder, folderMode);
      return { folder, elsewhere, path: way === 'file' ? path : join(elsewhere, 'link.key') };
    }

    test.each([0o644, 0o604])('with mode %o is warned about once: a Secret of Kubernetes has it', async (mode) => {
      const { path } = place(mode, 0o755);
      const warnings: string[] = [];

      const keys = await openSigningKeys({ kind: 'file', path, dataFolder: makeFolder() }, (text) =>
        warnings.push(text),
      );
      const { problem } = await keys.reload();

      expect([problem, warnings]).toEqual([undefined, [expect.stringContaining(`${path} may be read by others`)]]);
    });

    // T72
    test('is refused in a folder that others may write', async () => {
      const { path } = place(0o644, 0o757);

      expect(await refusalOf(openSigningKeys({ kind: 'file', path }))).toContain('its folder may be written by others');
    });

    // T72
    test('is refused in the data folder and below it', async () => {
      const { path, folder } = place(0o644, 0o700);

      for (const dataFolder of [folder, join(folder, '..')]) {
        const opened = openSigningKeys({ kind: 'file', path, dataFolder });
        expect(await refusalOf(opened)).toContain('lies in the data folder');
      }
    });

    test.each([0o600, 0o440])(
      'that only the owner and the group may read (%o) is read without a warning',
      async (mode) => {
        const { path, folder } = place(mode, 0o757);

        const keys = await openSigningKeys({ kind: 'file', path, dataFolder: folder }, (text) => {
          throw new Error(text);
        });

        expect(keys.getActive().alg).toBe('RS256');
      },
    );
  });

  test('that is not there is refused', async () => {
    expect(await refusalOf(openSigningKeys({ kind: 'file', path: '/nonexistent/server.key' }))).toBe(
      'key_refused: /nonexistent/server.key cannot be opened',
    );
  });
});
