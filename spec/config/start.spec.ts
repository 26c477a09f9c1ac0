// Settings that the process refuses or accepts at its start (D15): each one alone, and combinations.
import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { DEFAULT_INTERNAL_SERVER, DEFAULT_SERVER, readClientConfig, serverAddress } from '../../src/config/client.ts';
import { readConfig, SETTINGS, type Setting } from '../../src/config/settings.ts';
import { WrongSettings } from '../../src/config/wrong-settings.ts';
import { settingsMarkdown, settingsText } from '../../src/config/help.ts';

const USERS = { DEVICEAUTH_USER_KEYS: '/keys/users.pem' };
const SECRET = '0123456789abcdef0123456789abcdef';

/** Reads settings that name files which do not exist on this machine. */
const read = (env: Readonly<Record<string, string>>) => readConfig(env, { isReadable: () => true });

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    read({ ...USERS, ...env });
    return [];
  } catch (error) {
    if (error instanceof WrongSettings) return error.problems;
    throw error;
  }
}

const fileWith = (text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'devauth-settings-')), 'secret');
  writeFileSync(file, text);
  return file;
};

describe('a setting that is wrong', () => {
  test.each([
    ['LISTEN', '8080', 'must be host:port, [IPv6]:port or :port'],
    ['LISTEN', '127.0.0.1:65536', 'must have a port of at most 65535'],
    ['SHARED_LISTENER', 'yes', 'must be true or false'],
    ['JWT_EXP_TIMEOUT', '315360001', 'must be between 1 and 315360000'],
    ['JWT_EXP_TIMEOUT', '1e3', 'must be a whole number'],
    ['JWT_ISSUER', '', 'must not be empty'],
    ['MAX_DEVICES', '-2', 'must be between -1 and 9007199254740991'],
    ['DEVICE_KEY_MIN_RSA_BITS', '1023', 'must be between 1024 and 4096'],
    ['DEVICE_KEY_TYPES', 'RSA,P-192', 'must be some of RSA, P-224, P-256, P-384, P-521, Ed25519'],
    ['DEVICE_KEY_TYPES', '', 'must be some of RSA, P-224, P-256, P-384, P-521, Ed25519'],
    ['NEW_KEY_ALGORITHM', 'HS256', 'must be ES256, RS256 or EdDSA'],
    ['USER_JWKS_URL', 'ftp://keys', 'must be an http or https address without user and password'],
    ['USER_JWKS_URL', 'https://user:word@keys', 'must be an http or https address without user and password'],
    ['USER_AUTH', 'none', 'must be verify or gateway'],
    ['INTERNAL_API_KEY', SECRET.slice(1), 'must have at least 32 bytes'],
    ['GATEWAY_PEERS', '10.0.0.0/33', 'must be networks such as 10.0.0.0/8, separated by commas'],
    ['GATEWAY_PEERS', 'gateway', 'must be networks such as 10.0.0.0/8, separated by commas'],
    ['MAX_CONNECTIONS_PER_ADDRESS', '10001', 'must be between 0 and 10000'],
    ['VERIFY_READ', 'local', 'must be majority, linearizable or bounded'],
    ['LOG_LEVEL', 'trace', 'must be error, warn, info, debug or silent'],
  ])('%s=%s is refused: %s', (name, value, says) => {
    expect(problemsOf({ [`DEVICEAUTH_${name}`]: value })).toContain(`DEVICEAUTH_${name} ${says}`);
  });

  test('is named together with every other one, unknown and contradictory ones too', () => {
    const problems = problemsOf({
      DEVICEAUTH_LISTEN: 'nowhere',
      DEVICEAUTH_JWT_EXP_TIMEOUT: 'long',
      DEVICEAUTH_LISTENN: ':8080',
      DEVICEAUTH_KEYS_DIR: '/keys',
      DEVICEAUTH_SERVER_PRIV_KEY_PATH: '/key.pem',
    });

    expect(problems).toEqual([
      expect.stringMatching(/^DEVICEAUTH_LISTEN must/),
      expect.stringMatching(/^DEVICEAUTH_JWT_EXP_TIMEOUT must/),
      'DEVICEAUTH_LISTENN is not a setting',
      expect.stringMatching(/^DEVICEAUTH_KEYS_DIR and DEVICEAUTH_SERVER_PRIV_KEY_PATH are both set/),
    ]);
  });

  test('is not quoted when it is a secret', () => {
    expect(problemsOf({ DEVICEAUTH_GATEWAY_SECRET: 'hunter2' }).join()).not.toContain('hunter2');
  });
});

