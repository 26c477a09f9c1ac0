// What a user with a refused token learns, and what the log contains (RFC 6750).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';
import { openUserIssuer } from '../../support/app/users.ts';
import { openLogLines } from '../../support/log-lines.ts';
import { until } from '../../support/until.ts';

const NOW = Math.floor(Date.now() / 1000);

describe('a user with a refused token', () => {
  const { log, lines } = openLogLines();
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp({}, { log });
  });
  afterAll(() => app.close());

  /** Asks both APIs that accept user tokens. */
  const ask = async (token: string): Promise<readonly Answer[]> => [
    await app.public('GET /api/management/v2/devauth/devices/count', bearer(token)),
    await app.public('GET /api/default/devices', bearer(token)),
  ];

  test.each([
    ['expired', { exp: NOW - 3 * 3600 - 60 }, 'expired 3 h ago'],
    ['not_yet_valid', { nbf: NOW + 600 }, 'not valid for another 9 min'],
  ])('learns why when the signature is good, and so does the log: %s', async (why, claims, description) => {
    const answers = await ask(app.users.token('', claims));

    const fault = `error="invalid_token", error_description="${description}"`;
    expect(answers.map(({ headers }) => headers.get('www-authenticate'))).toEqual([
      `Bearer realm="ManagementJWT", ${fault}`,
      `Bearer ${fault}`,
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    await logged(answers, { refused: 'caller_unknown', why });
  });

  test('learns nothing if the signature is not good; the log has the fault', async () => {
    const answers = await ask(openUserIssuer().token('', { exp: NOW - 3600 }));

    expect(answers.map(({ headers }) => headers.get('www-authenticate'))).toEqual([
      'Bearer realm="ManagementJWT"',
      'Bearer',
    ]);
    await logged(answers, { refused: 'caller_unknown', why: 'wrong_signature' });
  });

  /** The log line of each request, which is written when its connection is finished. */
  async function logged(answers: readonly Answer[], members: object): Promise<void> {
    for (const { headers } of answers) {
      const id = headers.get('x-men-requestid');
      const line = await until('the request is logged', () => lines.find(({ request_id }) => request_id === id));
      expect(line).toMatchObject(members);
    }
  }
});

test('a claim with a name that no header can carry is written with question marks', async () => {
  const app = await openApp({ DEVICEAUTH_USER_CLAIM: 'is "ün' });
  const { headers } = await app.public('GET /api/management/v2/devauth/devices/count', bearer(app.users.token()));
  await app.close();

  expect(headers.get('www-authenticate')).toContain('error_description="the claim is ??n is missing');
});

describe('a user key that is also a signing key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'devauth-shared-key-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(['USER_KEYS', 'TENANT_JWT_KEYS'])(
    'named by %s refuses the start, and both settings are named',
    async (name) => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const [signing, users] = [join(folder, 'signing.pem'), join(folder, 'users.pem')];
      writeFileSync(signing, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
      writeFileSync(users, publicKey.export({ type: 'spki', format: 'pem' }));

      const opened = openApp({ DEVICEAUTH_SERVER_PRIV_KEY_PATH: signing, [`DEVICEAUTH_${name}`]: users });

      await expect(opened).rejects.toThrow(
        new RegExp(
          `^DEVICEAUTH_${name} names the key .{43}, which signs device tokens \\(DEVICEAUTH_SERVER_PRIV_KEY_PATH\\)`,
        ),
      );
    },
  );
});

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
