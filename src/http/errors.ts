// The status of each refusal: one row for each code, one column for each API. A dash marks a refusal that the API cannot give.
import { STATUS_CODES } from 'node:http';
import type { RefusalCode, Refused } from '../domain/errors.ts';
import { deviceView } from './api/views.ts';

export type Api = 'devices' | 'management' | 'internal' | 'wellKnown' | 'tenantDevices';

type Row = Readonly<Record<Api, number>>;
const NEVER = 500; // such a refusal in that API is a bug

// prettier-ignore
const ERRORS: Readonly<Record<RefusalCode, Row>> = {
  //                        devices       management         internal         well-known       tenant devices
  invalid_request:        { devices: 400, management: 400,   internal: 400,   wellKnown: 400,   tenantDevices: 400 },
  key_refused:            { devices: 400, management: 400,   internal: NEVER, wellKnown: NEVER, tenantDevices: NEVER },
  too_large:              { devices: 413, management: 413,   internal: 413,   wellKnown: 413,   tenantDevices: 413 },
  token_too_large:        { devices: NEVER, management: NEVER, internal: NEVER, wellKnown: 413,   tenantDevices: NEVER },
  uri_too_long:           { devices: 414, management: 414,   internal: 414,   wellKnown: 414,   tenantDevices: 414 },
  media_type_unsupported: { devices: 415, management: 415,   internal: 415,   wellKnown: 415,   tenantDevices: 415 },
  not_acceptable:         { devices: NEVER, management: 406,   internal: 406,   wellKnown: NEVER, tenantDevices: NEVER },
  headers_too_large:      { devices: 431, management: 431,   internal: 431,   wellKnown: 431,   tenantDevices: 431 },
  signature_missing:      { devices: 400, management: NEVER, internal: NEVER, wellKnown: NEVER, tenantDevices: NEVER },
  signature_wrong:        { devices: 401, management: NEVER, internal: NEVER, wellKnown: NEVER, tenantDevices: NEVER },
  not_admitted:           { devices: 401, management: NEVER, internal: NEVER, wellKnown: NEVER, tenantDevices: NEVER },
  limit_reached:          { devices: 401, management: 422,   internal: NEVER, wellKnown: NEVER, tenantDevices: 409 },
  auth_sets_full:         { devices: 401, management: 422,   internal: NEVER, wellKnown: NEVER, tenantDevices: NEVER },
  device_not_found:       { devices: 401, management: 404,   internal: 404,   wellKnown: NEVER, tenantDevices: 404 },
  auth_set_not_found:     { devices: 401, management: 404,   internal: 404,   wellKnown: NEVER, tenantDevices: NEVER },
  illegal_transition:     { devices: 401, management: 400,   internal: NEVER, wellKnown: NEVER, tenantDevices: NEVER },
  device_disabled:        { devices: NEVER, management: NEVER, internal: NEVER, wellKnown: NEVER, tenantDevices: 400 },
  api_key_not_found:      { devices: NEVER, management: 404  , internal: 404,   wellKnown: NEVER, tenantDevices: NEVER },
  webhook_not_found:      { devices: NEVER, management: 404,   internal: NEVER, wellKnown: NEVER, tenantDevices: NEVER },
  count_changed:          { devices: NEVER, management: 409,   internal: NEVER, wellKnown: NEVER, tenantDevices: NEVER },
  too_many_matches:       { devices: NEVER, management: 422,   internal: NEVER, wellKnown: NEVER, tenantDevices: NEVER },
  decision_not_found:     { devices: NEVER, management: 404,   internal: NEVER, wellKnown: NEVER, tenantDevices: NEVER },
  precondition_failed:    { devices: NEVER, management: NEVER, internal: NEVER, wellKnown: NEVER, tenantDevices: 412 },
  device_exists:          { devices: NEVER, management: 409, internal: NEVER, wellKnown: NEVER, tenantDevices: NEVER },
  token_not_found:        { devices: NEVER, management: 404, internal: 404,   wellKnown: NEVER, tenantDevices: NEVER },
  token_invalid:          { devices: NEVER, management: 401, internal: 401,   wellKnown: NEVER, tenantDevices: 401 },
  token_expired:          { devices: NEVER, management: 401, internal: 401,   wellKnown: NEVER, tenantDevices: 401 },
  token_revoked:          { devices: NEVER, management: 401, internal: 401,   wellKnown: NEVER, tenantDevices: 401 },
  caller_unknown:         { devices: 401, management: 401,   internal: 401,   wellKnown: 401,   tenantDevices: 401 },
  caller_forbidden:       { devices: 403, management: 403,   internal: 403,   wellKnown: 403,   tenantDevices: 403 },
  not_found:              { devices: 404, management: 404,   internal: 404,   wellKnown: 404,   tenantDevices: 404 },
  cursor_gone:            { devices: NEVER, management: 410,   internal: 410,   wellKnown: NEVER, tenantDevices: NEVER },
  method_not_allowed:     { devices: 405, management: 405,   internal: 405,   wellKnown: 405,   tenantDevices: 405 },
  too_many_requests:      { devices: 429, management: 429,   internal: 429,   wellKnown: 429,   tenantDevices: 429 },
  too_many_bodies:        { devices: 503, management: NEVER, internal: 503,   wellKnown: NEVER, tenantDevices: 503 },
  conflict:               { devices: 503, management: 503,   internal: 503,   wellKnown: 503,   tenantDevices: 503 },
  store_unavailable:      { devices: 503, management: 503,   internal: 503,   wellKnown: 503,   tenantDevices: 503 },
  search_not_ready:       { devices: NEVER, management: 503, internal: 503,   wellKnown: NEVER, tenantDevices: NEVER },
  timed_out:              { devices: 503, management: 503,   internal: 503,   wellKnown: 503,   tenantDevices: 503 },
};

