// The strict gate in front of jose (D9). It accepts one spelling of a compact JWS, so that the text of a token can represent the
// token. A refusal is `undefined`, because a caller must not learn the fault of a token whose signature is not verified.
import { isUtf8 } from 'node:buffer';
import { isJsonObject, parseStrictJson, type JsonObject, type JsonValue } from '../domain/strict-json.ts';

export interface GateRules<Algorithm extends string> {
  readonly algorithms: readonly Algorithm[];
  readonly maxBytes: number;
  /**
   * `refused`: the header has `alg`, `kid` and `typ`, all texts, and no other name. `ignored`: an unknown name is ignored (RFC 7515
   * §4), except names that change how a token is read or that contain a key; `kid` may be an integer.
   */
  readonly otherNames: 'refused' | 'ignored';
}

export interface GatedJws<Algorithm extends string> {
  readonly alg: Algorithm;
  readonly kid: string | undefined;
  readonly typ: string | undefined;
  readonly payload: Buffer;
}

export interface GatedJwt<Algorithm extends string> extends GatedJws<Algorithm> {
  /** Not verified yet: the signature covers exactly the text that they were read from. */
  readonly claims: JsonObject;
}

/** Returns header and claims of a JWT that follows the rules. */
export function passGate<Algorithm extends string>(
  jwt: string,
  rules: GateRules<Algorithm>,
): GatedJwt<Algorithm> | undefined {
  const jws = passJws(jwt, rules);
  const claims = jws === undefined ? undefined : findObject(jws.payload);
  return jws === undefined || claims === undefined ? undefined : { ...jws, claims };
}

/** Returns header and payload of a JWS that follows the rules, with any payload. */
export function passJws<Algorithm extends string>(
  jws: string,
  { algorithms, maxBytes, otherNames }: GateRules<Algorithm>,
): GatedJws<Algorithm> | undefined {
  const segments = jws.length > maxBytes ? undefined : findSegments(jws); // base64url: as many bytes as characters
  const header = segments === undefined ? undefined : findObject(segments.header);
  if (segments === undefined || header === undefined) return undefined;
  const { alg, kid: named, typ, ...others } = header;
  const algorithm = algorithms.find((allowed) => allowed === alg);
  const forbidden =
    otherNames === 'refused' ? Object.keys(others) : FORBIDDEN.filter((name) => Object.hasOwn(others, name));
  if (algorithm === undefined || forbidden.length > 0) return undefined;
  const kid = otherNames === 'refused' ? named : toKidText(named);
  if (!isOptionalText(kid) || !isOptionalText(typ)) return undefined;
  return { alg: algorithm, kid, typ, payload: segments.payload };
}

const MAX_UNVERIFIED_BYTES = 16 * 1024;

/** Returns header and claims of any JWT. For gateway mode (D12), where the gateway has verified the token. */
export function findUngated(jwt: string): { readonly header: JsonObject; readonly claims: JsonObject } | undefined {
  const segments = jwt.length > MAX_UNVERIFIED_BYTES ? undefined : findSegments(jwt);
  if (segments === undefined) return undefined;
  const header = findObject(segments.header);
  const claims = findObject(segments.payload);
  return header === undefined || claims === undefined ? undefined : { header, claims };
}

/** Names that change how the token is read (RFC 7515, 7516, 7797), or that contain a key or its address. */
const FORBIDDEN = ['crit', 'b64', 'zip', 'jku', 'x5u', 'jwk'];

/** Mender's useradm writes `"kid": 0`: an integer means its decimal text. */
const toKidText = (kid: JsonValue | undefined): JsonValue | undefined =>
  typeof kid === 'number' && Number.isSafeInteger(kid) ? String(kid) : kid;

/** Returns the three segments, if each is the canonical base64url of at least one byte. */
function findSegments(jws: string): { readonly header: Buffer; readonly payload: Buffer } | undefined {
  const texts = jws.split('.');
  const [header, payload, signature] = texts.map(findBytes);
  if (texts.length !== 3 || header === undefined || payload === undefined || signature === undefined) return undefined;
  return { header, payload };
}

function findBytes(segment: string): Buffer | undefined {
  const bytes = Buffer.from(segment, 'base64url');
  return segment !== '' && bytes.toString('base64url') === segment ? bytes : undefined;
}

function findObject(bytes: Buffer): JsonObject | undefined {
  if (!isUtf8(bytes)) return undefined;
  try {
    const value = parseStrictJson(bytes.toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isOptionalText = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';
