// tokens/verify, answered before Express (D10): any method, any suffix, no body read.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refused } from '../../domain/errors.ts';
import type { Verdict } from '../../memory/verdicts.ts';
import type { Metrics, Verdict as CountedVerdict } from '../../observe/metrics.ts';
import { verifyToken } from '../../service/fleet/verify-token.ts';
import type { Deps } from '../../service/deps.ts';
import { bearerToken } from '../callers/callers.ts';
import type { Refuse } from '../refuse.ts';
import { VERIFY } from '../routes.ts';
import { settle, startDeadline, stopDeadline, type Deadline } from '../server/deadline.ts';
import type { AtOnce, HotPath } from '../server/listener.ts';
import { checkRequest, GATEWAY_ROOM } from '../server/request-check.ts';
import { requestIdFrom, requestIdOf } from '../server/request-id.ts';
import { abstain, allow, deny, isDenial } from './answer.ts';
import { readPlainHeaders } from './plain-headers.ts';

type VerifyDeps = Pick<Deps, 'tokens' | 'devices' | 'verdicts' | 'checkIns' | 'rules' | 'now'> & {
  readonly refuse: Refuse;
  readonly metrics: Pick<Metrics, 'verified' | 'verifiedFromMemory'>;
  readonly deadlineMs: number;
  /** True if every refusal has its reason, also for callers that do not ask for it. */
  readonly explains: boolean;
};

/** Answers from memory only. A request with anything unusual takes the path below. */
export const verifyAtOnce =
  ({ verdicts, checkIns, now, metrics }: VerifyDeps): AtOnce =>
  (request, response) => {
    const { url = '' } = request;
    if (!isVerify(url) || url.length > GATEWAY_ROOM.urlBytes) return false;
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

/** Asks the store, within a deadline that is shorter than gateways wait, so that they get this answer and do not make their own. */
export function verifyHotPath(deps: VerifyDeps): HotPath {
  return (request, response) => {
    if (!isVerify(request.url ?? '')) return false;
    const requestId = requestIdOf(request);
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    const deadline = startDeadline(response, deps.deadlineMs);
    settle(deadline, () => verify(deps, request), {
      done: (verdict) => {
        stopDeadline(deadline);
        allow(response, requestId, verdict);
        deps.metrics.verified({ result: 'good', reason: 'none', seconds: seconds() });
      },
      failed: (error) => {
        stopDeadline(deadline);
        refuse(deps, response, { error, requestId, deadline, explains: deps.explains || isAskedToExplain(request) });
        deps.metrics.verified({ ...countedAs(error), seconds: seconds() });
      },
    });
    return true;
  };
}

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
    deps.metrics.verified({ ...countedAs(error), seconds: 0 });
    return true;
  };

const WORD = /[\w-]/;

function isVerify(url: string): boolean {
  if (!url.startsWith(VERIFY)) return false;
  const after = url.charAt(VERIFY.length);
  return after === '' || after === '/' || after === '?';
}

async function verify(deps: VerifyDeps, request: IncomingMessage): Promise<Verdict> {
  checkRequest(request, GATEWAY_ROOM);
  return verifyToken(deps, bearerToken(request), request.headers.authorization);
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

function countedAs(error: unknown): Pick<CountedVerdict, 'result' | 'reason'> {
  if (!(error instanceof Refused)) return { result: 'failed', reason: 'bug' };
  return { result: isDenial(error) ? 'refused' : 'failed', reason: error.details.reason ?? error.code };
}
