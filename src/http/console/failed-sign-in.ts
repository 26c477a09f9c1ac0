// The way back to the page after a sign-in or sign-out at an issuer that failed (D22). A browser is sent to the page, which says what
// happened; a program gets the error of the API. The address has the reason and the id of the request, and nothing of the issuer's.
import type { Request } from 'express';
import type { Refused } from '../../domain/errors.ts';
import { BASE } from '../routes.ts';
import { PAGE, readLogin, returnPath } from './begun-login.ts';
import type { SessionCookie } from './session-cookie.ts';

/** Each has its text in the words of the page. */
export const REASONS = [
  'not_begun',
  'denied',
  'not_completed',
  'no_role',
  'bad_token',
  'too_large',
  'no_answer',
  'no_issuer',
  'not_signed_out',
  'failed',
] as const;

type Reason = (typeof REASONS)[number];

export interface FailedRequest {
  readonly requestId: string;
  /** Undefined after a bug. */
  readonly refused: Refused | undefined;
}

/** Returns the address that a browser gets instead of the error; undefined if the caller gets the error. */
export type PageForFailure = (request: Request, failed: FailedRequest) => string | undefined;

export const pageForFailedSignIn =
  (loginCookie: SessionCookie): PageForFailure =>
  (request, { requestId, refused }) => {
    const step = STEPS.find((name) => request.path === `${BASE.console}/${name}`);
    if (step === undefined || request.method !== 'GET' || !wantsPage(request)) return undefined;
    const query = new URLSearchParams({
      'sign-in': step === 'logout' ? 'not_signed_out' : reasonOf(refused),
      request: requestId,
    });
    const place = step === 'login' ? placeIn(request) : placeOf(request, loginCookie);
    return place.replace(PAGE, `${PAGE}?${query.toString()}`);
  };

const STEPS = ['login', 'callback', 'logout'] as const;

/** True for a browser that opens an address. A caller that accepts every type, or names none, gets JSON. */
const wantsPage = (request: Request): boolean => request.accepts(['application/json', 'text/html']) === 'text/html';

const placeIn = ({ query: { to } }: Request): string => returnPath(typeof to === 'string' ? to : undefined);

const placeOf = ({ headers: { cookie, host = '' } }: Request, loginCookie: SessionCookie): string =>
  readLogin(loginCookie.read(cookie, host))?.to ?? PAGE;

function reasonOf(refused: Refused | undefined): Reason {
  switch (refused?.code) {
    case 'caller_unknown':
      return reasonOfCaller(refused);
    case 'token_too_large':
      return 'too_large';
    case 'store_unavailable':
    case 'timed_out':
      return 'no_answer';
    case 'not_found':
      return 'no_issuer';
    default:
      return 'failed';
  }
}

function reasonOfCaller({ details: { why } }: Refused): Reason {
  if (why === 'not_begun' || why === 'denied' || why === 'not_completed') return why;
  return why === 'missing_claim' ? 'no_role' : 'bad_token';
}
