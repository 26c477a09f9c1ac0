// Cuts a CSV list into whole lines for the parser, and counts them.
import { isUtf8 } from 'node:buffer';
import { MAX_ROW_BYTES } from './rows.ts';

const LINE_END = 0x0a;

/** Keeps the beginning of a line until its end arrives. */
export function createLineHold() {
  let held: Uint8Array = Buffer.alloc(0);
  return {
    /** Returns the whole lines so far; an incomplete line only if it is too long for a row. */
    take: (chunk: Uint8Array): Uint8Array => {
      const all = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const whole = all.lastIndexOf(LINE_END) + 1;
      const end = all.length - whole > MAX_ROW_BYTES ? all.length : whole;
      held = all.subarray(end);
      return all.subarray(0, end);
    },
    rest: (): Uint8Array => held,
  };
}

/** Returns the lines before the first one that is not UTF-8. */
export function validLines(bytes: Uint8Array): Uint8Array {
  if (isUtf8(bytes)) return bytes;
  let start = 0;
  for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
  }
  return bytes.subarray(0, start);
}

/** True if the first line has a carriage return in it that is not part of a quoted cell. */
export function hasBareReturn(bytes: Uint8Array): boolean {
  const end = bytes.indexOf(LINE_END);
  let isQuoted = false;
  for (const [at, byte] of bytes.subarray(0, end < 0 ? bytes.length : end).entries()) {
    if (byte === QUOTE) isQuoted = !isQuoted;
    if (byte === CARRIAGE_RETURN && !isQuoted && at !== end - 1) return true;
  }
  return false;
}

const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;

export interface End {
  /** The end of the record. For a skipped record, a place inside it. */
  readonly bytes: number;
  /** The number of empty lines before it, from the beginning of the list. */
  readonly emptyLines: number;
}

/** Returns the line on which a record begins. NOTE: the parser counts a line inside quotes twice if it ends with CR LF. */
export function createLineCount() {
  const ends: number[] = [];
  let [offset, passed, at] = [0, 0, 0];
  let last: End = { bytes: 0, emptyLines: 0 };
  let wasSkipped = false;

  /** Returns the number of lines that end before that byte. Must be called with rising bytes. */
  const before = (byte: number): number => {
    for (let end = ends[at]; end !== undefined && end < byte; end = ends[at]) {
      at += 1;
      passed += 1;
    }
    return passed;
  };
  const lineOf = (end: End): number => {
    const line = 1 + before(last.bytes) + (wasSkipped ? 1 : 0) + end.emptyLines - last.emptyLines;
    [last, wasSkipped] = [end, false];
    return line;
  };
  return {
    note: (bytes: Uint8Array): void => {
      ends.splice(0, at);
      at = 0;
      for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, end + 1)) ends.push(offset + end);
      offset += bytes.length;
    },
    lineOf,
    lineOfSkipped: (end: End): number => {
      const line = lineOf(end);
      wasSkipped = true;
      return line;
    },
    /** The line after all noted ones. */
    next: (): number => 1 + passed + ends.length - at,
  };
}
