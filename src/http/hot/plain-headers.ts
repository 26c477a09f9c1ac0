// Reads the headers that verify needs in one pass over `rawHeaders`, because the getters `headers` and `headersDistinct` build
// objects of all headers.
import type { IncomingMessage } from 'node:http';
import { GATEWAY_ROOM } from '../server/request-check.ts';

export interface PlainHeaders {
  readonly authorization: string;
  readonly requestId: string | undefined;
}

/** `undefined` for a request that needs a closer look. Otherwise: one `Authorization`, one `Host`, no coding of the body. */
export function readPlainHeaders({ rawHeaders, httpVersionMajor }: IncomingMessage): PlainHeaders | undefined {
  if (httpVersionMajor !== 1 || rawHeaders.length > 2 * GATEWAY_ROOM.headers) return undefined;
  let authorization: string | undefined;
  let requestId: string | undefined;
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    switch (nameOf(rawHeaders[at] ?? '')) {
      case 'host':
        hosts += 1;
        break;
      case 'authorization':
        if (authorization !== undefined) return undefined;
        authorization = rawHeaders[at + 1];
        break;
      case 'x-men-requestid':
        if (requestId !== undefined) return undefined;
        requestId = rawHeaders[at + 1];
        break;
      case 'transfer-encoding':
        return undefined;
    }
  }
  return authorization === undefined || hosts !== 1 ? undefined : { authorization, requestId };
}

/** Returns the name in lower case if it is as long as one of the four; another text otherwise. */
function nameOf(name: string): string {
  switch (name.length) {
    case 'host'.length:
    case 'authorization'.length:
    case 'x-men-requestid'.length:
    case 'transfer-encoding'.length:
      return name.toLowerCase();
    default:
      return '';
  }
}
