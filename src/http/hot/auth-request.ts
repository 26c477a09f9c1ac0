// Auth requests, answered before Express (D10): every device sends them, and strangers may too. Only requests of the plainest form
// are answered here. Others take the path through Express: those with an unusual head at once, those with an unusual body with the
// bytes that were read.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJsonObject, type JsonObject, type JsonValue } from '../../domain/strict-json.ts';
import { createKnownBodies, type KnownBodies } from '../../memory/known-bodies.ts';
import type { Deps } from '../../service/deps.ts';
import type { Account, Outcome } from '../account.ts';
import { answerAuthRequest, readAuthRequest, type AuthRequestBody, type ReadAuthRequest } from '../api/devices-v1.ts';
import { handOver } from '../begun.ts';
import { readJson } from '../bind/json-body.ts';
import { sendReply, type Refuse } from '../refuse.ts';
import { AUTH_REQUESTS } from '../routes.ts';
import type { BodyRoom } from '../server/body-room.ts';
import { pausedWhileReading, settle } from '../server/deadline.ts';
import type { PacedExchange, PacedPath } from '../server/listener.ts';
import { readBytes } from '../server/raw-body.ts';
import type { RequestCheck } from '../server/request-check.ts';
import { requestIdOf } from '../server/request-id.ts';

type AuthRequestDeps = Deps & {
  readonly account: Account;
  readonly refuse: Refuse;
  readonly check: RequestCheck;
  readonly maxBodyBytes: number;
  readonly bodyRoom: BodyRoom;
};

export function authRequestPath(parts: AuthRequestDeps): PacedPath {
  const deps = { ...parts, known: createKnownBodies<ReadAuthRequest>() };
  return (exchange) => {
    const { request, response } = exchange;
    if (!isPlain(request, deps.maxBodyBytes)) return false;
    const requestId = requestIdOf(request);
    const outcome = deps.account({ request, response, requestId, route: () => AUTH_REQUESTS });
    readBody(deps, exchange).then(
      (bytes) => answer(deps, exchange, { requestId, outcome, bytes }),
      (error: unknown) => refuse(deps, exchange, { requestId, outcome, error }),
    );
    return true;
  };
}

/** True if nothing in the head changes how the body is read: it is JSON, and its length is known and not too large. */
function isPlain({ method, url, headers }: IncomingMessage, maxBodyBytes: number): boolean {
  if (method !== 'POST' || url !== AUTH_REQUESTS || headers['content-type'] !== 'application/json') return false;
  const bytes = Number(headers['content-length'] ?? 0);
  if (!(bytes > 0 && bytes <= maxBodyBytes) || headers['transfer-encoding'] !== undefined) return false;
  return headers['content-encoding'] === undefined && headers.expect === undefined;
}

async function readBody(
  { check, maxBodyBytes: maxBytes, bodyRoom: room }: AuthRequestDeps,
  { request, response }: PacedExchange,
): Promise<Buffer> {
  check(request);
  return pausedWhileReading(request, () => readBytes(request, response, { maxBytes, room }));
}

interface Taken {
  readonly requestId: string;
  readonly outcome: Outcome;
}

type AnswerDeps = AuthRequestDeps & { readonly known: KnownBodies<ReadAuthRequest> };

function answer(deps: AnswerDeps, exchange: PacedExchange, taken: Taken & { readonly bytes: Buffer }): void {
  const { request, response, deadline, toApp } = exchange;
  const { requestId, bytes } = taken;
  const body = openBody(deps, bytes);
  if (body === undefined) {
    handOver(request, taken);
    return toApp();
  }
  const asked = {
    read: body.read,
    bytes,
    requestId,
    signature: textOf(request.headers['x-men-signature']),
    peer: request.socket.remoteAddress ?? '',
    forwardedFor: textOf(request.headers['x-forwarded-for']),
  };
  settle(deadline, () => answerAuthRequest(deps, asked), {
    done: (token) => {
      issue(response, requestId, token);
      body.keep();
    },
    failed: (error) => refuse(deps, exchange, { ...taken, error }),
  });
}

interface OpenBody {
  /** Refuses a body that is not good. */
  readonly read: () => ReadAuthRequest;
  /** Remembers what was read. Call it if the body got a token. */
  readonly keep: () => void;
}

/** `undefined` for a body that is not plain. */
function openBody(deps: AnswerDeps, bytes: Buffer): OpenBody | undefined {
  const known = deps.known.find(bytes);
  if (known !== undefined) return { read: () => known, keep: () => undefined };
  const body = plainBody(bytes);
  if (body === undefined) return undefined;
  let read: ReadAuthRequest | undefined;
  return {
    read: () => (read ??= readAuthRequest(deps, body)),
    keep: () => read && deps.known.keep(bytes, read),
  };
}

const textOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;

/** Returns the members of a body that follows the document. Express and the validator find the fault of any other body. */
function plainBody(bytes: Buffer): AuthRequestBody | undefined {
  const body = parse(bytes);
  if (body === undefined) return undefined;
  const { id_data: idData, pubkey, tenant_token: tenantToken } = body;
  if (!isOptionalText(idData) || !isOptionalText(pubkey) || !isOptionalText(tenantToken)) return undefined;
  return { id_data: idData ?? null, pubkey: pubkey ?? null, tenant_token: tenantToken ?? null };
}

function parse(bytes: Buffer): JsonObject | undefined {
  try {
    const body = readJson(bytes, 'application/json');
    return isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

const isOptionalText = (value: JsonValue | undefined): value is string | null | undefined =>
  value === undefined || value === null || typeof value === 'string';

function issue(response: ServerResponse, requestId: string, token: string): void {
  const length = String(Buffer.byteLength(token));
  response.writeHead(200, [...ISSUED, 'X-MEN-RequestID', requestId, 'Content-Length', length]);
  response.end(token);
}

function refuse(deps: AuthRequestDeps, exchange: PacedExchange, failed: Taken & { readonly error: unknown }): void {
  const { requestId, outcome, error } = failed;
  const { response, deadline } = exchange;
  const { reply, refused } = deps.refuse(error, { api: 'devices', requestId, route: AUTH_REQUESTS, deadline });
  outcome.refused = refused;
  if (response.headersSent) return void response.destroy();
  sendReply(response, { ...COMMON, 'X-MEN-RequestID': requestId }, reply);
}

/** The headers of every answer of the app, with helmet's. A spec compares both paths. */
const COMMON = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'self';img-src 'self' data:;object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-DNS-Prefetch-Control': 'off',
  'X-Download-Options': 'noopen',
  'X-Frame-Options': 'SAMEORIGIN',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'X-XSS-Protection': '0',
};

/** Names and values in turn: `writeHead` takes them with less work than an object. */
const ISSUED = [...Object.entries(COMMON).flat(), 'Content-Type', 'application/jwt'];
