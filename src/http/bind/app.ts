// The whole way of a request, as one list. One app serves one listener; what is on which listener, compose.ts says (D18).
import express, {
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import helmet from 'helmet';
import type { Logger } from 'winston';
import { Refused } from '../../domain/errors.ts';
import type { Metrics } from '../../observe/metrics.ts';
import type { Tracing } from '../../observe/tracing.ts';
import { deadlineOf, noteTimedOut } from '../server/deadline.ts';
import { checkDoor } from '../server/request-check.ts';
import { errorReply, internalError, type Api } from '../errors.ts';
import { refusalOf } from './foreign-errors.ts';
import { requestIdOf } from '../server/request-id.ts';

export interface AppParts {
  readonly routers: readonly Router[];
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'requested'>;
  readonly tracing: Tracing | undefined;
}

export function createApp({ routers, ...signals }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use(
    requestId,
    account(signals),
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY },
      strictTransportSecurity: false,
    }),
    noStore,
    door,
    ...routers,
    unknownPath,
    refuse(signals.log),
  );
  return app;
}

/** Everything is of this very origin, and nothing is inline. */
const CONTENT_SECURITY = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

const requestId: RequestHandler = (req, res, next) => {
  const id = requestIdOf(req);
  res.locals['requestId'] = id;
  res.setHeader('X-MEN-RequestID', id);
  next();
};

/** One line for each request, when its connection has done with it. The path is the route's, never the caller's text. */
function account({ log, metrics, tracing }: Omit<AppParts, 'routers'>): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    const endSpan = tracing?.begin({ method: req.method, headers: req.headers, requestId: res.locals['requestId'] });
    res.once('close', () => {
      const ms = performance.now() - began;
      const route = routeOf(req.route);
      const refused = refusedAs.get(res);
      endSpan?.({ route, status: res.statusCode });
      const [code, why] = [refused?.code, refused?.details.why];
      metrics.requested({ route, method: req.method, status: res.statusCode, seconds: ms / 1000, refused: code, why });
      const level = PROBES.test(route) ? 'debug' : 'info';
      if (!log.isLevelEnabled(level)) return; // winston would make the line first
      log.log(level, 'request', {
        request_id: res.locals['requestId'],
        method: req.method,
        route,
        status: res.statusCode,
        complete: res.writableFinished,
        ms: Math.round(ms),
        ...(refused && { refused: code }),
        ...(why && { why }),
      });
    });
    next();
  };
}

/** Routes that balancers and scrapers call all the time. */
const PROBES = /(^|\/)(livez|readyz|alive|health|metrics)$/;

/** Why a request was refused, from the answer to the line about it. */
const refusedAs = new WeakMap<Response, Refused>();

const routeOf = (route: unknown): string =>
  typeof route === 'object' && route !== null && 'path' in route && typeof route.path === 'string' ? route.path : '-';

const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  next();
};

const door: RequestHandler = (req, _res, next) => {
  checkDoor(req);
  next();
};

const unknownPath: RequestHandler = () => {
  throw new Refused('not_found', 'not found');
};

/** The one place where an error becomes an answer. */
function refuse(log: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    if (!req.complete && req.headers['transfer-encoding'] !== undefined) res.set('Connection', 'close'); // nobody counts its chunks
    const id: string = res.locals['requestId'];
    const refused = refusalOf(error);
    if (refused) refusedAs.set(res, refused);
    if (refused === undefined)
      log.error('bug', { request_id: id, error: error instanceof Error ? error.stack : 'not an Error' });
    else if (refused.code === 'store_unavailable')
      log.warn('store_unavailable', { request_id: id, problem: refused.message, cause: String(refused.details.cause) });
    else if (refused.code === 'timed_out')
      noteTimedOut(deadlineOf(req), log, { request_id: id, route: routeOf(req.route) });
    const reply = refused ? errorReply(apiOf(req.path), refused, id) : internalError(id, apiOf(req.path));
    res.set(reply.headers).status(reply.status).json(reply.body);
    return undefined;
  };
}

const TENANT_DEVICES = /^\/api\/[^/]+\/devices(\/|$)/;

function apiOf(path: string): Api {
  if (TENANT_DEVICES.test(path)) return 'tenantDevices';
  if (path.startsWith('/api/devices/')) return 'devices';
  if (path.startsWith('/api/management/')) return 'management';
  return path.startsWith('/api/internal/') ? 'internal' : 'wellKnown';
}
