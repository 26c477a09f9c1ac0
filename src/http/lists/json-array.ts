// Reads a JSON array element by element. This file only finds the end of each element, by counting brackets outside of strings. The
// strict reader reads the element itself, so that a wrong element is one wrong row.
import { jsonOf, listRefused, MAX_ROW_BYTES, rowTooLong, withoutMark, type ReadRows, type Row } from './rows.ts';

export const readJsonArray: ReadRows = async function* (chunks) {
  const elements = openElements();
  for await (const chunk of withoutMark(chunks)) {
    const { rows, refusal } = elements.take(chunk);
    yield rows;
    if (refusal !== undefined) throw refusal;
  }
  elements.end();
};

// prettier-ignore
const CODE = { quote: 0x22, comma: 0x2c, backslash: 0x5c, open: 0x5b, close: 0x5d, openBrace: 0x7b, closeBrace: 0x7d, lineEnd: 0x0a } as const;

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0d || code === CODE.lineEnd;

interface Taken {
  readonly rows: readonly Row[];
  /** The reason why the list ends at this piece. */
  readonly refusal?: Error;
}

function openElements() {
  let place: 'before' | 'inside' | 'behind' = 'before';
  let [line, count] = [1, 0];
  let [depth, isText, isEscaped] = [0, false, false];
  const element = openElement();

  const endElement = (isLast: boolean): readonly Row[] => {
    const { begins, value } = element.end();
    if (begins === undefined && isLast && count === 0) return []; // an empty array
    count += 1;
    return [{ row: count, line: begins ?? line, value }];
  };
  /** Returns true if the byte ends the element before it. */
  const isEnd = (code: number): boolean => {
    if (isText) {
      if (isEscaped) isEscaped = false;
      else if (code === CODE.backslash) isEscaped = true;
      else if (code === CODE.quote) isText = false;
      return false;
    }
    if (depth === 0 && (code === CODE.comma || code === CODE.close)) return true;
    if (code === CODE.quote) isText = true;
    else if (code === CODE.open || code === CODE.openBrace) depth += 1;
    else if (depth > 0 && (code === CODE.close || code === CODE.closeBrace)) depth -= 1;
    return false;
  };
  const take = (chunk: Uint8Array): Taken => {
    const rows: Row[] = [];
    for (let at = 0; at < chunk.length; at += 1) {
      const code = chunk[at] ?? 0;
      if (place === 'inside') {
        if (isEnd(code)) {
          element.hold(chunk, at);
          rows.push(...endElement(code === CODE.close));
          if (code === CODE.close) place = 'behind';
        } else if (!isSpace(code)) element.begin(at, line);
      } else if (place === 'before' && code === CODE.open) place = 'inside';
      else if (!isSpace(code)) return { rows, refusal: listRefused(line, WRONG[place]) };
      if (code === CODE.lineEnd) line += 1;
    }
    element.hold(chunk, chunk.length);
    return { rows };
  };
  const end = (): void => {
    if (place !== 'behind') throw listRefused(line, 'the list ends without its ]');
  };
  return { take, end };
}

const WRONG = { before: 'the list is no JSON array', behind: 'text behind the ] of the list' } as const;

/** The bytes of the present element. */
function openElement() {
  let parts: Uint8Array[] = [];
  let size = 0;
  let begins: number | undefined;
  let start = 0;
  return {
    /** Starts the element at this byte of the chunk, unless it started before. */
    begin: (at: number, line: number): void => {
      if (begins !== undefined) return;
      [begins, start] = [line, at];
    },
    /** Keeps the part of the element in the chunk, up to this byte. */
    hold: (chunk: Uint8Array, end: number): void => {
      if (begins === undefined) return;
      const part = chunk.subarray(start, end);
      size += part.length;
      if (size <= MAX_ROW_BYTES) parts.push(part);
      start = 0;
    },
    end: () => {
      const ended = { begins, value: size > MAX_ROW_BYTES ? rowTooLong() : jsonOf(Buffer.concat(parts)) };
      [parts, size, begins, start] = [[], 0, undefined, 0];
      return ended;
    },
  };
}
