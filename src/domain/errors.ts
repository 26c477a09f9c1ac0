// All refusals of the service. Only http/errors.ts maps a code to an HTTP status.
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
  | 'not_acceptable'
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
  | 'webhook_not_found'
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

/** The fault of a token from another issuer: a user's or a tenant's token. */
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

/** The thing that was sent instead of a device's public key. */
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

/** The fault of a device's signature. */
export type SignatureFault =
  'not_base64' | 'raw_rs' | 'not_der' | 'der_not_minimal' | 'pss' | 'other_digest' | 'no_match' | 'not_examined';

/** The reason why a sign-in at an issuer did not end with a token. */
export type SignInFault = 'not_begun' | 'denied' | 'not_completed';

/** The reason of a refusal, for the log and the metrics. */
export type Fault = TokenFault | KeyFault | SignatureFault | SignInFault;

export interface RefusalDetails {
  /** `device_exists`: the device that has the identity. */
  readonly device?: Device;
  /** `limit_reached`: the limit and its use. Only operators get it. */
  readonly limit?: number;
  readonly used?: number;
  /** `count_changed`: the number that matches now, and the number that the caller expected. */
  readonly matched?: number;
  readonly expectedCount?: number;
  /** `token_revoked`: the reason. Only for tokens with a good signature. */
  readonly reason?: 'revoked' | 'superseded' | 'rejected' | 'decommissioned';
  /** The device of the refusal, for the log. The caller does not get it. */
  readonly subject?: { readonly device: DeviceId; readonly authSet?: AuthSetId | undefined };
  /** The reason, for the log and the metrics. The caller does not get it. */
  readonly why?: Fault;
  /** `caller_unknown`: the fault of a token with a good signature. The caller gets it. */
  readonly description?: string;
  /** `invalid_request`: the messages of the validation, by place in the request. */
  readonly errors?: Readonly<Record<string, readonly string[]>>;
  /** The line of a list at which it is refused. */
  readonly line?: number;
  readonly retryAfterSeconds?: number;
  readonly allow?: readonly string[];
  readonly cause?: unknown;
}

/** A refusal for a reason that the caller can act on. Every other error that is thrown is a bug. */
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
