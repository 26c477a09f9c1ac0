// tokens/verify, answered before Express (D10): any method, any suffix, no body read, nothing but headers in the answer.
// Every proxy can work with it: exactly 200 allows, 401 denies and names the scheme, anything else is no verdict.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'winston';
import { Refused, type RefusalCode } from '../../domain/errors.ts';
import type { Metrics, Verdict } from '../../observe/metrics.ts';
import { verifyToken, type VerifiedToken } from '../../service/fleet/verify-token.ts';
import type { Deps } from '../../service/deps.ts';
import { bearerToken } from '../callers/callers.ts';
import { noteTimedOut, settleInTime } from '../server/deadline.ts';
import type { Deadline } from '../server/deadline-clock.ts';
import { checkDoor } from '../server/request-check.ts';
import { errorReply, internalError } from '../errors.ts';
import { requestIdOf } from '../server/request-id.ts';

type VerifyDeps = Pick<Deps, 'tokens' | 'devices' | 'checkIns' | 'now'> & {
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'verified'>;
};

/** Answers the request if it is one of these, and says whether it was. */
export type HotPath = (request: IncomingMessage, response: ServerResponse, deadline: Deadline) => boolean;

const PATH = '/api/internal/v1/devauth/tokens/verify';

export const verifyHotPath =
  (deps: VerifyDeps): HotPath =>
  (request, response, deadline) => {
    if (!isVerify(request.url ?? '')) return false;
    const requestId = requestIdOf(request);
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    settleInTime(deadline, () => answer(deps, request), {
      done: (verified) => {
        allow(response, requestId, verified);
        deps.metrics.verified({ result: 'good', reason: 'none', seconds: seconds() });
      },
      failed: (error) => {
        deny(response, requestId, { error, log: deps.log, deadline });
        deps.metrics.verified({ ...verdictOn(error), seconds: seconds() });
      },
    });
    return true;
  };

function isVerify(url: string): boolean {
  if (!url.startsWith(PATH)) return false;
  const after = url.charAt(PATH.length);
  return after === '' || after === '/' || after === '?';
}

async function answer(deps: VerifyDeps, request: IncomingMessage): Promise<VerifiedToken> {
  checkDoor(request);
  return verifyToken(deps, bearerToken(request));
}

function allow(response: ServerResponse, requestId: string, token: VerifiedToken): void {
  response.writeHead(200, {
    'Content-Length': 0,
    'Cache-Control': 'no-store',
    'X-MEN-RequestID': requestId,
    'X-MEN-Device-Id': headerText(token.device),
    'X-MEN-Tenant-Id': headerText(token.tenant),
    'X-MEN-Token-Id': token.jti,
    'X-MEN-Token-Exp': String(token.expiresAt.getTime() / 1000),
    'X-MEN-Auth-Set-Id': token.authSet,
  });
  response.end();
}

const VERDICTS: readonly RefusalCode[] = ['caller_unknown', 'token_invalid', 'token_expired', 'token_revoked'];

function deny(
  response: ServerResponse,
  requestId: string,
  { error, log, deadline }: { readonly error: unknown; readonly log: Logger; readonly deadline: Deadline },
): void {
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
  else if (refused.code === 'timed_out') noteTimedOut(deadline, log, { request_id: requestId, route: PATH });
  const reply = refused ? errorReply('internal', refused, requestId) : internalError(requestId);
  const body = Buffer.from(JSON.stringify(reply.body));
  const type = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length };
  response.writeHead(reply.status, { ...common, ...reply.headers, ...type });
  response.end(body);
}

function verdictOn(error: unknown): Pick<Verdict, 'result' | 'reason'> {
  if (!(error instanceof Refused)) return { result: 'failed', reason: 'bug' };
  return { result: VERDICTS.includes(error.code) ? 'refused' : 'failed', reason: error.details.reason ?? error.code };
}

/** The reason is told only once the signature has been verified. */
function challenge({ code, details }: Refused): Record<string, string> {
  if (code === 'caller_unknown') return { 'WWW-Authenticate': 'Bearer' };
  const reason = code === 'token_expired' ? 'expired' : details.reason;
  return { 'WWW-Authenticate': 'Bearer error="invalid_token"', ...(reason && { 'X-MEN-Deny-Reason': reason }) };
}

/** What a header cannot carry as it is goes percent-encoded: tenant ids are texts of others. */
const headerText = (text: string): string => (/^[\x21-\x7e]*$/.test(text) ? text : encodeURIComponent(text));
