// What text may reach jose at all (D9): one spelling of a compact JWS, so that a token's text may stand for the token.
import { isUtf8 } from 'node:buffer';
import { isJsonObject, parseStrictJson, type JsonObject } from '../domain/strict-json.ts';

export interface GatedJws<Algorithm extends string> {
  readonly alg: Algorithm;
  readonly kid: string | undefined;
  readonly typ: string | undefined;
  readonly payload: Buffer;
}

export interface GatedJwt<Algorithm extends string> extends GatedJws<Algorithm> {
  /** Not verified yet: the signature is over exactly the text they were read from. */
  readonly claims: JsonObject;
}

const MAX_JWT_BYTES = 8192;

/** `undefined` is the whole refusal, here and below: nobody is told what was wrong with a token. */
export function passGate<Algorithm extends string>(
  jwt: string,
  algorithms: readonly Algorithm[],
): GatedJwt<Algorithm> | undefined {
  const jws = passJws(jwt, algorithms);
  const claims = jws === undefined ? undefined : findObject(jws.payload);
  return jws === undefined || claims === undefined ? undefined : { ...jws, claims };
}

/** The gate for any payload: `alg` is one of the given, and the header names nothing but `alg`, `kid` and `typ`, all texts. */
export function passJws<Algorithm extends string>(
  jws: string,
  algorithms: readonly Algorithm[],
): GatedJws<Algorithm> | undefined {
  const segments = findSegments(jws);
  const header = segments === undefined ? undefined : findObject(segments.header);
  if (segments === undefined || header === undefined) return undefined;
  const { alg, kid, typ, ...unknown } = header;
  const algorithm = algorithms.find((allowed) => allowed === alg);
  if (algorithm === undefined || Object.keys(unknown).length > 0) return undefined;
  if (!isOptionalText(kid) || !isOptionalText(typ)) return undefined;
  return { alg: algorithm, kid, typ, payload: segments.payload };
}

/** For callers that let any header pass, because somebody else has verified the token (gateway mode, D12). */
export function findUngated(jwt: string): { readonly header: JsonObject; readonly claims: JsonObject } | undefined {
  const segments = findSegments(jwt);
  if (segments === undefined) return undefined;
  const header = findObject(segments.header);
  const claims = findObject(segments.payload);
  return header === undefined || claims === undefined ? undefined : { header, claims };
}

/** Three segments, each of them the canonical base64url of at least one byte. */
function findSegments(jws: string): { readonly header: Buffer; readonly payload: Buffer } | undefined {
  if (jws.length > MAX_JWT_BYTES) return undefined; // a text that has more bytes than characters is no base64url
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
