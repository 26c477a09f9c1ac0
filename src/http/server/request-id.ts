// The name of one request: it stands in the answer, the log and the feed.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** The caller's own `X-MEN-RequestID` where it is a single UUID; made otherwise. */
export function requestIdOf(request: Pick<IncomingMessage, 'headersDistinct'>): string {
  const [given = '', ...others] = request.headersDistinct['x-men-requestid'] ?? [];
  return others.length === 0 && UUID.test(given) ? given : randomUUID();
}
