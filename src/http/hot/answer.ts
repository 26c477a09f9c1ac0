// The answers of tokens/verify, in a form that every proxy can use: exactly 200 allows, 401 denies, and 503 is no verdict.
import type { ServerResponse } from 'node:http';
import type { Refused, RefusalCode } from '../../domain/errors.ts';
import { OWN_TENANT, type TenantId } from '../../domain/ids.ts';
import type { VerifiedToken } from '../../domain/token.ts';
import type { Verdict } from '../../memory/verdicts.ts';
import { UNAUTHORIZED, UNAVAILABLE, type ErrorReply } from '../errors.ts';
import { sendReply } from '../refuse.ts';
import { OWN_TENANT_SEGMENT } from '../own-tenant.ts';

/** An answer of headers only, with the same bytes for each call except the request's id. */
export function allow(response: ServerResponse, requestId: string, verdict: Verdict): void {
  const head = (verdict.head ??= headOf(verdict.token));
  head[REQUEST_ID] = requestId; // it is written before `writeHead` returns
  response.writeHead(200, head);
  response.end();
}

/** The place of the request's id in the head. */
const REQUEST_ID = 5;

/**
 * Names and values in turn, as `writeHead` takes them. No value is empty, because some proxies drop an empty header and keep the
 * client's.
 */
const headOf = (token: VerifiedToken): string[] => [
  'Content-Length',
  '0',
  'Cache-Control',
  'no-store',
  'X-MEN-RequestID',
  '',
  'X-MEN-Device-Id',
  headerText(token.device),
  'X-MEN-Tenant-Id',
  tenantText(token.tenant),
  'X-MEN-Token-Id',
  token.jti,
  'X-MEN-Token-Exp',
  String(token.expiresAt.getTime() / 1000),
  'X-MEN-Auth-Set-Id',
  token.authSet,
];

/** The installation's own tenant has no id, and no other tenant can have this one (D17). */
const tenantText = (tenant: TenantId): string => (tenant === OWN_TENANT ? OWN_TENANT_SEGMENT : headerText(tenant));

/** Percent-encodes characters that a header cannot carry, and `%` itself, so that two tenants never have the same header. */
const headerText = (text: string): string => (/^[\x21-\x24\x26-\x7e]*$/.test(text) ? text : encodeURIComponent(text));

const DENIALS: readonly RefusalCode[] = ['caller_unknown', 'token_invalid', 'token_expired', 'token_revoked'];

/** True for refusals that are a verdict about the token. */
export const isDenial = ({ code }: Refused): boolean => DENIALS.includes(code);

/** Answers 401. The reason is only for callers that ask for it, and only if the signature of the token is good. */
export function deny(
  response: ServerResponse,
  requestId: string,
  { refused, explains }: { readonly refused: Refused; readonly explains: boolean },
): void {
  const reason = refused.code === 'token_expired' ? 'expired' : refused.details.reason;
  const headers = {
    'WWW-Authenticate': refused.code === 'caller_unknown' ? 'Bearer' : 'Bearer error="invalid_token"',
    ...(explains && reason !== undefined && { 'X-MEN-Deny-Reason': reason }),
  };
  sendReply(response, commonTo(requestId), {
    status: UNAUTHORIZED,
    headers,
    body: { error: 'unauthorized', request_id: requestId },
  });
}

/** Answers 503 for every cause, because proxies take other statuses for a denial or for a fault of the client. */
export function abstain(response: ServerResponse, requestId: string, { headers, body }: ErrorReply): void {
  sendReply(response, commonTo(requestId), {
    status: UNAVAILABLE,
    headers: { 'Retry-After': '1', ...headers },
    body,
  });
}

const commonTo = (requestId: string) => ({ 'X-MEN-RequestID': requestId, 'Cache-Control': 'no-store' });
