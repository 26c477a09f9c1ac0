// Mender's own deviceauth as an issuer of device tokens: a key made for the run, and tokens with Mender's header and claims.
import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface MenderToken {
  readonly jti: string;
  readonly device: string;
  readonly tenant?: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export interface MenderIssuer {
  /** For DEVICEAUTH_IMPORTED_TOKEN_KEYS. */
  readonly publicKeyFile: string;
  /** For DEVICEAUTH_SERVER_PRIV_KEY_PATH. */
  readonly privateKeyFile: string;
  /** `claims` are added, or removed if undefined; the same for `header`. */
  token(of: MenderToken, claims?: Members, header?: Members): string;
}

type Members = Readonly<Record<string, unknown>>;

/** Go's zero time. */
const NOT_BEFORE = -62_135_596_800;

export function openMenderIssuer(kind: 'rsa' | 'ed25519' = 'rsa'): MenderIssuer {
  const privateKey = kind === 'rsa' ? makeRsa() : generateKeyPairSync('ed25519').privateKey;
  const folder = mkdtempSync(join(tmpdir(), 'devauth-mender-'));
  const [publicKeyFile, privateKeyFile] = [join(folder, 'public.pem'), join(folder, 'private.pem')];
  writeFileSync(publicKeyFile, createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }));
  writeFileSync(privateKeyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return {
    publicKeyFile,
    privateKeyFile,
    token: (of, claims = {}, header = {}) => {
      const input = [
        { alg: kind === 'rsa' ? 'RS256' : 'EdDSA', typ: 'JWT', ...header },
        { ...claimsOf(of), ...claims },
      ]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      const signature = sign(kind === 'rsa' ? 'sha256' : undefined, Buffer.from(input), privateKey);
      return `${input}.${signature.toString('base64url')}`;
    },
  };
}

const makeRsa = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const claimsOf = ({ jti, device, tenant, issuedAt, expiresAt }: MenderToken): Members => ({
  ...{ jti, sub: device, exp: secondsOf(expiresAt), iat: secondsOf(issuedAt), nbf: NOT_BEFORE, iss: 'Mender' },
  ...(tenant !== undefined && { 'mender.tenant': tenant }),
  ...{ 'mender.device': true, 'mender.plan': 'enterprise', 'mender.trial': false },
  'mender.addons': [{ name: 'configure', enabled: true }],
});

const secondsOf = (time: Date): number => Math.floor(time.getTime() / 1000);
