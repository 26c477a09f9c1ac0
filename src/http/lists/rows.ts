// The rows of a list that arrives as bytes: JSON, NDJSON or CSV. A row that cannot be read is a row too. If it is not certain where
// the next row begins, the list ends there.
import { Refused } from '../../domain/errors.ts';
import { parseStrictJson, type JsonValue } from '../../domain/strict-json.ts';
import { createSlices } from '../../time/slices.ts';

export interface Row {
  /** From 1. */
  readonly row: number;
  /** The line of the list on which the row begins, from 1. */
  readonly line: number;
  /** The content of the row, or the reason why it cannot be read. */
  readonly value: JsonValue | Refused;
}

/**
 * Yields the complete rows of each piece of the list, in order. Refuses a text that ends in the middle of a list or is not a list.
 */
export type ReadRows = (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<readonly Row[]>;

/** Enough for identity data and a key, even if every character is escaped. */
export const MAX_ROW_BYTES = 64 * 1024;

/** Refuses the list at this line. */
export const listRefused = (line: number, what: string, code: 'invalid_request' | 'too_large' = 'invalid_request') =>
  new Refused(code, `line ${line}: ${what}`, { line });

export const rowTooLong = (): Refused => new Refused('invalid_request', `longer than ${MAX_ROW_BYTES} bytes`);

/** Returns the JSON value of these bytes, or the reason why they have none. */
export function jsonOf(bytes: Uint8Array): JsonValue | Refused {
  try {
    return parseStrictJson(utf8.decode(bytes));
  } catch (error) {
    if (error instanceof Refused) return error;
    return new Refused('invalid_request', 'not valid UTF-8');
  }
}

/** A piece this small has at most some hundred rows, however short they are. */
const PIECE_BYTES = 1024;
/** How long rows are read in one turn of the event loop. */
const SLICE_MS = 2;

export interface Pieces {
  readonly all: AsyncIterable<Uint8Array>;
  /** False if the next piece has arrived already. */
  readonly nextMayBeLate: () => boolean;
}

/** Cuts the list into small pieces, and lets other requests be answered between them. */
export function inPieces(chunks: AsyncIterable<Uint8Array>): Pieces {
  const slice = createSlices(SLICE_MS);
  let isLast = true;
  async function* cut(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
        const end = start + PIECE_BYTES;
        isLast = end >= chunk.length;
        yield chunk.subarray(start, end);
        await slice();
      }
    }
  }
  return { all: cut(), nextMayBeLate: () => isLast };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Returns the pieces without a byte order mark at the beginning. */
export async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of chunks) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < BYTE_ORDER_MARK.length) continue;
    yield head.subarray(BYTE_ORDER_MARK.every((byte, at) => head?.[at] === byte) ? BYTE_ORDER_MARK.length : 0);
    head = undefined;
  }
  if (head !== undefined) yield head;
}
