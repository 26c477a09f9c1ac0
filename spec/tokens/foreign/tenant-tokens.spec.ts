import { describe, expect, test } from '@jest/globals';
import { JwtTenantTokens } from '../../../src/tokens/foreign/tenant-tokens.ts';
import { importVerificationKey } from '../../../src/tokens/foreign/verification-keys.ts';
import { makeJwt, makePair, NOW, NOW_SECONDS, publicPem, refusalOf, type KeyPair } from '../tools.ts';

const NOT_ADMITTED = 'not_admitted: unauthorized';
const pair = makePair('RS256');
const HEADER = { alg: 'RS256', typ: 'JWT' };

async function makeTenantTokens(...pairs: readonly KeyPair[]) {
  const keys = await Promise.all(pairs.map((key) => importVerificationKey(publicPem(key), 'tenant.pem')));
  return new JwtTenantTokens({ keys, leewaySeconds: 60, now: () => NOW });
}

describe('tenantOf', () => {
  test.each([undefined, '', 'nonsense', makeJwt(pair, HEADER, { 'mender.tenant': 'acme' })])(
    'without keys the device belongs to the installation’s own tenant, with any token (%#)',
    async (tenantToken) => {
      expect(await (await makeTenantTokens()).tenantOf(tenantToken)).toBe('');
    },
  );

  test('the tenant is the one a token of one of the keys names', async () => {
    const tenantTokens = await makeTenantTokens(makePair('ES256'), makePair('RS256'), pair);

    expect(await tenantTokens.tenantOf(makeJwt(pair, HEADER, { sub: 'acme', 'mender.tenant': 'acme' }))).toBe('acme');
  });

  test.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['no JWT', 'acme'],
    ['another key’s token', makeJwt(makePair('RS256'), HEADER, { 'mender.tenant': 'acme' })],
    ['no tenant', makeJwt(pair, HEADER, { sub: 'acme' })],
    ['the empty tenant', makeJwt(pair, HEADER, { 'mender.tenant': '' })],
    ['a tenant that is not a text', makeJwt(pair, HEADER, { 'mender.tenant': ['acme'] })],
    ['a reserved tenant', makeJwt(pair, HEADER, { 'mender.tenant': 'Default' })],
    ['a tenant with a slash', makeJwt(pair, HEADER, { 'mender.tenant': 'acme/devices' })],
    ['a tenant with a control character', makeJwt(pair, HEADER, { 'mender.tenant': 'acme\u0007' })],
    ['a tenant with a long id', makeJwt(pair, HEADER, { 'mender.tenant': 'a'.repeat(129) })],
    ['an expired token', makeJwt(pair, HEADER, { 'mender.tenant': 'acme', exp: NOW_SECONDS - 60 })],
    ['a token of later', makeJwt(pair, HEADER, { 'mender.tenant': 'acme', nbf: NOW_SECONDS + 61 })],
    ['a device’s token', makeJwt(pair, HEADER, { 'mender.tenant': 'acme', 'mender.device': true })],
    ['a user’s token', makeJwt(pair, HEADER, { 'mender.tenant': 'acme', 'mender.user': true })],
  ])('%s is refused without a reason', async (_, tenantToken) => {
    expect(await refusalOf((await makeTenantTokens(pair)).tenantOf(tenantToken))).toBe(NOT_ADMITTED);
  });
});
