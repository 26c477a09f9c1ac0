// The user administration service of the specs: a key made for the run, and tokens in its form.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface UserIssuer {
  /** For DEVICEAUTH_USER_KEYS. */
  readonly publicKeyFile: string;
  /** A user of that tenant (`''`: the installation's own). `claims` are added, or removed if undefined; the same for `header`. */
  token(
    tenant?: string,
    claims?: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
  ): string;
}

/** In every token; required only if a spec sets the settings. */
export const USER_ISSUER = 'https://users.example';
export const USER_AUDIENCE = 'devauth-management';

export function openUserIssuer(): UserIssuer {
  const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const key = createPrivateKey(pem);
  const publicKeyFile = join(mkdtempSync(join(tmpdir(), 'devauth-users-')), 'users.pem');
  writeFileSync(publicKeyFile, createPublicKey(key).export({ type: 'spki', format: 'pem' }));
  return {
    publicKeyFile,
    token: (tenant = '', claims = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const payload = {
        sub: 'operator-1',
        iss: USER_ISSUER,
        aud: USER_AUDIENCE,
        iat: now,
        exp: now + 3600,
        'mender.user': true,
        ...(tenant && { 'mender.tenant': tenant }),
        ...claims,
      };
      const text = [{ alg: 'ES256', typ: 'JWT', ...header }, payload]
        .map((part) => base64url(JSON.stringify(part)))
        .join('.');
      return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    },
  };
}

/** Read from the token, unverified. */
export function jtiOf(token: string): string {
  const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return jti;
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');
