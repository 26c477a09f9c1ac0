// A listener's server: bounded in everything a stranger can make long (security.md, part 4), and made the fast way (D10).
import type { Express } from 'express';
import { createServer, IncomingMessage, ServerResponse, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { MAX_HEADERS, nameOwnTenant } from './door.ts';
import type { HotPath } from './verify-hot-path.ts';

const SECOND = 1000;
const MAX_CONNECTIONS = 10_000;

export function createListener(app: Express, hotPath?: HotPath): Server {
  const server = createServer(
    {
      ...appClasses(app),
      maxHeaderSize: 16 * 1024,
      headersTimeout: 10 * SECOND,
      requestTimeout: 30 * SECOND,
      keepAliveTimeout: 65 * SECOND,
      connectionsCheckingInterval: 5 * SECOND,
    },
    (request, response) => {
      if (hotPath?.(request, response)) return;
      request.url = nameOwnTenant(request.url ?? '');
      app(request, response);
    },
  );
  server.maxHeadersCount = MAX_HEADERS + 1; // one more than is allowed, so that it shows
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', refuseGarbage);
  return server;
}

/**
 * Express replaces the prototype of each request and response, which makes every later property access slow on Node 20 and 22.
 * Here the app's own request and response are the prototypes of the classes the server makes them of: replacing changes nothing.
 */
function appClasses(app: Express) {
  class AppRequest extends IncomingMessage {}
  class AppResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse };
}

const GARBAGE: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What is no HTTP request gets one answer and no second chance on its connection. */
function refuseGarbage(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = GARBAGE[error.code ?? ''] ?? '400 Bad Request';
  const body = JSON.stringify({ error: status.slice(4).toLowerCase() });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
}
