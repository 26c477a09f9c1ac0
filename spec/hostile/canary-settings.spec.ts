// Secrets among the settings, right and wrong, in the environment and in files. A process that does not start names the faults, and
// shows no secret.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openProgram, type Program } from '../support/app/program.ts';
import { foundIn, plant, secretText } from './canary.ts';

let program: Program;
beforeAll(() => {
  program = openProgram();
});
afterAll(() => program.close());

describe('secret settings', () => {
  const secrets = {
    DEVICEAUTH_MONGO: () =>
      `mongodb://someone:${secretText('the password in an address')}@127.0.0.1:1/?serverSelectionTimeoutMS=500`,
    DEVICEAUTH_MONGO_PASSWORD: () => secretText('the password'),
    DEVICEAUTH_GATEWAY_SECRET: () => secretText('the gateway secret'),
    DEVICEAUTH_INTERNAL_API_KEY: () => secretText('another internal key'),
  };

  /** Every setting, with a fault in the whole: the message names the fault and shows no secret. */
  test.each([
    ['that contradict each other', { DEVICEAUTH_USER_AUTH: 'verify' }],
    ['beside an unknown one', { DEVICEAUTH_NO_SUCH_SETTING: 'x' }],
    ['of a database that is not there', { DEVICEAUTH_USER_AUTH: 'gateway', DEVICEAUTH_LOG_LEVEL: 'debug' }],
  ])(
    '%s are not shown',
    async (_what, more) => {
      const given = Object.fromEntries(Object.entries(secrets).map(([name, make]) => [name, make()]));
      const files = Object.fromEntries(
        Object.entries(given).map(([name, secret]) => {
          writeFileSync(join(program.folder, name), secret);
          return [`${name}_FILE`, join(program.folder, name)];
        }),
      );

      const starts = [given, files].map((settings, index) =>
        program.run(['serve'], { ...settings, ...more, DEVICEAUTH_DATA: join(program.folder, `other-${index}`) }),
      );
      for (const { code, stdout, stderr } of await Promise.all(starts)) {
        expect(code).not.toBe(0);
        expect(stderr).not.toBe('');
        expect(foundIn({ stdout, stderr })).toEqual([]);
      }
    },
    60_000,
  );

  test('in other settings are not shown either: a key instead of a path, a password instead of a number', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const wrong = {
      DEVICEAUTH_SERVER_PRIV_KEY_PATH: plant('a key in the place of a path', pem),
      DEVICEAUTH_USER_KEYS: secretText('a secret in the place of a path'),
      DEVICEAUTH_REQUEST_SIZE_LIMIT: secretText('a secret in the place of a number'),
      DEVICEAUTH_LISTEN: secretText('a secret in the place of an address'),
      DEVICEAUTH_LOG_LEVEL: secretText('a secret in the place of a choice'),
      DEVICEAUTH_USER_JWKS_URL: `https://user:${secretText('a password in an address')}@127.0.0.1:1/`,
    };

    const { code, stdout, stderr } = await program.run(['serve'], wrong);

    expect(code).not.toBe(0);
    expect(stderr).toContain('DEVICEAUTH_LISTEN');
    expect(foundIn({ stdout, stderr })).toEqual([]);
  });
});