describe('a file that a setting names', () => {
  test.each(['USER_KEYS', 'TENANT_JWT_KEYS', 'TENANT_TOKEN_KEYS', 'SERVER_PRIV_KEY_PATH'])(
    'by %s must be readable, and is named with every other problem',
    (name) => {
      const env = { DEVICEAUTH_LISTEN: 'nowhere', [`DEVICEAUTH_${name}`]: '/nowhere/at/all.pem' };

      expect(() => readConfig(env)).toThrow(
        expect.objectContaining({
          problems: expect.arrayContaining([
            expect.stringMatching(/^DEVICEAUTH_LISTEN must/),
            `DEVICEAUTH_${name} names a file that cannot be read`,
          ]),
        }),
      );
    },
  );

  test('is not asked of commands that do not serve', () => {
    expect(() => readConfig({ DEVICEAUTH_USER_KEYS: '/nowhere' }, { purpose: 'maintain' })).not.toThrow();
  });
});

describe('settings that contradict each other are refused', () => {
  test.each([
    ['one address that others reach', { LISTEN: ':8080', INTERNAL_LISTEN: ':8080' }, /one address that others reach/],
    [
      'gateway mode without proof',
      { USER_KEYS: '', USER_AUTH: 'gateway' },
      /needs DEVICEAUTH_GATEWAY_SECRET or DEVICEAUTH_GATEWAY_PEERS/,
    ],
    ['gateway mode with keys', { USER_AUTH: 'gateway', GATEWAY_SECRET: SECRET }, /verifies no user token/],
    ['proof without gateway mode', { GATEWAY_PEERS: '10.0.0.0/8' }, /USER_AUTH is not gateway/],
    ['no users, and others reach the address', { USER_KEYS: '', LISTEN: ':8080' }, /others reach this address/],
    [
      'no users on MongoDB',
      { USER_KEYS: '', MONGO: 'mongodb://mongo' },
      /only the embedded store starts without users/,
    ],
    ['a password and no MongoDB', { MONGO_PASSWORD: 'word' }, /DEVICEAUTH_MONGO is not set/],
  ])('%s', (_name, settings, says) => {
    const env = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`DEVICEAUTH_${name}`, value]));

    expect(problemsOf(env)).toEqual([expect.stringMatching(says)]);
  });

  test.each([
    ['loopback', { LISTEN: '127.0.0.1:8080', INTERNAL_LISTEN: '127.0.0.1:8080' }],
    ['a key for the internal API', { LISTEN: ':8080', INTERNAL_LISTEN: ':8080', INTERNAL_API_KEY: SECRET }],
    [
      'a gateway that routes only the public paths',
      { LISTEN: ':8080', INTERNAL_LISTEN: ':8080', SHARED_LISTENER: 'true' },
    ],
  ])('but one address for both is taken with %s', (_name, settings) => {
    const env = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`DEVICEAUTH_${name}`, value]));

    expect(problemsOf(env)).toEqual([]);
  });

  test('a rule about users does not apply to commands that do not serve', () => {
    expect(readConfig({ DEVICEAUTH_MONGO: 'mongodb://mongo' }, { purpose: 'maintain' }).config.mongo.isSet).toBe(true);
  });
});

