// Tokens that Mender issued, and that were imported with their devices.
import { describe, expect, test } from '@jest/globals';
import { JoseTokens } from '../../../src/tokens/own/device-tokens.ts';
import { activateSigningKey, revokeSigningKey } from '../../../src/tokens/own/key-rotation.ts';
import {
  INSTALLATION,
  makeInstallation,
  makeJwt,
  makePair,
  makeRotation,
  makeWireClaims,
  NOW,
  refusalOf,
  TOKEN_INVALID,
} from '../tools.ts';

describe('a token without kid', () => {
  const claims = makeWireClaims({ aud: undefined, nbf: -62_135_596_800 });

  test.each(['RS256', 'EdDSA'] as const)('under an imported %s key is read as imported', async (alg) => {
    const { keys } = await makeInstallation('ES256');
    const pair = makePair(alg);
    const tokens = new JoseTokens({ keys, ...INSTALLATION, imported: () => Promise.resolve('thumbprint') });

    expect(await tokens.read(makeJwt(pair, { alg, typ: 'JWT' }, claims))).toMatchObject({
      jti: claims.jti,
      imported: true,
      expiresAt: new Date(claims.exp * 1000),
    });
  });

  test('is refused where no imported key signed it, and where none is named', async () => {
    const { keys, pair } = await makeInstallation('RS256');
    const jwt = makeJwt(pair, { alg: 'RS256', typ: 'JWT' }, claims);
    const nobody = new JoseTokens({ keys, ...INSTALLATION, imported: () => Promise.resolve(undefined) });

    expect(await refusalOf(nobody.read(jwt))).toBe(TOKEN_INVALID);
    expect(await refusalOf(new JoseTokens({ keys, ...INSTALLATION }).read(jwt))).toBe(TOKEN_INVALID);
  });

  test('is refused once its key, which also signed here, is revoked, also if it was read before', async () => {
    const { folder, first, second, keys } = await makeRotation();
    const tokens = new JoseTokens({ keys, ...INSTALLATION, imported: () => Promise.resolve(first.kid) });
    const jwt = makeJwt(makePair('RS256'), { alg: 'RS256', typ: 'JWT' }, claims);
    expect(await refusalOf(tokens.read(jwt))).toBe('none');

    await activateSigningKey(folder, { kid: second.kid, at: NOW, wait: 'none' });
    await revokeSigningKey(folder, { kid: first.kid, at: NOW });
    await keys.reload();

    expect(await refusalOf(tokens.read(jwt))).toBe(TOKEN_INVALID);
  });
});
