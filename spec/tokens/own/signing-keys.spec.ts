import { describe, expect, test } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JoseTokens } from '../../../src/tokens/own/device-tokens.ts';
import { activateSigningKey, revokeSigningKey } from '../../../src/tokens/own/key-rotation.ts';
import {
  INSTALLATION,
  makeClaims,
  makeFolder,
  makePair,
  makeRotation,
  NOW,
  openFolder,
  privatePem,
  refusalOf,
  TOKEN_INVALID,
  writeKey,
} from '../tools.ts';

const later = (ms: number) => new Date(NOW.getTime() + ms);
const SIX_MINUTES = 360_000;

describe('a key folder', () => {
  test('with one PEM file and no keys.json has an active key', async () => {
    const folder = makeFolder();
    writeKey(folder, 'mender.pem', privatePem(makePair('RS256')));

    expect((await openFolder(folder)).getActive().alg).toBe('RS256');
  });

  test.each([
    ['nothing', [], undefined, 'no active signing key'],
    ['two PEM files and no keys.json', ['a.pem', 'b.pem'], undefined, 'no active signing key'],
    ['a keys.json that is not JSON', ['a.pem'], '{', 'is not JSON'],
    ['a keys.json of another shape', ['a.pem'], '{"keys":{"a":{}}}', 'is not understood at keys.a'],
    [
      'an unknown state',
      ['a.pem'],
      `{"keys":{"${'a'.repeat(43)}":{"state":"signing","since":"2026-01-01T00:00:00Z"}}}`,
      '.state',
    ],
    [
      'an active key that it does not hold',
      ['a.pem'],
      `{"keys":{"${'a'.repeat(43)}":{"state":"active","since":"2026-01-01T00:00:00Z"}}}`,
      'does not hold',
    ],
  ])('with %s is refused', async (_, files, listing, why) => {
    const folder = makeFolder();
    files.forEach((name) => writeKey(folder, name, privatePem(makePair('ES256'))));
    if (listing !== undefined) writeFileSync(join(folder, 'keys.json'), listing);

    expect(await refusalOf(openFolder(folder))).toContain(why);
  });

  test('that holds one key twice is refused', async () => {
    const folder = makeFolder();
    const pem = privatePem(makePair('ES256'));
    writeKey(folder, 'a.pem', pem);
    writeKey(folder, 'b.pem', pem);

    expect(await refusalOf(openFolder(folder))).toContain('holds the same key as');
  });

  test('with two active keys is refused', async () => {
    const { folder } = await makeRotation();
    const file = join(folder, 'keys.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('pending', 'active'));

    expect(await refusalOf(openFolder(folder))).toContain('more than one key active');
  });

  test('that becomes unreadable keeps the known keys, and gives the reason', async () => {
    const { folder, keys, first } = await makeRotation();
    writeKey(folder, 'broken.pem', 'nothing');

    const reload = await keys.reload();

    expect(reload).toEqual({ revoked: [], changes: [], problem: `${join(folder, 'broken.pem')} holds no PEM block` });
    expect(keys.getActive().kid).toBe(first.kid);
  });

  test('that becomes unreadable still revokes', async () => {
    const { folder, keys, second } = await makeRotation();
    await keys.reload();
    await revokeSigningKey(folder, { kid: second.kid, at: NOW });
    writeKey(folder, 'broken.pem', 'nothing');

    const reload = await keys.reload();

    expect(reload.revoked).toEqual([second.kid]);
    expect(keys.find(second.kid)).toBeUndefined();
  });

  test('with its active key revoked by hand signs nothing more, and no token of that key verifies', async () => {
    const { folder, keys, first, tokens } = await makeRotation();
    const old = await tokens.sign(makeClaims());
    const file = join(folder, 'keys.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('active', 'revoked'));

    const { revoked, problem } = await keys.reload();

    expect(revoked).toEqual([first.kid]);
    expect(problem).toContain('no active signing key');
    expect(await refusalOf(tokens.sign(makeClaims()))).toBe('store_unavailable: no signing key is active');
    expect(await refusalOf(tokens.read(old))).toBe(TOKEN_INVALID);
  });

  test('that loses a key file loses its tokens', async () => {
    const { folder, keys, second } = await makeRotation();
    await keys.reload();
    rmSync(join(folder, `${second.kid}.pem`));

    expect((await keys.reload()).revoked).toEqual([second.kid]);
  });

  // T71
  test('rotates under load without one failed verification on two nodes', async () => {
    const { folder, first, second, tokens, keys } = await makeRotation();
    const otherKeys = await openFolder(folder);
    const other = new JoseTokens({ keys: otherKeys, ...INSTALLATION });
    const refusals: string[] = [];
    const exchange = async () => {
      const jwts = await Promise.all([tokens.sign(makeClaims()), other.sign(makeClaims())]);
      refusals.push(
        ...(await Promise.all(jwts.flatMap((jwt) => [tokens, other].map((node) => refusalOf(node.read(jwt)))))),
      );
    };

    for (const step of [
      async () => {
        await keys.reload();
      },
      async () => {
        await otherKeys.reload();
      },
      () => activateSigningKey(folder, { kid: second.kid, at: later(SIX_MINUTES), wait: 'until-published' }),
      async () => {
        await otherKeys.reload();
      },
      async () => {
        await keys.reload();
      },
    ]) {
      await Promise.all([step(), exchange(), exchange()]);
      await exchange();
    }

    expect(new Set(refusals)).toEqual(new Set(['none']));
    expect(keys.getActive().kid).not.toBe(first.kid);
  });
});
