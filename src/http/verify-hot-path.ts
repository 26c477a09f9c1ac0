// tokens/verify, answered before Express (D10): any method, any suffix, no body read, nothing but headers in the answer.
// Every proxy can work with it: exactly 200 allows, 401 denies and names the scheme, anything else is no verdict.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'winston';
import { Refused, type RefusalCode } from '../domain/errors.ts';
import { verifyToken, type VerifiedToken } from '../service/verify-token.ts';
import type { Deps } from '../service/deps.ts';
import { bearerToken } from './caller.ts';
import { errorReply, internalError } from './errors.ts';

type VerifyDeps = Pick<Deps, 'tokens' | 'devices' | 'checkIns' | 'now'> & { readonly log: Logger };

/** Answers the request if it is one of these, and says whether it was. */
export type HotPath = (request: IncomingMessage, response: ServerResponse) => boolean;

const PATH = '/api/internal/v1/devauth/tokens/verify';

export const verifyHotPath =
  (deps: VerifyDeps): HotPath =>
  (request, response) => {
    if (!isVerify(request.url ?? '')) return false;
    answer(deps, request).then(
      (verified) => allow(response, verified),
      (error: unknown) => deny(deps.log, response, error),
    );
    return true;
  };

function isVerify(url: string): boolean {
  if (!url.startsWith(PATH)) return false;
  const after = url.charAt(PATH.length);
  return after === '' || after === '/' || after === '?';
}

const answer = async (deps: VerifyDeps, request: IncomingMessage): Promise<VerifiedToken> =>
  verifyToken(deps, bearerToken(request));

function allow(response: ServerResponse, token: VerifiedToken): void {
  response.writeHead(200, {
    'Content-Length': 0,
    'Cache-Control': 'no-store',
    'X-MEN-RequestID': randomUUID(),
    'X-MEN-Device-Id': headerText(token.device),
    'X-MEN-Tenant-Id': headerText(token.tenant),
    'X-MEN-Token-Id': token.jti,
    'X-MEN-Token-Exp': String(token.expiresAt.getTime() / 1000),
    'X-MEN-Auth-Set-Id': token.authSet,
  });
  response.end();
}

const VERDICTS: readonly RefusalCode[] = ['caller_unknown', 'token_invalid', 'token_expired', 'token_revoked'];

function deny(log: Logger, response: ServerResponse, error: unknown): void {
  const requestId = randomUUID();
  const refused = error instanceof Refused ? error : undefined;
  const common = { 'X-MEN-RequestID': requestId, 'Cache-Control': 'no-store' };
  if (refused && VERDICTS.includes(refused.code)) {
    response.writeHead(errorReply('internal', refused, requestId).status, {
      ...common,
      ...challenge(refused),
      'Content-Length': 0,
    });
    response.end();
    return;
  }
  if (!refused)
    log.error('bug', { request_id: requestId, error: error instanceof Error ? error.stack : 'not an Error' });
  const reply = refused ? errorReply('internal', refused, requestId) : internalError(requestId);
  response.writeHead(reply.status, { ...common, ...reply.headers, 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(reply.body));
}

/** The reason is told only once the signature has been verified. */
function challenge({ code, details }: Refused): Record<string, string> {
  if (code === 'caller_unknown') return { 'WWW-Authenticate': 'Bearer' };
  const reason = code === 'token_expired' ? 'expired' : details.reason;
  return { 'WWW-Authenticate': 'Bearer error="invalid_token"', ...(reason && { 'X-MEN-Deny-Reason': reason }) };
}

/** What a header cannot carry as it is goes percent-encoded: tenant ids are texts of others. */
const headerText = (text: string): string => (/^[\x21-\x7e]*$/.test(text) ? text : encodeURIComponent(text));
