// A listener's server: bounded in everything a stranger can make long, and made the fast way (D10).
import type { Express } from 'express';
import { createServer, IncomingMessage, ServerResponse, type RequestListener, type Server } from 'node:http';
import type { Metrics } from '../../observe/metrics.ts';
import { capPerAddress } from './address-cap.ts';
import { beginInTime, knowDeadline } from './deadline.ts';
import { openClock, type Clock } from './deadline-clock.ts';
import { isFramed, nameOwnTenant, ROOM, type RequestRoom } from './request-check.ts';
import { openPace } from './fair-start.ts';
import { refuseFraming, refuseTunnel, refuseUnreadable, turnAway } from './parse-errors.ts';
import { inTurn, isTurnedAway } from './request-queue.ts';
import type { AtOnce, HotPath } from '../hot/verify.ts';

const SECOND = 1000;
/** Anyone may ask there, and each request costs a signature. */
const DEVICES = '/api/devices/';
const AUTH_REQUESTS_PER_TURN = 6;

/** How long anything may take, and how many there may be. */
export interface ListenerBounds {
  readonly headersMs: number;
  readonly requestMs: number;
  /** Between two requests of a connection: longer than balancers wait. */
  readonly keepAliveMs: number;
  /** Nothing sent and nothing read while a request is under way. */
  readonly idleMs: number;
  /** How often headers and requests are looked at. */
  readonly checkMs: number;
  /** From a request to the beginning of its answer (deadline.ts). */
  readonly deadlineMs: number;
  readonly maxConnections: number;
  /** 0: no cap. */
  readonly maxPerAddress: number;
}

const BOUNDS: ListenerBounds = {
  headersMs: 10 * SECOND,
  requestMs: 30 * SECOND,
  keepAliveMs: 65 * SECOND,
  idleMs: 60 * SECOND,
  checkMs: 5 * SECOND,
  deadlineMs: 10 * SECOND,
  maxConnections: 10_000,
  maxPerAddress: 0,
};

export interface ListenerParts {
  /** Asked first. */
  readonly atOnce?: AtOnce;
  readonly hotPath?: HotPath;
  readonly room?: RequestRoom;
  readonly bounds: Partial<ListenerBounds>;
  readonly metrics: Pick<Metrics, 'turnedAway'>;
}

export function createListener(app: Express, parts: ListenerParts): Server {
  const { atOnce, hotPath, room = ROOM, metrics } = parts;
  const bounds = { ...BOUNDS, ...parts.bounds };
  const clock = openClock(bounds.deadlineMs);
  const serve = inTurn(serveWith(app, clock, { atOnce, hotPath }));
  const server = createServer(
    {
      ...appClasses(app),
      maxHeaderSize: room.headBytes,
      headersTimeout: bounds.headersMs,
      requestTimeout: bounds.requestMs,
      keepAliveTimeout: bounds.keepAliveMs,
      connectionsCheckingInterval: bounds.checkMs,
      requireHostHeader: false, // `checkDoor` does it, in turn: Node's own answers are not bounded
    },
    serve,
  );
  server.timeout = bounds.idleMs;
  server.maxHeadersCount = room.headers + 1; // one more than is allowed, so that it shows
  server.maxConnections = bounds.maxConnections;
  server.on('drop', () => metrics.turnedAway('total'));
  if (bounds.maxPerAddress > 0) capPerAddress(server, bounds.maxPerAddress, () => metrics.turnedAway('address'));
  server.on('close', () => clock.close());
  server.on('checkContinue', serve); // who waits for a sign before it sends gets it from whoever reads the body
  server.on('checkExpectation', serve); // an expectation nobody knows may be ignored (RFC 9110 §10.1.1)
  server.on('connect', (_request, socket) => refuseTunnel(socket));
  server.on('upgrade', (_request, socket) => {
    if (turnAway(socket)) metrics.turnedAway('pipelined');
  });
  server.on('clientError', refuseUnreadable);
  return server;
}

function serveWith(
  app: Express,
  clock: Clock,
  { atOnce, hotPath }: { readonly atOnce: AtOnce | undefined; readonly hotPath: HotPath | undefined },
): RequestListener {
  const pace = openPace(AUTH_REQUESTS_PER_TURN);
  return (request, response) => {
    if (atOnce?.(request, response)) return;
    if (!isFramed(request)) return refuseFraming(request.socket);
    const deadline = clock.open(response);
    response.once('close', () => clock.stop(deadline));
    if (hotPath?.(request, response, deadline)) return;
    knowDeadline(request, deadline);
    request.url = nameOwnTenant(request.url ?? '');
    const toApp = (): void => void app(request, response);
    if (request.url.startsWith(DEVICES)) beginInTime(deadline, pace, toApp);
    else toApp();
  };
}

/**
 * Express replaces the prototype of each request and response, which makes every later property access slow on Node 20 and 22.
 * Here the app's own request and response are the prototypes of the classes the server makes them of: replacing changes nothing.
 */
function appClasses(app: Express) {
  class AppRequest extends IncomingMessage {
    /** Node takes a request for which this is true for a change of protocol: it stops parsing and gives up the connection. */
    get upgrade(): boolean {
      return this.method === 'CONNECT' || isTurnedAway(this);
    }
    /** An offer of another protocol is ignored (RFC 9110 §7.8): such a request is one like all others. */
    set upgrade(_offered: boolean) {}
  }
  class AppResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse };
}
