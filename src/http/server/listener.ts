// The server of a listener. It bounds everything that a stranger can make long, and is built for speed (D10).
import type { Express } from 'express';
import { createServer, IncomingMessage, ServerResponse, type RequestListener, type Server } from 'node:http';
import { capPerAddress } from './address-cap.ts';
import { queueUntil, rememberDeadline, startDeadline, stopDeadline, type Deadline } from './deadline.ts';
import { isFramed, ROOM, type RequestRoom } from './request-check.ts';
import { createPace } from './fair-start.ts';
import { refuseFraming, refuseTunnel, refuseUnreadable, turnAway } from './parse-errors.ts';
import { inTurn, isTurnedAway } from './request-queue.ts';
import { originForm, type HasOneReading } from './request-target.ts';

const SECOND = 1000;
/** The number of paced requests that begin in one turn of the event loop. */
const PACED_PER_TURN = 6;

/** Bounds on times and numbers. */
export interface ListenerBounds {
  readonly headersMs: number;
  readonly requestMs: number;
  /** The time between two requests of a connection; longer than load balancers wait. */
  readonly keepAliveMs: number;
  /** The time without a byte sent or received during a request. */
  readonly idleMs: number;
  /** Interval in which Node checks the times of headers and requests. */
  readonly checkMs: number;
  /** The time from a request to the beginning of its answer (deadline.ts). */
  readonly deadlineMs: number;
  readonly maxConnections: number;
  /** 0 means no bound. */
  readonly maxPerAddress: number;
}

const BOUNDS: ListenerBounds = {
  headersMs: 10 * SECOND,
  requestMs: 30 * SECOND,
  keepAliveMs: 65 * SECOND,
  idleMs: 60 * SECOND,
  checkMs: 2 * SECOND,
  deadlineMs: 10 * SECOND,
  maxConnections: 10_000,
  maxPerAddress: 0,
};

/**
 * Takes the request before it is checked and before its deadline begins, and returns true: it has to do both itself. Otherwise does
 * nothing and returns false.
 */
export type FirstPath = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Takes the request if it is its own, and returns true. */
export type HotPath = (request: IncomingMessage, response: ServerResponse, deadline: Deadline) => boolean;

export interface PacedExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly deadline: Deadline;
  readonly toApp: () => void;
}

/** Answers the request, or gives it to the app later, and returns whether it has taken the request. */
export type PacedPath = (exchange: PacedExchange) => boolean;

export interface ListenerParts {
  /** Asked first. */
  readonly firstPath?: FirstPath;
  readonly hotPaths?: readonly HotPath[];
  /** Called for a target that readers may read differently. */
  readonly strayPath?: HotPath;
  /** Asked for paced requests, when they are begun. */
  readonly pacedPath?: PacedPath;
  readonly room?: RequestRoom;
  /** True if gateways ask here: a head that is too large for the parser is then no verdict. */
  readonly isForGateways?: boolean;
  readonly bounds: Partial<ListenerBounds>;
  /** Returns false for a target that readers may read differently. The app gets such a request and refuses it. */
  readonly hasOneReading?: HasOneReading;
  /** Returns the target for the app. */
  readonly rewrite?: (url: string) => string;
  /** True for expensive requests that everyone may send. A few of them begin at a time. */
  readonly isPaced?: (url: string) => boolean;
  /** Counts a connection that was closed because a bound was reached. */
  readonly turnedAway: (cap: 'total' | 'address' | 'pipelined') => void;
}

export function createListener(app: Express, parts: ListenerParts): Server {
  const { room = ROOM, turnedAway } = parts;
  const bounds = { ...BOUNDS, ...parts.bounds };
  const serve = inTurn(serveWith(app, bounds.deadlineMs, parts));
  const server = createServer(
    {
      ...appClasses(app),
      maxHeaderSize: room.headBytes,
      headersTimeout: bounds.headersMs,
      requestTimeout: bounds.requestMs,
      keepAliveTimeout: bounds.keepAliveMs,
      connectionsCheckingInterval: bounds.checkMs,
      requireHostHeader: false, // `checkRequest` does it, in turn: Node's own answers are not bounded
    },
    serve,
  );
  server.timeout = bounds.idleMs;
  server.maxHeadersCount = 0; // `checkRequest` counts: depending on its version, Node drops or refuses the rest
  server.maxConnections = bounds.maxConnections;
  server.on('drop', () => turnedAway('total'));
  if (bounds.maxPerAddress > 0) capPerAddress(server, bounds.maxPerAddress, () => turnedAway('address'));
  server.on('checkContinue', serve); // the reader of the body sends `100 Continue`
  server.on('checkExpectation', serve); // an unknown expectation may be ignored (RFC 9110 §10.1.1)
  server.on('connect', (_request, socket) => refuseTunnel(socket));
  server.on('upgrade', (_request, socket) => {
    if (turnAway(socket)) turnedAway('pipelined');
  });
  server.on('clientError', (error, socket) => refuseUnreadable(error, socket, parts.isForGateways));
  return server;
}

function serveWith(app: Express, deadlineMs: number, parts: ListenerParts): RequestListener {
  const { firstPath, hotPaths = [], strayPath = never, pacedPath } = parts;
  const { hasOneReading = always, rewrite = asItIs, isPaced = never } = parts;
  const pace = createPace(PACED_PER_TURN);
  return (request, response) => {
    const target = originForm(request);
    request.url = target;
    const isPlain = hasOneReading(target);
    if (isPlain && firstPath?.(request, response)) return;
    if (!isFramed(request)) return refuseFraming(request.socket);
    const deadline = startDeadline(response, deadlineMs);
    response.once('close', () => stopDeadline(deadline));
    if (isPlain && hotPaths.some((take) => take(request, response, deadline))) return;
    if (!isPlain && strayPath(request, response, deadline)) return;
    rememberDeadline(request, deadline);
    request.url = rewrite(target);
    const toApp = (): void => void app(request, response);
    if (!isPaced(request.url)) return toApp();
    queueUntil(deadline, pace, () => {
      if (pacedPath?.({ request, response, deadline, toApp }) !== true) toApp();
    });
  };
}

const asItIs = (url: string): string => url;
const never = (): boolean => false;
const always = (): boolean => true;

/**
 * Express replaces the prototype of each request and response, which makes every later property access slow on Node 20 and 22. Here
 * the classes of the server have the app's own request and response as their prototypes, so the replacement changes nothing.
 */
function appClasses(app: Express) {
  class AppRequest extends IncomingMessage {
    /** If this is true, Node takes the request for a change of protocol, stops parsing and gives up the connection. */
    get upgrade(): boolean {
      return this.method === 'CONNECT' || isTurnedAway(this);
    }
    /** An offer of another protocol is ignored (RFC 9110 §7.8). Such a request is handled like all others. */
    set upgrade(_offered: boolean) {}
  }
  class AppResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse };
}
