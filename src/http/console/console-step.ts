// The step of a request below /console before the router of its document: it sets the headers of the page, and turns calls of the
// page into calls of the management API (D22). The APIs themselves read no cookie.
import type { Request, RequestHandler, Response } from 'express';
import { Refused } from '../../domain/errors.ts';
import { BASE } from '../routes.ts';
import { checkOwnPage } from './own-page.ts';
import type { SessionCookie } from './session-cookie.ts';

/** An API that the page may call, and the cookie that holds its credential. */
export interface CalledApi {
  readonly base: string;
  readonly cookie: SessionCookie;
}

export interface ConsoleStepParts {
  readonly apis: readonly CalledApi[];
  /** True if a gateway in front adds the credential. The cookie is not read then. */
  readonly isBehindGateway: boolean;
}

/** A request from the page. On the internal listener only such a request gets to the management API. */
const calls = new WeakSet<object>();
export const isCallOfPage = (request: object): boolean => calls.has(request);

export function consoleStep(parts: ConsoleStepParts): RequestHandler {
  return (req, res, next) => {
    if (req.path === BASE.console) return res.redirect(308, `${BASE.console}/`);
    if (!req.path.startsWith(`${BASE.console}/`)) return next();
    setPageHeaders(res);
    if (!req.path.startsWith(`${BASE.console}/api/`)) return next();
    checkOwnPage(req);
    passOn(req, parts);
    return next();
  };
}

/** Each part in turn: no inline script or style, nothing from another host, no HTML from texts, no frame around the page. */
const CONTENT_SECURITY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

function setPageHeaders(res: Response): void {
  res.setHeader('Content-Security-Policy', CONTENT_SECURITY);
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  res.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
}

/** Turns the request into one to the API itself: changes its path, and makes the token of the cookie its only credential. */
function passOn(req: Request, { apis, isBehindGateway }: ConsoleStepParts): void {
  const target = req.url.slice(BASE.console.length);
  const called = apis.find(({ base }) => target.startsWith(`${base}/`));
  if (called === undefined) throw new Refused('not_found', 'not found');
  const token = called.cookie.read(req.headers.cookie, req.headers.host ?? '');
  req.url = target;
  req.originalUrl = target; // the validator finds its operation by this address
  calls.add(req);
  delete req.headers.cookie;
  delete req.headersDistinct['cookie'];
  if (isBehindGateway) return;
  delete req.headers['x-api-key'];
  delete req.headersDistinct['x-api-key'];
  delete req.headers.authorization;
  delete req.headersDistinct['authorization'];
  if (token === undefined) return;
  req.headers.authorization = `Bearer ${token}`;
  req.headersDistinct['authorization'] = [req.headers.authorization];
}
