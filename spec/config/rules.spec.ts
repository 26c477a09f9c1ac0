// Combinations of settings for the sign-in at an issuer, and a shared address that is refused. start.spec.ts has the others.
import { expect, test } from '@jest/globals';
import { readConfig } from '../../src/config/settings.ts';

const OIDC = {
  OIDC_ISSUER: 'https://id.example',
  OIDC_CLIENT_ID: 'console',
  PUBLIC_URL: 'https://devauth.example',
  USER_JWKS_URL: 'https://id.example/keys',
};

const read = (settings: Readonly<Record<string, string>>) =>
  readConfig(Object.fromEntries(Object.entries(settings).map(([name, value]) => [`DEVICEAUTH_${name}`, value])));

test('an issuer over HTTPS, or of this machine, is taken', () => {
  expect(read(OIDC).config.oidcToken).toBe('access');
  expect(() => read({ ...OIDC, OIDC_ISSUER: 'http://127.0.0.1:9000/realm' })).not.toThrow();
});

test.each([
  ['an issuer without TLS', { OIDC_ISSUER: 'http://id.example' }, /OIDC_ISSUER must be an https address/],
  ['no way back', { PUBLIC_URL: '' }, /OIDC_ISSUER needs DEVICEAUTH_OIDC_CLIENT_ID and DEVICEAUTH_PUBLIC_URL/],
  ['no client id', { OIDC_CLIENT_ID: '' }, /OIDC_ISSUER needs DEVICEAUTH_OIDC_CLIENT_ID and DEVICEAUTH_PUBLIC_URL/],
  ['no console', { CONSOLE: 'off' }, /OIDC_ISSUER needs DEVICEAUTH_CONSOLE=public/],
  ['users that nobody accepts', { USER_JWKS_URL: '' }, /its tokens would not be accepted/],
  ['scopes without openid', { OIDC_SCOPES: 'email' }, /OIDC_SCOPES must name openid/],
])('an issuer with %s is refused', (_name, settings, says) => {
  expect(() => read({ ...OIDC, ...settings })).toThrow(says);
});

test.each([
  ['on loopback', { LISTEN: '127.0.0.1:8080', INTERNAL_LISTEN: '127.0.0.1:8080' }],
  ['with a key for the internal API', { LISTEN: ':8080', INTERNAL_LISTEN: ':8080', INTERNAL_API_KEY: 'k'.repeat(32) }],
])('one address for both listeners is refused %s when DEVICEAUTH_SHARED_LISTENER is false', (_name, settings) => {
  expect(() => read({ ...OIDC, ...settings, SHARED_LISTENER: 'false' })).toThrow(
    /are one address, and DEVICEAUTH_SHARED_LISTENER is false/,
  );
  expect(() => read({ ...OIDC, ...settings })).not.toThrow();
});
