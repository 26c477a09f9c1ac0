// Reads the bytes of a body within bounds. A too large body is refused at once, and its rest is not read.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refused } from '../../domain/errors.ts';
import type { BodyRoom } from './body-room.ts';
import { lingerAfterAnswer, serveNoMore } from './close-gently.ts';

const NO_BYTES = Buffer.alloc(0);
const FIRST_BYTES = 4096;
/** A piece needs as much memory as some hundred bytes. A body may begin with small pieces, but must continue with larger ones. */
const FREE_PIECES = 1024;
const MIN_PIECE_BYTES = 32;

/** Bounds on a body. */
export interface BodyBounds {
  readonly maxBytes: number;
  /** The room for the body until it is complete. `undefined` if a credential of its caller was checked. */
  readonly room: BodyRoom | undefined;
}

/**
 * Returns the bytes as they were sent. Refuses a body with a content encoding, because a signature covers the bytes that were sent
 * (D7).
 */
export async function readBytes(
  request: IncomingMessage,
  response: ServerResponse,
  bounds: BodyBounds,
): Promise<Buffer> {
  const { maxBytes } = bounds;
  const declared = declaredBytes(request);
  if (declared === 0) return NO_BYTES;
  refuseEncoded(request);
  if (declared !== undefined && declared > maxBytes) throw tooLarge(request);
  sendContinue(request, response);
  return collect(request, response, { ...bounds, declared });
}

/** Returns the length that the head declares; `undefined` if the body has chunks. */
export function declaredBytes({ headers }: IncomingMessage): number | undefined {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : undefined;
}

export function refuseEncoded({ headers }: IncomingMessage): void {
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity') return;
  throw new Refused('media_type_unsupported', 'content encoding unsupported');
}

/** Tells a client that waits for `100 Continue` to send its body. */
export function sendContinue({ headers }: IncomingMessage, response: ServerResponse): void {
  if (headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
}

type Collecting = BodyBounds & { readonly declared: number | undefined };

function collect(request: IncomingMessage, response: ServerResponse, bounds: Collecting): Promise<Buffer> {
  const kept = createKept(bounds);
  let pieces = 0;
  return new Promise((resolve, reject) => {
    const take = (piece: Buffer): void => {
      pieces += 1;
      const size = kept.size() + piece.length;
      if (size > bounds.maxBytes) return refuse(tooLarge(request));
      if (pieces > FREE_PIECES && size < (pieces - FREE_PIECES) * MIN_PIECE_BYTES)
        return refuse(tooManyPieces(request, response));
      if (!kept.add(piece)) refuse(noRoom(request));
    };
    const refuse = (refusal: Refused): void => {
      request.off('data', take).on('data', drop);
      kept.release();
      reject(refusal);
    };
    request.on('data', take);
    request.once('end', () => {
      kept.release();
      resolve(kept.bytes());
    });
    request.once('error', () => refuse(new Refused('invalid_request', 'the request ended before its body')));
  });
}

/** Drops the bytes that still arrive. Without a listener they would be kept. */
const drop = (): void => {};

/** The bytes that have arrived. */
interface Kept {
  readonly size: () => number;
  /** Adds a piece. Returns false if there is no room for it. */
  readonly add: (piece: Buffer) => boolean;
  readonly bytes: () => Buffer;
  /** Gives back the room. */
  readonly release: () => void;
}

/** Keeps pieces in one growing buffer. Kept one by one, a body that is sent byte by byte would need hundreds of times its size. */
function createKept({ maxBytes, room, declared }: Collecting): Kept {
  let buffer = NO_BYTES;
  let size = 0;
  let taken = 0;
  const grow = (needed: number): boolean => {
    const bytes = Math.min(maxBytes, Math.max(needed, 2 * buffer.length, FIRST_BYTES));
    const isWhole = size === 0 && needed === declared;
    if (!isWhole && room?.take(bytes - taken) === false) return false;
    if (!isWhole) taken = bytes;
    const larger = Buffer.allocUnsafe(isWhole ? needed : bytes);
    buffer.copy(larger, 0, 0, size);
    buffer = larger;
    return true;
  };
  return {
    size: () => size,
    add: (piece) => {
      const needed = size + piece.length;
      if (needed > buffer.length && !grow(needed)) return false;
      piece.copy(buffer, size);
      size = needed;
      return true;
    },
    bytes: () => buffer.subarray(0, size),
    release: () => {
      room?.giveBack(taken);
      taken = 0;
    },
  };
}

export function tooLarge({ socket }: IncomingMessage): Refused {
  lingerAfterAnswer(socket);
  return new Refused('too_large', 'request body too large');
}

function noRoom({ socket }: IncomingMessage): Refused {
  lingerAfterAnswer(socket);
  return new Refused('too_many_bodies', 'too many requests are coming in');
}

/** Ends the connection without delay, because to discard the rest costs as much as to read it. */
function tooManyPieces({ socket }: IncomingMessage, response: ServerResponse): Refused {
  serveNoMore(socket);
  response.setHeader('Connection', 'close');
  return new Refused('invalid_request', 'the request body has too many pieces');
}
