// Reads a device token: one spelling of a compact JWS, a pinned algorithm, a known key, the signature, the claims.
import { compactVerify, importJWK, type CryptoKey, type JWK } from 'jose';

export interface DeviceClaims {
  readonly jti: string;
  readonly device: string;
  /** Empty for the installation's own tenant. */
  readonly tenant: string;
  /** Seconds since 1970, as `exp`. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly kid: string;
}

export interface VerificationKey {
  readonly alg: string;
  readonly key: CryptoKey | Uint8Array;
}

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly findKey: (kid: string) => Promise<VerificationKey | undefined>;
}

const ALGORITHMS = ['ES256', 'RS256', 'EdDSA'];
const MAX_CHARACTERS = 8192;

/** Returns the keys of a JWKS that can verify device tokens, by `kid`. */
export async function readKeys(jwks: unknown): Promise<ReadonlyMap<string, VerificationKey>> {
  const found = typeof jwks === 'object' && jwks !== null && 'keys' in jwks ? jwks.keys : undefined;
  if (!Array.isArray(found)) throw new Error('the JWKS has no keys');
  const keys = new Map<string, VerificationKey>();
  for (const jwk of found.filter(isSigningKey)) keys.set(jwk.kid, { alg: jwk.alg, key: await importJWK(jwk, jwk.alg) });
  return keys;
}

const isSigningKey = (jwk: unknown): jwk is JWK & { readonly kid: string; readonly alg: string } =>
  typeof jwk === 'object' &&
  jwk !== null &&
  'kid' in jwk &&
  typeof jwk.kid === 'string' &&
  'alg' in jwk &&
  typeof jwk.alg === 'string' &&
  ALGORITHMS.includes(jwk.alg) &&
  !('d' in jwk);

/** Returns the claims of a signed device token; `undefined` for everything else. It may have expired or be revoked. */
export async function readToken(jwt: string, rules: TokenRules): Promise<DeviceClaims | undefined> {
  const header = readHeader(jwt);
  const key = header === undefined ? undefined : await rules.findKey(header.kid);
  if (header === undefined || key === undefined || key.alg !== header.alg) return undefined;
  try {
    const { payload } = await compactVerify(jwt, key.key, { algorithms: [key.alg] });
    return readClaims(parseObject(Buffer.from(payload)), header.kid, rules);
  } catch {
    return undefined;
  }
}

function readHeader(jwt: string): { readonly alg: string; readonly kid: string } | undefined {
  const segments = jwt.length > MAX_CHARACTERS ? [] : jwt.split('.');
  const [first] = segments;
  if (segments.length !== 3 || first === undefined || !segments.every(isCanonical)) return undefined;
  const { alg, kid, typ, ...others } = parseObject(Buffer.from(first, 'base64url'));
  if (Object.keys(others).length > 0 || typ !== 'JWT') return undefined;
  return typeof alg === 'string' && typeof kid === 'string' ? { alg, kid } : undefined;
}

/** Accepts one text for each value: unused bits and padding would give a token other spellings. */
const isCanonical = (segment: string): boolean =>
  segment !== '' && Buffer.from(segment, 'base64url').toString('base64url') === segment;

function parseObject(bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

function readClaims(
  claims: Readonly<Record<string, unknown>>,
  kid: string,
  { issuer, audience }: TokenRules,
): DeviceClaims | undefined {
  const { jti, sub, iss, aud, iat, exp, 'mender.device': isDevice, 'mender.tenant': tenant = '' } = claims;
  if (iss !== issuer || aud !== audience || isDevice !== true) return undefined;
  if (!isText(jti) || !isText(sub) || typeof tenant !== 'string') return undefined;
  if (!isSeconds(iat) || !isSeconds(exp)) return undefined;
  return { jti, device: sub, tenant, issuedAt: iat, expiresAt: exp, kid };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isSeconds = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
