// What a request must be before anyone looks at it: one host, one origin-form target, one way to tell where
// it ends, and of bounded size.
import type { IncomingMessage } from 'node:http';
import { Refused } from '../../domain/errors.ts';

/** How large a request may be. */
export interface RequestRoom {
  readonly urlBytes: number;
  readonly headers: number;
  /** Of all headers and the target, which Node counts together. */
  readonly headBytes: number;
}

const KIBIBYTE = 1024;
export const ROOM: RequestRoom = { urlBytes: 8 * KIBIBYTE, headers: 100, headBytes: 32 * KIBIBYTE };
/** For gateways that ask with the headers and the path of their client, and add some of their own. */
export const GATEWAY_ROOM: RequestRoom = { urlBytes: 64 * KIBIBYTE, headers: 256, headBytes: 128 * KIBIBYTE };

export function checkDoor(request: IncomingMessage, room = ROOM): void {
  const url = request.url ?? '';
  if (url.length > room.urlBytes)
    throw new Refused('uri_too_long', `the request target is longer than ${room.urlBytes} bytes`);
  if (!url.startsWith('/')) throw new Refused('invalid_request', 'the request target must be a path');
  if (request.rawHeaders.length > 2 * room.headers) {
    throw new Refused('headers_too_large', `the request has more than ${room.headers} headers`);
  }
  const hosts = request.headersDistinct['host'] ?? [];
  if (hosts.length > 1) throw new Refused('invalid_request', 'the request names two hosts');
  if (hosts.length === 0 && request.httpVersion === '1.1')
    throw new Refused('invalid_request', 'the request names no host');
}

/** Whether it is certain where it ends, and what comes behind it is another one: chunks, from HTTP/1.1 on (RFC 9112 §6.1), or a length. */
export function isFramed({ httpVersion, headers }: IncomingMessage): boolean {
  const coding = headers['transfer-encoding'];
  if (!/^1\.[01]$/.test(httpVersion)) return false;
  return coding === undefined || (httpVersion === '1.1' && coding.toLowerCase() === 'chunked');
}
