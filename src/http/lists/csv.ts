// CSV (RFC 4180): a header, then one row for each device. The columns are `pubkey` and `identity.<name>`.
import { parse, type CsvError } from 'csv-parse';
import { Refused } from '../../domain/errors.ts';
import { createLineCount, createLineHold, hasBareReturn, validLines, type End } from './csv-lines.ts';
import { listRefused, MAX_ROW_BYTES, type ReadRows, type Row } from './rows.ts';

export const readCsv: ReadRows = async function* (chunks) {
  const records = openRecords();
  for await (const chunk of chunks) {
    const rows = await records.take(chunk);
    yield rows;
    records.refuseWrong();
  }
  yield await records.end();
  records.refuseWrong();
};

/**
 * The parser gets whole lines and calls back during the write. After the write, the records that end in these lines are complete.
 */
function openRecords() {
  const [lines, held] = [createLineCount(), createLineHold()];
  let rows: Row[] = [];
  let count = 0;
  let header: Header | undefined;
  let refusal: Refused | undefined;
  const parser = openParser({
    record: (cells, end) => {
      const line = lines.lineOf(end);
      if (refusal !== undefined) return;
      if (header !== undefined) add(line, header.valueOf(cells));
      else header = readHeader(cells, (what) => (refusal = listRefused(line, what)));
    },
    skipped: (error, end) => {
      const line = lines.lineOfSkipped(end);
      if (refusal !== undefined) return;
      if (header !== undefined && isOfOneRecord(error)) add(line, new Refused('invalid_request', WRONG_QUOTE));
      else refusal = listRefused(line, messageOf(error));
    },
  });
  const add = (line: number, value: Row['value']): void => {
    count += 1;
    rows.push({ row: count, line, value });
  };
  const parse = async (bytes: Uint8Array): Promise<readonly Row[]> => {
    const valid = validLines(bytes);
    lines.note(valid);
    if (header === undefined && hasBareReturn(valid)) refusal ??= listRefused(1, BARE_RETURN);
    if (refusal === undefined && valid.length > 0) await parser.write(valid);
    if (refusal === undefined && valid.length < bytes.length) {
      await parser.end(); // it returns a record after it has seen what follows it
      refusal = listRefused(lines.next(), 'the list is not valid UTF-8');
    }
    const parsed = rows;
    rows = [];
    return parsed;
  };
  return {
    take: (chunk: Uint8Array): Promise<readonly Row[]> => parse(held.take(chunk)),
    end: async (): Promise<readonly Row[]> => {
      const last = await parse(held.rest());
      await parser.end();
      if (header === undefined) refusal ??= listRefused(1, 'the list is empty');
      return [...last, ...rows];
    },
    refuseWrong: (): void => {
      if (refusal !== undefined) throw refusal;
    },
  };
}

interface Heard {
  readonly record: (cells: readonly string[], end: End) => void;
  readonly skipped: (error: CsvError, end: End) => void;
}

function openParser({ record, skipped }: Heard) {
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MAX_ROW_BYTES,
    on_record: (cells: string[], { bytes, empty_lines }) => {
      record(cells, { bytes, emptyLines: empty_lines });
      return null;
    },
    on_skip: (error) => {
      if (error === undefined) return undefined;
      skipped(error, { bytes: Number(error['bytes']), emptyLines: Number(error['empty_lines']) });
      return undefined;
    },
  });
  parser.resume();
  parser.on('error', () => {}); // `write` and `end` reject
  return {
    write: (bytes: Uint8Array): Promise<void> =>
      new Promise((resolve, reject) => parser.write(bytes, (error) => (error ? reject(error) : resolve()))),
    end: (): Promise<void> => new Promise((resolve, reject) => parser.once('end', resolve).once('error', reject).end()),
  };
}

const BARE_RETURN = 'a carriage return (CR) alone does not end a line; lines end with LF or CR LF';
const WRONG_QUOTE = 'a quote in a cell that does not begin with one';

/** After any other error the start of the next record is not certain. */
const isOfOneRecord = ({ code }: CsvError): boolean => code === 'INVALID_OPENING_QUOTE';

function messageOf({ code, message }: CsvError): string {
  switch (code) {
    case 'CSV_INVALID_CLOSING_QUOTE':
      return message.includes('got "\r"') ? BARE_RETURN : OPEN_CELL;
    case 'INVALID_OPENING_QUOTE':
      return WRONG_QUOTE;
    case 'CSV_MAX_RECORD_SIZE':
      return `a row longer than ${MAX_ROW_BYTES} bytes`;
    default:
      return OPEN_CELL;
  }
}

const OPEN_CELL = 'a quoted cell does not end where a comma or a line end is';

interface Header {
  valueOf(cells: readonly string[]): Row['value'];
}

const IDENTITY = 'identity.';
const UNNAMED = [IDENTITY, `${IDENTITY}__proto__`];
const MAX_COLUMNS = 100;

/** Returns the separator of a header without commas. A spreadsheet takes another one in some languages. */
const separatorOf = (names: readonly string[]): string | undefined =>
  [';', '\t', '|'].find(
    (separator) => names.length === 1 && names[0] !== 'pubkey' && names[0]?.split(separator).includes('pubkey'),
  );

function readHeader(names: readonly string[], refuse: (what: string) => void): Header {
  const unknown = names.find((name) => name !== 'pubkey' && !(name.startsWith(IDENTITY) && !UNNAMED.includes(name)));
  const separator = separatorOf(names);
  if (separator !== undefined) refuse(`the cells are separated by ${JSON.stringify(separator)}, not by a comma`);
  else if (names.length > MAX_COLUMNS) refuse(`more than ${MAX_COLUMNS} columns`);
  else if (unknown !== undefined)
    refuse(`unknown column ${JSON.stringify(unknown.slice(0, 64))}; pubkey and identity.<name> are known`);
  else if (new Set(names).size < names.length) refuse('a column is there twice');
  else if (!names.includes('pubkey')) refuse('the column pubkey is missing');
  else if (names.length < 2) refuse('a column identity.<name> is missing');
  return {
    valueOf: (cells) => {
      if (cells.length !== names.length) return new Refused('invalid_request', wrongCount(cells, names.length));
      const filled = names.flatMap((name, column) => (cells[column] ? [[name, cells[column]] as const] : []));
      const attributes = filled.filter(([name]) => name !== 'pubkey');
      const pubkey = filled.find(([name]) => name === 'pubkey')?.[1].replaceAll('\\n', '\n');
      return {
        identity_data: Object.fromEntries(attributes.map(([name, value]) => [name.slice(IDENTITY.length), value])),
        ...(pubkey !== undefined && { pubkey }),
      };
    },
  };
}

const wrongCount = (cells: readonly string[], columns: number): string =>
  cells.some((cell) => /\r(?!\n)/.test(cell)) ? BARE_RETURN : `${cells.length} cells, but ${columns} columns`;
