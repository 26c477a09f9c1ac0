// Checks a request before anything else: its size is bounded, its host is served, all readers read its target in the same way, and
// its end is certain.
import type { IncomingMessage } from 'node:http';
import { Refused } from '../../domain/errors.ts';
import { checkHost, type HostRules } from './request-hosts.ts';
import type { HasOneReading } from './request-target.ts';

/** Bounds on the size of a request's head. */
export interface RequestRoom {
  readonly urlBytes: number;
  readonly headers: number;
  /** Size of all headers and the target, which Node counts together. */
  readonly headBytes: number;
}

const KIBIBYTE = 1024;
/** A target may name 500 devices, as Mender’s services ask for. */
export const ROOM: RequestRoom = { urlBytes: 24 * KIBIBYTE, headers: 100, headBytes: 32 * KIBIBYTE };
/** Bounds for gateways, which send the headers and the path of their client and some of their own. */
export const GATEWAY_ROOM: RequestRoom = { urlBytes: 64 * KIBIBYTE, headers: 256, headBytes: 128 * KIBIBYTE };

/** Throws a refusal of the request, or does nothing. */
export type RequestCheck = (request: IncomingMessage) => void;

export interface RequestRules {
  readonly hosts: HostRules;
  readonly hasOneReading: HasOneReading;
}

/** Returns the check of all requests of a listener, except requests that a gateway makes with its client's headers and path. */
export const createRequestCheck =
  ({ hosts, hasOneReading }: RequestRules): RequestCheck =>
  (request) => {
    checkRequest(request);
    if (!hasOneReading(request.url ?? ''))
      throw new Refused('invalid_request', 'the path of the request can be read in more than one way');
    checkHost(request, hosts);
  };

/** Checks the size and the form of a request. */
export function checkRequest(
  { url = '', rawHeaders, headersDistinct, httpVersion }: IncomingMessage,
  room = ROOM,
): void {
  if (url.length > room.urlBytes)
    throw new Refused('uri_too_long', `the request target is longer than ${room.urlBytes} bytes`);
  if (!url.startsWith('/'))
    throw new Refused(
      'invalid_request',
      'the request target must be a path, or an address with the host of the request',
    );
  if (rawHeaders.length > 2 * room.headers) {
    throw new Refused('headers_too_large', `the request has more than ${room.headers} headers`);
  }
  const hosts = headersDistinct['host'] ?? [];
  if (hosts.length > 1) throw new Refused('invalid_request', 'the request names two hosts');
  if (hosts.length === 0 && httpVersion === '1.1') throw new Refused('invalid_request', 'the request names no host');
}

/**
 * True if the end of the request is unambiguous (RFC 9112 §6.1): it has a length, or chunks in HTTP/1.1. If not, request smuggling
 * is possible.
 */
export function isFramed({ httpVersion, headers }: IncomingMessage): boolean {
  const coding = headers['transfer-encoding'];
  if (!/^1\.[01]$/.test(httpVersion)) return false;
  return coding === undefined || (httpVersion === '1.1' && coding.toLowerCase() === 'chunked');
}
