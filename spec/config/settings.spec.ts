// Reading settings, and the defaults. start.spec.ts has the refusals, and the settings of an installation that moves here.
import { describe, expect, test } from '@jest/globals';
import { readConfig, SETTINGS, type Config } from '../../src/config/settings.ts';
import { logOptionsOf } from '../../src/config/places.ts';
import { isLoopback } from '../../src/config/rules.ts';

type Environment = Readonly<Record<string, string>>;

const prefixed = (settings: Environment): Environment =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [`DEVICEAUTH_${name}`, value]));

const read = (settings: Environment): Config => readConfig(prefixed(settings), { isReadable: () => true }).config;

describe('without any setting', () => {
  test('the service listens on the loopback alone, on the embedded store, with the documented defaults', () => {
    expect(read({})).toMatchObject({
      listen: { host: '127.0.0.1', port: 8080 },
      internalListen: { host: '127.0.0.1', port: 8081 },
      dataDir: 'data',
      maxDevices: -1,
      issuer: 'Mender',
      tokenTtlSeconds: 604_800,
      tokensPerAuthSet: 5,
      minRsaBits: 2048,
      keyTypes: ['RSA', 'P-256', 'P-384', 'Ed25519'],
      userClaim: 'mender.user',
      userTenantClaim: 'mender.tenant',
    });
  });

  test('settings that were read cannot be changed', () => {
    expect(Object.isFrozen(read({}))).toBe(true);
  });

  test('other variables of the environment are not looked at', () => {
    expect(() => readConfig({ PATH: '/bin', LISTEN: 'x', DEVAUTH_LISTEN: 'x' })).not.toThrow();
  });
});

describe('a value', () => {
  test.each([
    ['LISTEN', ':8080', { host: '', port: 8080 }],
    ['LISTEN', '[::1]:0', { host: '::1', port: 0 }],
    ['LISTEN', 'localhost:65535', { host: 'localhost', port: 65_535 }],
  ])('%s=%s is read', (name, value, expected) => {
    expect(read({ USER_KEYS: 'users.pem', [name]: value }).listen).toEqual(expected);
  });

  test('with several parts is a list, without the white space', () => {
    expect(read({ USER_KEYS: ' a.pem, b.pem ,,' }).userKeys).toEqual(['a.pem', 'b.pem']);
    expect(read({ DEVICE_KEY_TYPES: 'P-521,RSA' }).keyTypes).toEqual(['RSA', 'P-521']);
  });
});

describe('an address', () => {
  test('of the internal listener alone that others reach is refused too, while there are no users', () => {
    expect(() => read({ INTERNAL_LISTEN: ':8081' })).toThrow(/DEVICEAUTH_USER_KEYS or DEVICEAUTH_USER_JWKS_URL/);
    expect(() => read({ INTERNAL_LISTEN: ':8081', USER_KEYS: 'users.pem' })).not.toThrow();
  });

  test.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['localhost', true],
    ['::1', true],
    ['', false],
    ['0.0.0.0', false],
    ['::', false],
    ['127.0.0.1.example.com', false],
    ['10.0.0.1', false],
  ])('"%s" is reached by this machine only: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

test('each setting has a name of its own, in capitals, a default that is right, and a sentence', () => {
  const settings = Object.values(SETTINGS);

  expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length);
  for (const setting of settings) {
    expect(setting.name).toMatch(/^[A-Z][A-Z\d_]+$/);
    expect(setting.says).toMatch(/^.{10,}[.]$/);
    expect(setting.kind.safeParse(setting.default).success).toBe(true);
  }
});

test.each([
  ['auto', true, 'text'],
  ['auto', false, 'json'],
  ['json', true, 'json'],
  ['text', false, 'text'],
])('with LOG_FORMAT=%s and a terminal: %s, the log is %s', (format, isTerminal, expected) => {
  expect(logOptionsOf(read({ LOG_FORMAT: format }), isTerminal)).toEqual({ level: 'info', format: expected });
});
