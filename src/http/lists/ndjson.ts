// NDJSON: one JSON value on each line. Empty lines are skipped.
import { jsonOf, MAX_ROW_BYTES, rowTooLong, withoutMark, type ReadRows, type Row } from './rows.ts';

const LINE_END = 0x0a;

export const readNdjson: ReadRows = async function* (chunks) {
  const lines = openLines();
  for await (const chunk of withoutMark(chunks)) {
    const rows = lines.take(chunk);
    yield rows;
  }
  yield lines.end();
};

function openLines() {
  let parts: Uint8Array[] = [];
  let size = 0;
  let line = 1;
  let count = 0;
  const hold = (part: Uint8Array): void => {
    size += part.length;
    if (size <= MAX_ROW_BYTES) parts.push(part);
  };
  const endLine = (): readonly Row[] => {
    const bytes = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    const isTooLong = size > MAX_ROW_BYTES;
    const at = line;
    [parts, size, line] = [[], 0, line + 1];
    if (!isTooLong && (bytes === undefined || isBlank(bytes))) return [];
    count += 1;
    return [{ row: count, line: at, value: isTooLong || bytes === undefined ? rowTooLong() : jsonOf(bytes) }];
  };
  return {
    take: (chunk: Uint8Array): readonly Row[] => {
      const rows: Row[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
        hold(chunk.subarray(start, end));
        rows.push(...endLine());
        start = end + 1;
      }
      hold(chunk.subarray(start));
      return rows;
    },
    /** The last line need not have an end. */
    end: endLine,
  };
}

const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
