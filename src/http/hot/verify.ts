// tokens/verify, answered before Express (D10): any method, any suffix, no body read.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refused } from '../../domain/errors.ts';
import type { Verdict } from '../../memory/verdicts.ts';
import type { Metrics, NotVerified } from '../../observe/metrics.ts';
import { verifyToken } from '../../service/fleet/verify-token.ts';
import type { Deps } from '../../service/deps.ts';
import { bearerToken, tokenIn } from '../callers/callers.ts';
import type { Refuse } from '../refuse.ts';
import { VERIFY } from '../routes.ts';
import { settle, startDeadline, stopDeadline, type Deadline } from '../server/deadline.ts';
import type { FirstPath, HotPath } from '../server/listener.ts';
import { checkRequest, GATEWAY_ROOM } from '../server/request-check.ts';
import { requestIdFrom, requestIdOf } from '../server/request-id.ts';
import { abstain, allow, deny, isDenial } from './answer.ts';
import { readPlainHeaders } from './plain-headers.ts';

type VerifyDeps = Pick<Deps, 'tokens' | 'devices' | 'verdicts' | 'checkIns' | 'rules' | 'now'> & {
  readonly refuse: Refuse;
  readonly metrics: Pick<Metrics, 'verifiedGood' | 'notVerified'>;
  readonly deadlineMs: number;
  /** True if every refusal has its reason, also for callers that do not ask for it. */
  readonly explains: boolean;
};

/** Takes a request with nothing unusual, before anything else looks at it: from memory in the same turn, or from the store. */
export const verifyPlain =
  (deps: VerifyDeps): FirstPath =>
  (request, response) => {
    const { url = '' } = request;
    if (!isVerify(url) || url.length > GATEWAY_ROOM.urlBytes) return false;
    const began = performance.now();
    const headers = readPlainHeaders(request);
    if (headers === undefined) return false;
    const { authorization } = headers;
    const requestId = requestIdFrom(headers.requestId);
    const at = deps.now().getTime();
    const verdict = deps.verdicts.find(authorization, at, began);
    if (verdict === undefined) {
      const ask = async (): Promise<Verdict> => verifyToken(deps, tokenIn(authorization), authorization);
      askStore(deps, { request, response, requestId, began, ask });
      return true;
    }
    allow(response, requestId, verdict);
    deps.checkIns.hear(verdict.device, at);
    deps.metrics.verifiedGood(secondsSince(began));
    return true;
  };

/** Takes all other requests of verify. */
export const verifyHotPath =
  (deps: VerifyDeps): HotPath =>
  (request, response) => {
    if (!isVerify(request.url ?? '')) return false;
    const ask = async (): Promise<Verdict> => {
      checkRequest(request, GATEWAY_ROOM);
      return verifyToken(deps, bearerToken(request), request.headers.authorization);
    };
    askStore(deps, { request, response, requestId: requestIdOf(request), began: performance.now(), ask });
    return true;
  };

interface Asking {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly began: number;
  readonly ask: () => Promise<Verdict>;
}

/** Answers within a deadline that is shorter than gateways wait, so that they get this answer and do not make their own. */
function askStore(deps: VerifyDeps, { request, response, requestId, began, ask }: Asking): void {
  const { metrics } = deps;
  const deadline = startDeadline(response, deps.deadlineMs);
  settle(deadline, ask, {
    done: (verdict) => {
      stopDeadline(deadline);
      allow(response, requestId, verdict);
      metrics.verifiedGood(secondsSince(began));
    },
    failed: (error) => {
      stopDeadline(deadline);
      refuse(deps, response, { error, requestId, deadline, explains: deps.explains || isAskedToExplain(request) });
      metrics.notVerified({ ...countedAs(error), seconds: secondsSince(began) });
    },
  });
}

const secondsSince = (began: number): number => (performance.now() - began) / 1000;

/**
 * Answers a target that begins as that of verify and that some reader takes for another path: a gateway may have put its client's path
 * there. There is no verdict, because a gateway understands nothing else.
 */
export const verifyStrayPath =
  (deps: VerifyDeps): HotPath =>
  (request, response, deadline) => {
    const { url = '' } = request;
    if (!url.startsWith(VERIFY) || WORD.test(url.charAt(VERIFY.length))) return false;
    stopDeadline(deadline);
    const error = new Refused('invalid_request', 'the path of the request can be read in more than one way');
    refuse(deps, response, { error, requestId: requestIdOf(request), deadline, explains: false });
    deps.metrics.notVerified({ ...countedAs(error), seconds: 0 });
    return true;
  };

const WORD = /[\w-]/;

function isVerify(url: string): boolean {
  if (!url.startsWith(VERIFY)) return false;
  const after = url.charAt(VERIFY.length);
  return after === '' || after === '/' || after === '?';
}

const isAskedToExplain = ({ headersDistinct }: IncomingMessage): boolean =>
  headersDistinct['x-devauth-explain']?.includes('1') === true;

interface Failed {
  readonly error: unknown;
  readonly requestId: string;
  readonly deadline: Deadline;
  readonly explains: boolean;
}

function refuse(deps: VerifyDeps, response: ServerResponse, failed: Failed): void {
  const { error, requestId, deadline, explains } = failed;
  const { reply, refused } = deps.refuse(error, { api: 'internal', requestId, route: VERIFY, deadline });
  if (refused && isDenial(refused)) deny(response, requestId, { refused, explains });
  else abstain(response, requestId, reply);
}

function countedAs(error: unknown): Pick<NotVerified, 'result' | 'reason'> {
  if (!(error instanceof Refused)) return { result: 'failed', reason: 'bug' };
  return { result: isDenial(error) ? 'refused' : 'failed', reason: error.details.reason ?? error.code };
}
