// Makes routes from a document and its table of handlers. Refuses to start if the two differ, in either direction (D14). The steps
// of a request: method → caller → body, read strictly → validator → handler.
import { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { Readable } from 'node:stream';
import { Refused } from '../../domain/errors.ts';
import { begunOf } from '../begun.ts';
import type { Api } from '../errors.ts';
import { anyOf, nobody, type Authenticate, type Caller } from '../callers/callers.ts';
import type { BodyRoom } from '../server/body-room.ts';
import { pausedWhileReading, withDeadline, withoutDeadline } from '../server/deadline.ts';
import { operationsOf, type Listener, type Operation } from './document.ts';
import { openBodyStream, type BodyStream } from '../server/body-stream.ts';
import { readBytes } from '../server/raw-body.ts';
import type { RequestCheck } from '../server/request-check.ts';
import { refusalOf } from './foreign-errors.ts';
import { JsonText } from '../json-text.ts';
import { BASE, KNOWN_ROUTES, type DocumentStem } from '../routes.ts';
import { checkQuery } from './check-query.ts';
import { compression, sendText, streamCompression } from './compression.ts';
import { mediaTypeOf, readAs } from './json-body.ts';
import { acceptableType, preferredType } from './negotiate.ts';
import { openBody, sendBody } from './streamed-body.ts';
import { wordingOf } from './mender-texts.ts';
import type { ValidatorOf } from './validators.ts';

export interface Binding {
  /** The stem of `api/<stem>.yaml`. */
  readonly document: DocumentStem;
  /** The API whose form refusals have. */
  readonly api: Api;
  /** Only the operations of the document on these listeners are served. */
  readonly listeners: readonly Listener[];
  readonly handlers: Readonly<Record<string, AnyHandler>>;
  /** Refuses requests that the internal API does not serve, before the rest of them is read. */
  readonly checkInternal: RequestCheck;
  /** The authentication for each name of a security scheme. */
  readonly callers: Readonly<Record<string, Authenticate>>;
  /** The caller's name in the feed, for operations without a credential. */
  readonly anonymous: string;
  readonly maxBodyBytes: number;
  readonly bodyRoom: BodyRoom;
  readonly validatorOf: ValidatorOf;
}

// A handler without its types. Its table is total and typed, and the validator has checked its input.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the one place where operations of all shapes meet
export type AnyHandler = (request: any) => AnyReply | Promise<AnyReply>;

interface AnyReply {
  readonly status: number;
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** A document that is served. */
export interface Bound {
  readonly router: RequestHandler;
  readonly api: Api;
  /** True for a path below the common beginning of its operations. */
  readonly covers: (path: string) => boolean;
}

export function bind(binding: Binding): Bound {
  const documented = operationsOf(binding.document);
  checkComplete(binding, documented);
  checkRoutes(binding.document, documented);
  const operations = documented.filter(({ listeners }) =>
    listeners.some((listener) => binding.listeners.includes(listener)),
  );
  const router = Router({ caseSensitive: true, strict: true });
  const bound = { router, api: binding.api, covers: scopeOf(operations.map(({ path }) => path)) };
  if (operations.length === 0) return bound;
  const validate = binding.validatorOf(binding.document);
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const here = operations.filter((operation) => operation.path === path);
    const route = router.route(path);
    route.all(onlyDocumented(here));
    for (const operation of here) {
      if (isInternal(binding, operation)) route[operation.method](checked(binding.checkInternal));
      route[operation.method](authenticate(binding, operation), ...bodySteps(binding, operation));
      route[operation.method](compression(operation), validate, sayWhatIsWrong(operation));
      route[operation.method](respond(binding, operation));
    }
  }
  return bound;
}

/** Returns every operation of the internal listener; on a shared listener, only those that no other listener has. */
const isInternal = (binding: Binding, operation: Operation): boolean =>
  ![binding, operation].every(({ listeners }) => listeners.includes('public'));

const checked =
  (check: RequestCheck): RequestHandler =>
  (req, _res, next) => {
    check(req);
    next();
  };

/** Matches every path that begins with the segments that all of these paths share. A parameter matches any segment. */
function scopeOf(paths: readonly string[]): Bound['covers'] {
  const [first = [], ...others] = paths.map(segmentsOf);
  const end = first.findIndex((segment, at) => others.some((other) => other[at] !== segment));
  const shared = first.slice(0, end === -1 ? first.length : end);
  return (path) => {
    const segments = segmentsOf(path);
    return paths.length > 0 && shared.every((segment, at) => segment.startsWith(':') || segments[at] === segment);
  };
}

const segmentsOf = (path: string): readonly string[] => path.split('/').slice(1);

/** Covers HEAD and OPTIONS too: Express would send HEAD to the handler of GET. */
function onlyDocumented(operations: readonly Operation[]): RequestHandler {
  const allow = operations.map((operation) => operation.method.toUpperCase());
  return (req, _res, next) => {
    if (!allow.includes(req.method)) throw new Refused('method_not_allowed', 'method not allowed', { allow });
    next();
  };
}

/** What the service knows about a request beyond Express. */
interface Known {
  readonly caller: Caller;
  readonly bytes: Buffer;
  readonly stream?: BodyStream;
}
const known = new WeakMap<Request, Known>();
const NO_BYTES = Buffer.alloc(0);

function authenticate({ callers, anonymous }: Binding, { id, schemes, scopes }: Operation): RequestHandler {
  if (schemes.includes('apiKey') && scopes === undefined)
    throw new TypeError(`${id} takes API keys and says no x-scopes`);
  const identify = schemes.length === 0 ? nobody(anonymous) : anyOf(schemes, callers);
  return async (req, res, next) => {
    const setHeader = (name: string, value: string) => void res.setHeader(name, value);
    const caller = await withDeadline(req, () =>
      identify(req, { scopes: scopes ?? [], params: req.params, setHeader }),
    );
    known.set(req, { caller, bytes: NO_BYTES });
    next();
  };
}

/** Gives the validator the body, or a text in its place if the handler reads the body while it arrives. */
const bodySteps = (binding: Binding, operation: Operation): readonly RequestHandler[] =>
  operation.streamsBody
    ? [checkQuery(operation), streamBody(binding, operation)]
    : [readRaw(binding, operation), checkQuery(operation), readBody(operation)];

function readRaw(binding: Binding, { maxBodyBytes: maxBytes = binding.maxBodyBytes }: Operation): RequestHandler {
  return async (req, res, next) => {
    const room = known.get(req)?.caller.isUnproven ? binding.bodyRoom : undefined;
    const read = (): Promise<Buffer> => readBytes(req, res, { maxBytes, room });
    know(req, { bytes: begunOf(req)?.bytes ?? (await pausedWhileReading(req, read)) });
    next();
  };
}

function streamBody(binding: Binding, { takes, maxBodyBytes = binding.maxBodyBytes }: Operation): RequestHandler {
  return (req, res, next) => {
    const type = mediaTypeOf(req.headers['content-type'], takes);
    if (type === undefined)
      throw new Refused('media_type_unsupported', `Bad Content-Type, expected ${takes.join(', ')}`);
    know(req, { stream: openBodyStream(req, res, { type, maxBytes: maxBodyBytes }) });
    req.body = 'a body that is read later';
    req.headers['content-type'] = TEXT_OF_LINES;
    next();
  };
}

/** Every operation that reads its body while it arrives has this type, which is a text in its document. */
const TEXT_OF_LINES = 'application/x-ndjson';

function know(req: Request, more: Partial<Known>): void {
  const before = known.get(req);
  if (before) known.set(req, { ...before, ...more });
}

function readBody({ body, takes }: Operation): RequestHandler {
  return (req, _res, next) => {
    const bytes = known.get(req)?.bytes ?? NO_BYTES;
    req.body = body === 'none' ? undefined : readAs(bytes, req.headers['content-type'], takes);
    if (body === 'optional' && req.body === undefined) req.body = {};
    if (body === 'required' && req.body === undefined) throw new Refused('invalid_request', 'request body is missing');
    // The validator keeps a compiled schema for each content type that it sees, so it sees only one.
    if (req.body === undefined) delete req.headers['content-type'];
    else req.headers['content-type'] = 'application/json';
    next();
  };
}

/** Gives refusals of the validator Mender's text, or the prefix of the document. Refusals of the handler do not change. */
function sayWhatIsWrong({ id, errorPrefix }: Operation): ErrorRequestHandler {
  return (error, _req, _res, next) => {
    const refused = refusalOf(error);
    if (refused?.code !== 'invalid_request') return next(error);
    return next(
      new Refused(refused.code, wordingOf(id, error) ?? errorPrefix + refused.message, {
        ...refused.details,
        cause: error,
      }),
    );
  };
}

function respond({ handlers }: Binding, { id, gives, timed }: Operation): RequestHandler {
  const handler = handlers[id];
  if (handler === undefined) throw new TypeError(`there is no handler for ${id}`);
  return async (req, res) => {
    const work = async () => {
      const reply = await handler({
        ...known.get(req),
        requestId: res.locals['requestId'],
        url: req.originalUrl,
        params: req.params,
        query: req.query,
        body: req.body,
        header: (name: string) => req.get(name),
        answerType: () => acceptableType(req, gives),
        from: req.socket.remoteAddress ?? '',
        isGone: () => res.destroyed,
      });
      if (reply.body instanceof Readable) await openBody(reply.body, res);
      return reply;
    };
    const reply = await (timed ? withDeadline : withoutDeadline)(req, work);
    await send(res, reply, gives.length > 1 ? preferredType(req, gives) : undefined);
  };
}

async function send(
  res: Response,
  { status, headers = {}, type: fixed, body }: AnyReply,
  chosen: string | undefined,
): Promise<void> {
  const type = fixed ?? chosen;
  for (const [name, value] of Object.entries(headers)) {
    res.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  res.status(status);
  if (body instanceof Readable) {
    if (chosen !== undefined) res.vary('Accept');
    return sendBody(body, res.set('Content-Type', type), streamCompression(res));
  }
  if (body === undefined) res.end();
  else if (fixed !== undefined) res.set('Content-Type', fixed).end(body);
  else if (body instanceof JsonText) sendText(res, body.text);
  else if (chosen !== undefined) res.set('Content-Type', chosen).vary('Accept').json(body);
  else res.json(body);
}

function checkComplete({ document, handlers }: Binding, operations: readonly Operation[]): void {
  const documented = new Set(operations.map((operation) => operation.id));
  const missing = [...documented].filter((id) => handlers[id] === undefined);
  const unknown = Object.keys(handlers).filter((id) => !documented.has(id));
  if (missing.length + unknown.length === 0) return;
  throw new TypeError(`api/${document}.yaml and its handlers differ: ${[...missing, ...unknown].join(', ')}`);
}

/** Refuses to start if the document lacks a path that other code uses. */
function checkRoutes(document: DocumentStem, operations: readonly Operation[]): void {
  const paths = operations.map(({ path }) => path);
  const elsewhere = paths.filter((path) => !path.startsWith(`${BASE[document]}/`));
  const missing = KNOWN_ROUTES[document].filter((route) => !paths.includes(route));
  if (elsewhere.length + missing.length === 0) return;
  throw new TypeError(`api/${document}.yaml and http/routes.ts differ: ${[...elsewhere, ...missing].join(', ')}`);
}
