// A device that connects with its own key, answered before Express, as verify is (D10): the call that a fleet makes most often. Only
// in its plainest form; whatever else is asked, and every other caller, goes the long way and is answered the same.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'winston';
import { parseKey, type ParsedKey } from '../../domain/api-key.ts';
import { OWN_TENANT, tenantDeviceId, type TenantDeviceId, tenantId, type TenantId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import type { Metrics } from '../../observe/metrics.ts';
import { connect } from '../../service/tenant-devices/connect.ts';
import type { Deps } from '../../service/deps.ts';
import { noteTimedOut, settleInTime } from '../server/deadline.ts';
import type { Deadline } from '../server/deadline-clock.ts';
import { checkDoor, OWN_TENANT_SEGMENT } from '../server/request-check.ts';
import { errorReply, internalError } from '../errors.ts';
import { requestIdOf } from '../server/request-id.ts';
import type { HotPath } from './verify.ts';

type ConnectDeps = Pick<Deps, 'tenantDevices' | 'tenantDeviceRules' | 'tenantDeviceUses' | 'wrongKeys' | 'now'> & {
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'requested'>;
};

export const connectHotPath =
  (deps: ConnectDeps): HotPath =>
  (request, response, deadline) => {
    const plain = plainConnect(request);
    if (plain === undefined) return false;
    const requestId = requestIdOf(request);
    account(deps, request, { response, requestId });
    settleInTime(deadline, () => answer(deps, request, plain), {
      done: (settings) => send(response, 200, { ...COMMON, 'X-MEN-RequestID': requestId }, { settings }),
      failed: (error) => refuse(deps, response, { error, requestId, deadline }),
    });
    return true;
  };

/** As the router names it. */
const ROUTE = '/api/:tenantId/devices/:deviceId/connect';
const PLAIN_PATH = /^\/api\/([\w-]{1,128})\/devices\/([\w-]{1,128})\/connect$/;
const PLAIN_ACCEPT: readonly unknown[] = [undefined, '*/*', 'application/json'];
const COMMON = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', Vary: 'Accept' };

interface PlainConnect {
  readonly tenant: TenantId;
  readonly device: TenantDeviceId;
  readonly key: ParsedKey;
}

/** The device's own key, a path without anything to decode, no body, and no wish about the answer. */
function plainConnect({ method, url, headers }: IncomingMessage): PlainConnect | undefined {
  const [, tenant, device] = (method === 'POST' && PLAIN_PATH.exec(url ?? '')) || [];
  if (tenant === undefined || device === undefined) return undefined;
  const hasBody = (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;
  if (hasBody || headers.authorization !== undefined || !PLAIN_ACCEPT.includes(headers.accept)) return undefined;
  const isOwn = tenant === OWN_TENANT_SEGMENT;
  const text = headers['x-api-key']; // two of them come joined, and so are no key
  const key = typeof text === 'string' ? parseKey(text) : undefined;
  if (key?.kind !== 'ddk') return undefined;
  return { tenant: isOwn ? OWN_TENANT : tenantId(tenant), device: tenantDeviceId(device), key };
}

/** Async, so that a refusal at the door is one like all others. */
async function answer(deps: ConnectDeps, request: IncomingMessage, plain: PlainConnect) {
  checkDoor(request);
  return connect(deps, { ...plain, from: request.socket.remoteAddress ?? '' });
}

function refuse(
  { log }: ConnectDeps,
  response: ServerResponse,
  { error, requestId, deadline }: { readonly error: unknown; readonly requestId: string; readonly deadline: Deadline },
): void {
  const refused = error instanceof Refused ? error : undefined;
  if (refused === undefined)
    log.error('bug', { request_id: requestId, error: error instanceof Error ? error.stack : 'not an Error' });
  else refusedAs.set(response, refused);
  if (refused?.code === 'timed_out') noteTimedOut(deadline, log, { request_id: requestId, route: ROUTE });
  const reply = refused ? errorReply('tenantDevices', refused, requestId) : internalError(requestId, 'tenantDevices');
  send(response, reply.status, { ...COMMON, 'X-MEN-RequestID': requestId, ...reply.headers }, reply.body);
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): void {
  const text = JSON.stringify(body);
  const type = `${headers['Content-Type'] ?? 'application/json'}; charset=utf-8`;
  response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

const refusedAs = new WeakMap<ServerResponse, Refused>();

/** The same line and the same figure as for a request that went the long way. */
function account(
  { log, metrics }: ConnectDeps,
  { method = '' }: IncomingMessage,
  { response, requestId }: { readonly response: ServerResponse; readonly requestId: string },
): void {
  const began = performance.now();
  response.once('close', () => {
    const ms = performance.now() - began;
    const refused = refusedAs.get(response)?.code;
    const { statusCode: status, writableFinished: complete } = response;
    metrics.requested({ route: ROUTE, method, status, seconds: ms / 1000, refused });
    if (!log.isInfoEnabled()) return; // winston formats a line before it looks at its level
    log.info('request', {
      request_id: requestId,
      method,
      route: ROUTE,
      status,
      complete,
      ms: Math.round(ms),
      ...(refused && { refused }),
    });
  });
}
