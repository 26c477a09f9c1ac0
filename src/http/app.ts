// The whole way of a request, as one list. One app serves one listener; what is on which listener, compose.ts says (D18).
import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import helmet from 'helmet';
import type { Logger } from 'winston';
import { Refused } from '../domain/errors.ts';
import { checkDoor } from './door.ts';
import { errorReply, internalError, type Api } from './errors.ts';
import { refusalOf } from './refusal.ts';

export interface AppParts {
  readonly routers: readonly Router[];
  readonly log: Logger;
}

export function createApp({ routers, log }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use(
    requestId,
    accessLog(log),
    helmet({
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      strictTransportSecurity: false,
    }),
    noStore,
    door,
    ...routers,
    unknownPath,
    refuse(log),
  );
  return app;
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** The caller's own id is kept where it is a UUID, and made otherwise; it is in the answer, the log and the feed. */
const requestId: RequestHandler = (req, res, next) => {
  const given = req.get('X-MEN-RequestID') ?? '';
  const id = UUID.test(given) ? given : randomUUID();
  res.locals['requestId'] = id;
  res.setHeader('X-MEN-RequestID', id);
  next();
};

/** One line for each request, when its connection has done with it. The path is the route's, never the caller's text. */
function accessLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    res.once('close', () => {
      log.info('request', {
        request_id: res.locals['requestId'],
        method: req.method,
        route: routeOf(req.route),
        status: res.statusCode,
        complete: res.writableFinished,
        ms: Math.round(performance.now() - began),
      });
    });
    next();
  };
}

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
    const id: string = res.locals['requestId'];
    const refused = refusalOf(error);
    if (refused === undefined)
      log.error('bug', { request_id: id, error: error instanceof Error ? error.stack : 'not an Error' });
    else if (refused.code === 'store_unavailable')
      log.warn('store_unavailable', { request_id: id, cause: String(refused.details.cause) });
    const reply = refused ? errorReply(apiOf(req.path), refused, id) : internalError(id);
    res.set(reply.headers).status(reply.status).json(reply.body);
    return undefined;
  };
}

function apiOf(path: string): Api {
  if (path.startsWith('/api/devices/')) return 'devices';
  if (path.startsWith('/api/management/')) return 'management';
  return path.startsWith('/api/internal/') ? 'internal' : 'wellKnown';
}