describe('a secret', () => {
  const secrets = Object.values<Setting>(SETTINGS).filter(({ secret }) => secret);

  test('may be in a file, without its last line end', () => {
    const { config } = read({ ...USERS, DEVICEAUTH_INTERNAL_API_KEY_FILE: fileWith(`${SECRET}\n`) });

    expect(config.internalApiKey.reveal()).toBe(SECRET);
  });

  test('is refused when it is given twice, or its file cannot be read or never ends', () => {
    expect(
      problemsOf({ DEVICEAUTH_INTERNAL_API_KEY: SECRET, DEVICEAUTH_INTERNAL_API_KEY_FILE: fileWith(SECRET) }),
    ).toEqual(['DEVICEAUTH_INTERNAL_API_KEY and DEVICEAUTH_INTERNAL_API_KEY_FILE are both set']);
    for (const file of ['/nowhere/at/all', '/dev/zero'])
      expect(problemsOf({ DEVICEAUTH_MONGO_FILE: file })).toEqual([
        'DEVICEAUTH_MONGO_FILE names a file that cannot be read',
      ]);
  });

  test('is never printed, logged or written as JSON', () => {
    const env = { ...USERS, DEVICEAUTH_MONGO: 'mongodb://root:hunter2@mongo', DEVICEAUTH_INTERNAL_API_KEY: SECRET };

    const { config } = read(env);
    const written = [
      inspect(config, { depth: 9 }),
      JSON.stringify(config),
      `${String(config.mongo)} ${String(config.internalApiKey)}`,
    ];

    expect(written.join()).not.toMatch(/hunter2|0123456789/);
    expect(secrets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['MONGO', 'MONGO_PASSWORD', 'INTERNAL_API_KEY', 'GATEWAY_SECRET']),
    );
  });

  test('only for a secret: no other setting has a file', () => {
    expect(problemsOf({ DEVICEAUTH_LISTEN_FILE: fileWith(':8080') })).toEqual([
      'DEVICEAUTH_LISTEN_FILE is not a setting',
    ]);
  });
});

