// The steps of a request in Express, before and after the router of its document (`bind`). One app serves one listener (D18).
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { Refused } from '../../domain/errors.ts';
import type { Tracing } from '../../observe/tracing.ts';
import type { Account, Outcome } from '../account.ts';
import { begunOf } from '../begun.ts';
import type { Api } from '../errors.ts';
import type { PageForFailure } from '../console/failed-sign-in.ts';
import type { Refuse } from '../refuse.ts';
import { deadlineOf } from '../server/deadline.ts';
import type { RequestCheck } from '../server/request-check.ts';
import type { Bound } from './bind.ts';
import { refusalOf } from './foreign-errors.ts';
import { requestIdOf } from '../server/request-id.ts';

export interface AppParts {
  readonly documents: readonly Bound[];
  readonly account: Account;
  readonly refuse: Refuse;
  readonly tracing: Tracing | undefined;
  readonly check: RequestCheck;
  /** The step for requests to the console, if it is served (D22). */
  readonly pageStep?: RequestHandler | undefined;
  /** The page that a browser gets instead of the error of a failed sign-in. */
  readonly pageForFailure?: PageForFailure | undefined;
}

export function createApp(parts: AppParts): Express {
  const { documents, account, tracing, check, pageStep } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use(
    requestId,
    accountFor(account, tracing),
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY },
      strictTransportSecurity: false,
    }),
    noStore,
    checked(check),
    ...(pageStep ? [pageStep] : []),
    ...documents.map(({ router }) => router),
    unknownPath,
    refusals(parts),
  );
  return app;
}

/** Everything is loaded from this origin, and nothing is inline. */
const CONTENT_SECURITY = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

const requestId: RequestHandler = (req, res, next) => {
  const id = begunOf(req)?.requestId ?? requestIdOf(req);
  res.locals['requestId'] = id;
  res.setHeader('X-MEN-RequestID', id);
  next();
};

/** Begins the account of the request, and its span. */
function accountFor(account: Account, tracing: Tracing | undefined): RequestHandler {
  return (req, res, next) => {
    const requestId: string = res.locals['requestId'];
    const endSpan = tracing?.begin({ method: req.method, headers: req.headers, requestId });
    const exchange = { request: req, response: res, requestId, route: () => routeOf(req.route), endSpan };
    outcomes.set(res, begunOf(req)?.outcome ?? account(exchange));
    next();
  };
}

const outcomes = new WeakMap<Response, Outcome>();

const routeOf = (route: unknown): string =>
  typeof route === 'object' && route !== null && 'path' in route && typeof route.path === 'string' ? route.path : '-';

const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  next();
};

const checked =
  (check: RequestCheck): RequestHandler =>
  (req, _res, next) => {
    check(req);
    next();
  };

const unknownPath: RequestHandler = () => {
  throw new Refused('not_found', 'not found');
};

/** Turns an error into an answer in the form of the request's API. */
function refusals({ refuse, documents, pageForFailure }: AppParts): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const requestId: string = res.locals['requestId'];
    const about = { requestId, route: routeOf(req.route), deadline: deadlineOf(req) };
    const { reply, refused } = refuse(refusalOf(error) ?? error, { api: apiOf(documents, req.path), ...about });
    if (res.headersSent) return void res.destroy();
    const outcome = outcomes.get(res);
    if (outcome) outcome.refused = refused;
    if (!req.complete && req.headers['transfer-encoding'] !== undefined) res.set('Connection', 'close'); // its remaining chunks are not counted
    const page = pageForFailure?.(req, { requestId, refused });
    if (page !== undefined) return void res.set('Location', page).status(SEE_OTHER).end();
    res.set(reply.headers).status(reply.status).json(reply.body);
  };
}

const SEE_OTHER = 303;

/** Returns the API of the document that has the path. */
const apiOf = (documents: readonly Bound[], path: string): Api =>
  documents.find(({ covers }) => covers(path))?.api ?? 'wellKnown';
