// tokens/verify, answered before Express (D10): any method, any suffix, no body read, nothing but headers in the answer.
// Every proxy can work with it: exactly 200 allows, 401 denies and names the scheme, anything else is no verdict.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'winston';
import { Refused, type RefusalCode } from '../../domain/errors.ts';
import type { Verdict } from '../../memory/verdicts.ts';
import type { Metrics, Verdict as CountedVerdict } from '../../observe/metrics.ts';
import { verifyToken } from '../../service/fleet/verify-token.ts';
import type { Deps } from '../../service/deps.ts';
import { bearerToken } from '../callers/callers.ts';
import { noteTimedOut, settleInTime } from '../server/deadline.ts';
import type { Deadline } from '../server/deadline-clock.ts';
import { checkDoor, MAX_URL_BYTES } from '../server/request-check.ts';
import { errorReply, internalError } from '../errors.ts';
import { requestIdFrom, requestIdOf } from '../server/request-id.ts';
import { allow } from './answer.ts';
import { readPlainHeaders } from './plain-headers.ts';

type VerifyDeps = Pick<Deps, 'tokens' | 'devices' | 'verdicts' | 'checkIns' | 'now'> & {
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'verified' | 'verifiedFromMemory'>;
};

/** Answers the request if it is one of these, and says whether it was. */
export type HotPath = (request: IncomingMessage, response: ServerResponse, deadline: Deadline) => boolean;

/** Answers the request in the turn in which it came, without a deadline; otherwise it has done nothing and returns false. */
export type AtOnce = (request: IncomingMessage, response: ServerResponse) => boolean;

const PATH = '/api/internal/v1/devauth/tokens/verify';

/** What is remembered of the token is all that is asked. Anything unusual about the request goes the long way. */
export const verifyAtOnce =
  ({ verdicts, checkIns, now, metrics }: VerifyDeps): AtOnce =>
  (request, response) => {
    const { url = '' } = request;
    if (!isVerify(url) || url.length > MAX_URL_BYTES) return false;
    const began = performance.now();
    const headers = readPlainHeaders(request);
    if (headers === undefined) return false;
    const at = now().getTime();
    const verdict = verdicts.find(headers.authorization, at, began);
    if (verdict === undefined) return false;
    allow(response, requestIdFrom(headers.requestId), verdict);
    checkIns.hear(verdict.device, at);
    metrics.verifiedFromMemory((performance.now() - began) / 1000);
    return true;
  };

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

async function answer(deps: VerifyDeps, request: IncomingMessage): Promise<Verdict> {
  checkDoor(request);
  return verifyToken(deps, bearerToken(request), request.headers.authorization);
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

function verdictOn(error: unknown): Pick<CountedVerdict, 'result' | 'reason'> {
  if (!(error instanceof Refused)) return { result: 'failed', reason: 'bug' };
  return { result: VERDICTS.includes(error.code) ? 'refused' : 'failed', reason: error.details.reason ?? error.code };
}

/** The reason is told only once the signature has been verified. */
function challenge({ code, details }: Refused): Record<string, string> {
  if (code === 'caller_unknown') return { 'WWW-Authenticate': 'Bearer' };
  const reason = code === 'token_expired' ? 'expired' : details.reason;
  return { 'WWW-Authenticate': 'Bearer error="invalid_token"', ...(reason && { 'X-MEN-Deny-Reason': reason }) };
}