describe('an installation that moves here starts as it is', () => {
  /** The settings of Mender's compose file and chart for its service, with users added. */
  const MENDER = {
    DEVICEAUTH_LISTEN: ':8080',
    DEVICEAUTH_MONGO: 'mongodb://mender-mongo:27017',
    DEVICEAUTH_MONGO_USERNAME: 'root',
    DEVICEAUTH_MONGO_PASSWORD: 'word',
    DEVICEAUTH_MONGO_SSL: 'False',
    DEVICEAUTH_MONGO_SSL_SKIPVERIFY: '0',
    DEVICEAUTH_INVENTORY_ADDR: 'http://mender-inventory:8080/',
    DEVICEAUTH_ORCHESTRATOR_ADDR: 'http://mender-workflows-server:8080/',
    DEVICEAUTH_TENANTADM_ADDR: 'http://mender-tenantadm:8080',
    DEVICEAUTH_JWT_ISSUER: 'Mender',
    DEVICEAUTH_JWT_EXP_TIMEOUT: '604800',
    DEVICEAUTH_MIDDLEWARE: 'prod',
    DEVICEAUTH_REDIS_CONNECTION_STRING: 'redis://mender-redis',
    DEVICEAUTH_REDIS_KEY_PREFIX: 'deviceauth:v1',
    DEVICEAUTH_REDIS_LIMITS_EXPIRE_SEC: '3600',
    DEVICEAUTH_REDIS_DB: '1',
    DEVICEAUTH_REDIS_TIMEOUT_SEC: '1',
    DEVICEAUTH_MAX_DEVICES_LIMIT_DEFAULT: '500',
    DEVICEAUTH_SERVER_PRIV_KEY_PATH: '/etc/deviceauth/rsa/private.pem',
    DEVICEAUTH_SERVER_FALLBACK_PRIV_KEY_PATH: '/etc/deviceauth/rsa/old.pem',
    DEVICEAUTH_REQUEST_SIZE_LIMIT: '1048576',
    DEVICEAUTH_LEGACY_PROVISION_DEVICE: 'false',
    DEVICEAUTH_RATE_LIMITS_AUTH_ENABLE: 'false',
    DEVICEAUTH_HAVE_ADDONS: 'true',
    DEVICEAUTH_IOT_MANAGER_ADDR: 'http://mender-iot-manager:8080',
    DEVICEAUTH_MONGO_URL: 'mongodb://mender-mongo:27017',
    DEVICEAUTH_ENABLE_AUDIT: 'true',
    LOG_LEVEL: 'debug',
  };

  test('with Mender’s settings, and one line about those that mean nothing here', () => {
    const { config, warnings } = read({ ...USERS, ...MENDER });

    expect([config.mongo.reveal(), config.mongoUsername, config.mongoSsl]).toEqual([
      'mongodb://mender-mongo:27017',
      'root',
      false,
    ]);
    expect(config.serverKeyPath).toBe('/etc/deviceauth/rsa/private.pem');
    expect(warnings).toEqual([
      expect.stringMatching(/^ignored, they have no meaning here: .*DEVICEAUTH_INVENTORY_ADDR.*DEVICEAUTH_MIDDLEWARE/),
    ]);
  });

  test('in a pod of Kubernetes and beside Docker links, with any variables that they inject', () => {
    const { warnings } = read({
      ...USERS,
      DEVICEAUTH_PORT: 'tcp://10.0.0.7:8080',
      DEVICEAUTH_SERVICE_HOST: '10.0.0.7',
      DEVICEAUTH_SERVICE_PORT: '8080',
      DEVICEAUTH_SERVICE_PORT_HTTP: '8080',
      DEVICEAUTH_PORT_8080_TCP: 'tcp://10.0.0.7:8080',
      DEVICEAUTH_PORT_8080_TCP_PROTO: 'tcp',
      DEVICEAUTH_PORT_8080_TCP_PORT: '8080',
      DEVICEAUTH_PORT_8080_TCP_ADDR: '10.0.0.7',
      DEVICEAUTH_MONGO_SERVICE_HOST: '10.0.0.8',
      DEVICEAUTH_MONGO_PORT_27017_TCP: 'tcp://10.0.0.8:27017',
    });

    expect(warnings).toEqual([]);
  });
});

describe('a client', () => {
  test('finds the server that the environment names', () => {
    expect(readClientConfig({}).server).toBeUndefined();
    expect(readClientConfig({ DEVAUTH_SERVER: 'https://devices.example' }).server).toBe('https://devices.example');
  });

  test('looks where the service listens without any setting', () => {
    expect(`http://${SETTINGS.listen.default}`).toBe(DEFAULT_SERVER);
    expect(`http://${SETTINGS.internalListen.default}`).toBe(DEFAULT_INTERNAL_SERVER);
  });

  test.each([
    ['10.0.0.7:8080', 'http://10.0.0.7:8080'],
    ['localhost:8080', 'http://localhost:8080'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['https://devices.example/', 'https://devices.example'],
    ['https://devices.example/base/', 'https://devices.example/base'],
    ['ftp://devices.example', undefined],
    ['http://user:secret@devices.example', undefined],
    ['user:secret@devices.example:8080', undefined],
    ['http://', undefined],
    ['', undefined],
  ])('reads the address "%s" as %s', (text, expected) => {
    expect(serverAddress(text)).toBe(expected);
  });
});

describe('the table', () => {
  const all = Object.values<Setting>(SETTINGS);

  test('has every default as its kind wants it', () => {
    const wrong = all.filter((setting) => !setting.kind.safeParse(setting.default).success);

    expect(wrong).toEqual([]);
  });

  test('is in --help and in the README: each setting once', () => {
    for (const written of [settingsText(), settingsMarkdown()]) {
      const names = [...written.matchAll(/DEVICEAUTH_[A-Z\d_]+(?=`| \(| \[|\n)/g)].map(([name]) => name);
      expect(all.filter(({ name }) => !names.includes(`DEVICEAUTH_${name}`))).toEqual([]);
    }
  });
});
