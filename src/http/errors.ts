// Where a number meets a code: one row for each refusal, one column for each API. A dash is a refusal that the API cannot give.
import type { RefusalCode, Refused } from '../domain/errors.ts';
import { deviceView } from './views.ts';

export type Api = 'devices' | 'management' | 'internal' | 'wellKnown';

type Row = Readonly<Record<Api, number>>;
const NEVER = 500; // a refusal that has no business in that API is a bug there

// prettier-ignore
const ERRORS: Readonly<Record<RefusalCode, Row>> = {
  //                        devices       management         internal         well-known
  invalid_request:        { devices: 400, management: 400,   internal: 400,   wellKnown: 400 },
  key_refused:            { devices: 400, management: 400,   internal: NEVER, wellKnown: NEVER },
  too_large:              { devices: 413, management: 413,   internal: 413,   wellKnown: 413 },
  uri_too_long:           { devices: 414, management: 414,   internal: 414,   wellKnown: 414 },
  media_type_unsupported: { devices: 415, management: 415,   internal: 415,   wellKnown: 415 },
  headers_too_large:      { devices: 431, management: 431,   internal: 431,   wellKnown: 431 },
  signature_missing:      { devices: 400, management: NEVER, internal: NEVER, wellKnown: NEVER },
  signature_wrong:        { devices: 401, management: NEVER, internal: NEVER, wellKnown: NEVER },
  not_admitted:           { devices: 401, management: NEVER, internal: NEVER, wellKnown: NEVER },
  limit_reached:          { devices: 401, management: 422,   internal: NEVER, wellKnown: NEVER },
  auth_sets_full:         { devices: 401, management: 422,   internal: NEVER, wellKnown: NEVER },
  device_not_found:       { devices: 401, management: 404,   internal: 404,   wellKnown: NEVER },
  auth_set_not_found:     { devices: 401, management: 404,   internal: 404,   wellKnown: NEVER },
  illegal_transition:     { devices: 401, management: 400,   internal: NEVER, wellKnown: NEVER },
  device_exists:          { devices: NEVER, management: 409, internal: NEVER, wellKnown: NEVER },
  token_not_found:        { devices: NEVER, management: 404, internal: 404,   wellKnown: NEVER },
  token_invalid:          { devices: NEVER, management: 401, internal: 401,   wellKnown: NEVER },
  token_expired:          { devices: NEVER, management: 401, internal: 401,   wellKnown: NEVER },
  token_revoked:          { devices: NEVER, management: 401, internal: 401,   wellKnown: NEVER },
  caller_unknown:         { devices: 401, management: 401,   internal: 401,   wellKnown: 401 },
  caller_forbidden:       { devices: 403, management: 403,   internal: 403,   wellKnown: 403 },
  not_found:              { devices: 404, management: 404,   internal: 404,   wellKnown: 404 },
  method_not_allowed:     { devices: 405, management: 405,   internal: 405,   wellKnown: 405 },
  too_many_requests:      { devices: 429, management: 429,   internal: 429,   wellKnown: 429 },
  conflict:               { devices: 503, management: 503,   internal: 503,   wellKnown: 503 },
  store_unavailable:      { devices: 503, management: 503,   internal: 503,   wellKnown: 503 },
};

export const INTERNAL_ERROR = 500;

/** What the libraries around the handlers throw carries a number; a 5xx of theirs is a bug here, and no refusal. */
export function codeOfStatus(status: number): RefusalCode | undefined {
  if (status < 400 || status >= INTERNAL_ERROR) return undefined;
  const codes: readonly RefusalCode[] = ['not_found', 'method_not_allowed', 'too_large', 'media_type_unsupported'];
  return codes.find((code) => ERRORS[code].management === status) ?? 'invalid_request';
}

export interface ErrorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The refusal as that API says it. */
export function errorReply(api: Api, refused: Refused, requestId: string): ErrorReply {
  return {
    status: ERRORS[refused.code][api],
    headers: errorHeaders(api, refused),
    body: errorBody(api, refused, requestId),
  };
}

/** Everything that is no refusal: the caller learns the request's id, the log the rest. */
export const internalError = (requestId: string): ErrorReply => ({
  status: INTERNAL_ERROR,
  headers: {},
  body: { error: 'internal error', request_id: requestId },
});

function errorBody(api: Api, refused: Refused, requestId: string): unknown {
  const { device, limit, used } = refused.details;
  if (api === 'management' && refused.code === 'device_exists' && device) return deviceView(device);
  const body = { error: said(api, refused), request_id: requestId };
  return api === 'management' && refused.code === 'limit_reached' ? { ...body, limit, used } : body;
}

/** A device learns nothing that it could not know: Mender's two texts, and no reason. */
function said(api: Api, refused: Refused): string {
  if (api !== 'devices' || ERRORS[refused.code].devices !== ERRORS.not_admitted.devices) return refused.message;
  if (refused.code === 'signature_wrong') return refused.message;
  return refused.code === 'limit_reached' ? 'unauthorized' : 'dev auth: unauthorized';
}

function errorHeaders(api: Api, refused: Refused): Record<string, string> {
  const { allow, retryAfterSeconds } = refused.details;
  const headers: Record<string, string> = {};
  if (allow) headers['Allow'] = allow.join(', ');
  if (refused.code === 'too_large') headers['Connection'] = 'close';
  if (api === 'management' && refused.code === 'caller_unknown') {
    headers['WWW-Authenticate'] = 'Bearer realm="ManagementJWT"';
  }
  if (['conflict', 'store_unavailable', 'too_many_requests'].includes(refused.code)) {
    headers['Retry-After'] = String(Math.max(1, Math.ceil(retryAfterSeconds ?? 1)));
  }
  return headers;
}
