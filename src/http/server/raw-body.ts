// Reads the bytes of a body, and never more of them than are allowed: what is too large is refused at once and not read to its end.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refused } from '../../domain/errors.ts';
import { lingerAfterAnswer, serveNoMore } from './close-gently.ts';

const NO_BYTES = Buffer.alloc(0);
const FIRST_BYTES = 4096;
/** Each piece costs about as much as some hundred bytes: a body may begin in small ones, and then has to come in larger ones. */
const FREE_PIECES = 1024;
const MIN_PIECE_BYTES = 32;

/** The bytes as they were sent: a body in any content encoding is refused, for a signature is over what was sent (D7). */
export async function readBytes(request: IncomingMessage, response: ServerResponse, maxBytes: number): Promise<Buffer> {
  const declared = declaredBytes(request);
  if (declared === 0) return NO_BYTES;
  if ((request.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
    throw new Refused('media_type_unsupported', 'content encoding unsupported');
  }
  if (declared !== undefined && declared > maxBytes) throw tooLarge(request);
  if (awaitsContinue(request)) response.writeContinue();
  return collect(request, response, maxBytes);
}

/** `undefined`: it comes in chunks. */
function declaredBytes({ headers }: IncomingMessage): number | undefined {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : undefined;
}

const awaitsContinue = ({ headers }: IncomingMessage): boolean => headers.expect?.toLowerCase() === '100-continue';

/** Into one buffer that grows: kept apiece, a body sent byte by byte would take hundreds of times its size. */
function collect(request: IncomingMessage, response: ServerResponse, maxBytes: number): Promise<Buffer> {
  let kept = Buffer.allocUnsafe(Math.min(FIRST_BYTES, maxBytes));
  let size = 0;
  let pieces = 0;
  return new Promise((resolve, reject) => {
    const take = (piece: Buffer): void => {
      const needed = size + piece.length;
      if (needed > maxBytes) return refuse(tooLarge(request));
      pieces += 1;
      if (pieces > FREE_PIECES && needed < (pieces - FREE_PIECES) * MIN_PIECE_BYTES)
        return refuse(tooManyPieces(request, response));
      if (needed > kept.length) kept = grown(kept, Math.min(maxBytes, Math.max(needed, 2 * kept.length)));
      piece.copy(kept, size);
      size = needed;
    };
    const refuse = (refusal: Refused): void => {
      request.off('data', take).on('data', drop);
      reject(refusal);
    };
    request.on('data', take);
    request.once('end', () => resolve(kept.subarray(0, size)));
    request.once('error', () => reject(new Refused('invalid_request', 'the request ended before its body')));
  });
}

/** What still flows goes nowhere. Without a listener it would be kept. */
const drop = (): void => {};

function grown(buffer: Buffer, bytes: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(bytes);
  buffer.copy(larger);
  return larger;
}

function tooLarge({ socket }: IncomingMessage): Refused {
  lingerAfterAnswer(socket);
  return new Refused('too_large', 'request body too large');
}

/** The connection ends without delay: throwing the rest away would cost as much as reading it. */
function tooManyPieces({ socket }: IncomingMessage, response: ServerResponse): Refused {
  serveNoMore(socket);
  response.setHeader('Connection', 'close');
  return new Refused('invalid_request', 'the request body comes in too many pieces');
}
