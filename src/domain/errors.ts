// Every refusal the service can utter. A number meets a code only in http/errors.ts.
import type { Device } from './device.ts';
import type { AuthSetId, DeviceId } from './ids.ts';

export type RefusalCode =
  | 'invalid_request'
  | 'key_refused'
  | 'too_large'
  | 'token_too_large'
  | 'uri_too_long'
  | 'headers_too_large'
  | 'media_type_unsupported'
  | 'signature_missing'
  | 'signature_wrong'
  | 'not_admitted'
  | 'limit_reached'
  | 'auth_sets_full'
  | 'device_not_found'
  | 'auth_set_not_found'
  | 'illegal_transition'
  | 'device_exists'
  | 'device_disabled'
  | 'api_key_not_found'
  | 'count_changed'
  | 'too_many_matches'
  | 'decision_not_found'
  | 'precondition_failed'
  | 'token_not_found'
  | 'token_invalid'
  | 'token_expired'
  | 'token_revoked'
  | 'caller_unknown'
  | 'caller_forbidden'
  | 'not_found'
  | 'cursor_gone'
  | 'method_not_allowed'
  | 'too_many_requests'
  | 'too_many_bodies'
  | 'conflict'
  | 'store_unavailable'
  | 'search_not_ready'
  | 'timed_out';

/** What is wrong with a token that others issue: a user's, or a tenant's. */
export type TokenFault =
  | 'missing'
  | 'too_large'
  | 'malformed'
  | 'device_token'
  | 'device_key'
  | 'unknown_kid'
  | 'wrong_signature'
  | 'wrong_typ'
  | 'expired'
  | 'not_yet_valid'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'missing_claim';

/** What was sent in the place of a device's public key. */
export type KeyFault =
  | 'private_key'
  | 'escaped_newlines'
  | 'certificate'
  | 'certificate_request'
  | 'pkcs1'
  | 'ssh'
  | 'jwk'
  | 'no_end'
  | 'bare_base64';

/** Why a device's signature is wrong. */
export type SignatureFault =
  'not_base64' | 'raw_rs' | 'not_der' | 'der_not_minimal' | 'pss' | 'other_digest' | 'no_match' | 'not_examined';

/** Why a request was refused, for the log and the metrics. */
export type Fault = TokenFault | KeyFault | SignatureFault;

export interface RefusalDetails {
  /** `device_exists`: the device that is in the way. */
  readonly device?: Device;
  /** `limit_reached`, told to operators only. */
  readonly limit?: number;
  readonly used?: number;
  /** `count_changed`: how many match now, and how many the caller expected. */
  readonly matched?: number;
  readonly expectedCount?: number;
  /** `token_revoked`: why, told only once the signature has been verified. */
  readonly reason?: 'revoked' | 'superseded' | 'rejected' | 'decommissioned';
  /** The device that the refusal is about, for the log; the caller does not learn it. */
  readonly subject?: { readonly device: DeviceId; readonly authSet?: AuthSetId | undefined };
  /** Why, for the log and the metrics; the caller does not learn it. */
  readonly why?: Fault;
  /** `caller_unknown`: what is wrong with a token that has a good signature. The caller is told. */
  readonly description?: string;
  /** `invalid_request`: the messages of the validation, by place in the request. */
  readonly errors?: Readonly<Record<string, readonly string[]>>;
  /** Of a list, the line at which it is refused. */
  readonly line?: number;
  readonly retryAfterSeconds?: number;
  readonly allow?: readonly string[];
  readonly cause?: unknown;
}

/** A request that is refused, for a reason the caller can act on. Anything else that is thrown is a bug. */
export class Refused extends Error {
  readonly code: RefusalCode;
  readonly details: RefusalDetails;

  constructor(code: RefusalCode, message: string, details: RefusalDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Refused';
    this.code = code;
    this.details = details;
  }
}
