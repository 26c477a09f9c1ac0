// A body that is read while it arrives. The caller of a bulk operation may take minutes to send it, so Node's bound on the time of
// a whole request does not apply. Instead, each piece must arrive in time.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Refused } from '../../domain/errors.ts';
import { within } from '../../time/within.ts';
import { endSoon } from './close-gently.ts';
import { declaredBytes, refuseEncoded, sendContinue, tooLarge } from './raw-body.ts';

export interface BodyStream {
  /** The media type of the body, in lower case. */
  readonly type: string;
  /** Yields the bytes as they arrive. Refuses with `too_large`, and with `invalid_request` if no more bytes arrive. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** True when the last byte of the body has arrived. */
  readonly isWhole: () => boolean;
  /** Reads and discards the rest, so that a caller that sends its whole request first gets the answer. */
  readonly discard: () => Promise<void>;
}

/** The longest time between two pieces of a body. */
const IDLE_MS = 30_000;

export interface StreamRules {
  readonly type: string;
  readonly maxBytes: number;
  readonly idleMs?: number;
}

/** Refuses a body whose head declares a too large size or a content encoding. */
export function openBodyStream(request: IncomingMessage, response: ServerResponse, rules: StreamRules): BodyStream {
  const { type, maxBytes, idleMs = IDLE_MS } = rules;
  const { socket } = request;
  const declared = declaredBytes(request);
  refuseEncoded(request);
  if (declared !== undefined && declared > maxBytes) throw tooLarge(request);
  takesItsTime.add(socket);
  response.once('close', () => {
    takesItsTime.delete(socket);
    if (!request.complete) endSoon(socket); // the rest is not read
  });
  const read = createReader(request, { maxBytes, idleMs });
  const chunks = async function* () {
    sendContinue(request, response);
    for (let piece = await read(); piece !== undefined; piece = await read()) yield piece;
  };
  const discard = async (): Promise<void> => {
    while ((await read()) !== undefined);
  };
  return { type, chunks: chunks(), isWhole: () => request.complete, discard };
}

const takesItsTime = new WeakSet<Duplex>();

/** True while a body that may take longer than other requests is read on this connection. */
export const isTakingItsTime = (socket: Duplex): boolean => takesItsTime.has(socket);

/** Returns a function that reads the next piece, or `undefined` after the last one. */
function createReader(
  request: IncomingMessage,
  { maxBytes, idleMs }: Required<Omit<StreamRules, 'type'>>,
): () => Promise<Buffer | undefined> {
  // NOTE: without this option, stopping in the middle would destroy the connection, and the answer with it.
  const pieces: AsyncIterator<Buffer> = request.iterator({ destroyOnReturn: false });
  let size = 0;
  return async () => {
    const { done, value } = await within(idleMs, pieces.next(), stopped).catch((error: unknown) => {
      throw error instanceof Refused ? error : new Refused('invalid_request', 'the request ended before its body');
    });
    if (done === true) return undefined;
    size += value.length;
    if (size > maxBytes) throw tooLarge(request);
    return value;
  };
}

const stopped = (): Refused => new Refused('invalid_request', 'the request body stopped arriving');