export const UNAUTHORIZED = 401;
export const FORBIDDEN = 403;
/** Only for the log and the metrics: the connection ended before the answer began. The number is nginx's. */
export const CALLER_GONE = 499;
export const INTERNAL_ERROR = 500;
export const UNAVAILABLE = 503;

/** Libraries around the handlers throw errors with a status. A 5xx of theirs is a bug here, not a refusal. */
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

/** Returns the refusal in the form of that API. */
export function errorReply(api: Api, refused: Refused, requestId: string): ErrorReply {
  return {
    status: ERRORS[refused.code][api],
    headers: errorHeaders(api, refused),
    body: errorBody(api, refused, requestId),
  };
}

/** Returns the answer to any other error: the caller gets the request's id, the log gets the rest. */
export const internalError = (requestId: string, api?: Api): ErrorReply =>
  api === 'tenantDevices'
    ? {
        status: INTERNAL_ERROR,
        headers: { 'Content-Type': PROBLEM },
        body: problem('about:blank', INTERNAL_ERROR, 'internal error', requestId),
      }
    : { status: INTERNAL_ERROR, headers: {}, body: { error: 'internal error', request_id: requestId } };

function errorBody(api: Api, refused: Refused, requestId: string): unknown {
  const { device, limit, used, errors, matched, expectedCount } = refused.details;
  if (api === 'tenantDevices') {
    const status = ERRORS[refused.code].tenantDevices;
    return { ...problem(refused.code, status, messageFor(api, refused), requestId), limit, errors };
  }
  if (api === 'management' && refused.code === 'device_exists' && device) return deviceView(device);
  const body = { error: messageFor(api, refused), request_id: requestId };
  if (api !== 'management') return body;
  if (refused.code === 'count_changed') return { ...body, matched, expected_count: expectedCount };
  return refused.code === 'limit_reached' ? { ...body, limit, used } : body;
}

const PROBLEM = 'application/problem+json';

/** The form of RFC 9457, with the request's id. */
const problem = (type: string, status: number, detail: string, requestId: string) => ({
  type,
  title: STATUS_CODES[status],
  status,
  detail,
  request_id: requestId,
});

/** Hides from every caller why the store failed, and from devices everything except Mender's two texts. */
function messageFor(api: Api, refused: Refused): string {
  if (refused.code === 'store_unavailable') return 'service unavailable';
  if (refused.code === 'illegal_transition' && api === 'management') return `dev auth: bad request: ${refused.message}`;
  if (api !== 'devices' || ERRORS[refused.code].devices !== ERRORS.not_admitted.devices) return refused.message;
  if (refused.code === 'signature_wrong') return refused.message;
  return refused.code === 'limit_reached' ? 'unauthorized' : 'dev auth: unauthorized';
}

function errorHeaders(api: Api, refused: Refused): Record<string, string> {
  const { allow, retryAfterSeconds } = refused.details;
  const headers: Record<string, string> = {};
  if (api === 'tenantDevices') headers['Content-Type'] = PROBLEM;
  if (allow) headers['Allow'] = allow.join(', ');
  if (['too_large', 'too_many_bodies'].includes(refused.code)) headers['Connection'] = 'close';
  if (refused.code === 'caller_unknown' && api !== 'devices') {
    headers['WWW-Authenticate'] = challenge(api, refused.details.description);
  }
  if (COMES_BACK.includes(refused.code)) {
    headers['Retry-After'] = String(Math.max(1, Math.ceil(retryAfterSeconds ?? 1)));
  }
  return headers;
}

/** Refusals with a time to wait. */
const COMES_BACK: readonly RefusalCode[] = [
  'conflict',
  'store_unavailable',
  'search_not_ready',
  'timed_out',
  'too_many_requests',
  'too_many_bodies',
];

/** Returns the challenge of RFC 6750 §3. It names the fault of a token with a good signature. */
function challenge(api: Api, description: string | undefined): string {
  const fault = description && [`error="invalid_token"`, `error_description="${description.replace(UNQUOTABLE, '?')}"`];
  const parameters = [...(api === 'management' ? ['realm="ManagementJWT"'] : []), ...(fault || [])];
  return ['Bearer', parameters.join(', ')].join(' ').trimEnd();
}

/** Matches every character that RFC 6750 excludes from an error description. */
const UNQUOTABLE = /[^\x20\x21\x23-\x5b\x5d-\x7e]/g;
