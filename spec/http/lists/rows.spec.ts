// Lists that arrive: complete, in pieces of any size, and broken.
import { describe, expect, test } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { Refused } from '../../../src/domain/errors.ts';
import { readCsv } from '../../../src/http/lists/csv.ts';
import { readJsonArray } from '../../../src/http/lists/json-array.ts';
import { readNdjson } from '../../../src/http/lists/ndjson.ts';
import { inPieces, MAX_ROW_BYTES, type ReadRows, type Row } from '../../../src/http/lists/rows.ts';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

interface Read {
  readonly rows: readonly Row[];
  /** The reason why the list ended early. */
  readonly refusal: string | undefined;
}

async function readAll(read: ReadRows, list: string | Uint8Array, size = 1 << 16): Promise<Read> {
  const rows: Row[] = [];
  try {
    for await (const part of read(pieces(Buffer.from(list), size))) rows.push(...part);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { rows, refusal: error.message };
  }
  return { rows, refusal: undefined };
}

const valueOf = ({ value }: Row): unknown => (value instanceof Refused ? value.message : value);
const told = ({ rows }: Read) => rows.map((row) => [row.row, row.line, valueOf(row)]);

const LISTS: readonly (readonly [name: string, read: ReadRows, list: string])[] = [
  ['NDJSON', readNdjson, '\ufeff{"a":"ü\\n"}\r\n\n  \n{"b":[1,{"c":"]"}]}\nnonsense\n7'],
  ['a JSON array', readJsonArray, '\ufeff [ {"a":"ü,]\\"}"} ,\n\n[1,\n{"b":"\\\\"}],7,\nnonsense,"x" ]\n'],
  ['CSV', readCsv, '\ufeffidentity.sn,pubkey\r\n1,"a\r\nb"\r\n\r\n"ü,""2""",k\n3\n4,bad"quote\r\n5,\\n'],
];

describe.each(LISTS)('%s', (_name, read, list) => {
  test.each([[1], [2], [3], [7]])('is read the same in pieces of %i bytes', async (size) => {
    const whole = await readAll(read, list);

    expect(told(await readAll(read, list, size))).toEqual(told(whole));
    expect(whole.rows.length).toBeGreaterThan(3);
  });
});

describe('inPieces', () => {
  test.each([
    ['short rows', readNdjson, 'x\n'],
    ['empty lines', readNdjson, '\n'],
    ['elements', readJsonArray, ','],
    ['cells', readCsv, 'a"a,b\n'],
  ])('lets others run while a list of many %s is read', async (_, read, row) => {
    const list = (read === readCsv ? 'identity.a,pubkey\n' : '[') + row.repeat(60_000);
    let [turns, isRead] = [0, false];
    const others = (async () => {
      for (; !isRead; turns += 1) await setImmediate();
    })();

    const readSlowly = await readAll((chunks) => read(inPieces(chunks).all), list, list.length);
    isRead = true;
    await others;

    expect(told(readSlowly)).toEqual(told(await readAll(read, list)));
    expect(turns).toBeGreaterThan(2);
  });
});

test('inPieces tells whether the next piece has arrived', async () => {
  const { all, nextMayBeLate } = inPieces(pieces(Buffer.alloc(5000), 2500));

  const late: boolean[] = [];
  for await (const piece of all) late.push(piece.length > 0 && nextMayBeLate());

  expect(late).toEqual([false, false, true, false, false, true]);
});

describe('readNdjson', () => {
  test('numbers rows and lines, and skips empty lines', async () => {
    expect(told(await readAll(readNdjson, '\n{"a":1}\n\r\n \t\n2\n'))).toEqual([
      [1, 2, { a: 1 }],
      [2, 5, 2],
    ]);
  });

  test('reports a line that is not strict JSON, not UTF-8 or too long, and continues', async () => {
    const long = `"${'x'.repeat(MAX_ROW_BYTES)}"`;
    const list = Buffer.concat([
      Buffer.from(`{"a":1,"a":2}\n`),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(`${long}\n1`),
    ]);

    expect(told(await readAll(readNdjson, list, 1000))).toEqual([
      [1, 1, 'JSON holds the name "a" twice'],
      [2, 2, 'not valid UTF-8'],
      [3, 3, `longer than ${MAX_ROW_BYTES} bytes`],
      [4, 4, 1],
    ]);
  });
});

describe('readJsonArray', () => {
  test('finds the elements with any strings in them, and the line on which each begins', async () => {
    expect(told(await readAll(readJsonArray, '[{"a":"],\\""},\n\n {"b":[[],{}]}]'))).toEqual([
      [1, 1, { a: '],"' }],
      [2, 3, { b: [[], {}] }],
    ]);
  });

  test('reports a wrong element, and continues', async () => {
    const { rows, refusal } = await readAll(
      readJsonArray,
      `[{"a":1,"a":2},,nul,"${'x'.repeat(MAX_ROW_BYTES)}",1]`,
      1000,
    );

    expect(rows.map(valueOf)).toEqual([
      'JSON holds the name "a" twice',
      'malformed JSON',
      'malformed JSON',
      `longer than ${MAX_ROW_BYTES} bytes`,
      1,
    ]);
    expect(refusal).toBeUndefined();
  });

  test.each([
    ['{"a":1}', 'line 1: the list is no JSON array'],
    ['\n\nx', 'line 3: the list is no JSON array'],
    ['[1,\n2', 'line 2: the list ends without its ]'],
    ['', 'line 1: the list ends without its ]'],
    ['[1]\n]', 'line 2: text behind the ] of the list'],
    ['["a', 'line 1: the list ends without its ]'],
  ])('ends at %j', async (list, error) => {
    expect((await readAll(readJsonArray, list)).refusal).toBe(error);
  });

  test('of nothing has no rows', async () => {
    expect(await readAll(readJsonArray, ' [\n] ')).toEqual({ rows: [], refusal: undefined });
  });
});

const CR_ALONE = 'a carriage return (CR) alone does not end a line; lines end with LF or CR LF';

describe('readCsv', () => {
  test('makes texts of the cells, without the empty ones, and a key of one line or of several', async () => {
    const list = 'identity.sn,pubkey,identity.mac\n007,"a\nb",\n,a\\nb,x\n';

    expect(told(await readAll(readCsv, list))).toEqual([
      [1, 2, { identity_data: { sn: '007' }, pubkey: 'a\nb' }],
      [2, 4, { identity_data: { mac: 'x' }, pubkey: 'a\nb' }],
    ]);
  });

  test('counts the lines inside quotes once, with any line end', async () => {
    const list = 'identity.sn,pubkey\r\n1,"a\r\nb\r\nc"\r\n\r\n2,k\r\n"3\n",k\n4,k';

    expect((await readAll(readCsv, list)).rows.map(({ line }) => line)).toEqual([2, 6, 7, 9]);
  });

  test('reports a row with a wrong number of cells and one with a quote in the middle, and continues', async () => {
    expect(told(await readAll(readCsv, 'identity.sn,pubkey\n1\n2,a,b\n3,bad"quote\n4,k\n'))).toEqual([
      [1, 2, '1 cells, but 2 columns'],
      [2, 3, '3 cells, but 2 columns'],
      [3, 4, 'a quote in a cell that does not begin with one'],
      [4, 5, { identity_data: { sn: '4' }, pubkey: 'k' }],
    ]);
  });

  test.each([
    [
      'behind a quote that is closed too early',
      '2,"bad"quote\n3,k\n',
      'line 3: a quoted cell does not end where a comma or a line end is',
    ],
    [
      'at a quote that is never closed',
      '2,"open\n3,k\n',
      'line 3: a quoted cell does not end where a comma or a line end is',
    ],
    [
      'at a row that is too long',
      `2,${'x'.repeat(MAX_ROW_BYTES + 9)}\n3,k\n`,
      `line 3: a row longer than ${MAX_ROW_BYTES} bytes`,
    ],
    ['where it is not UTF-8', Buffer.from([0x32, 0x2c, 0xff, 0x0a]), 'line 3: the list is not valid UTF-8'],
  ])('ends %s, because the start of the next row is not certain', async (_name, rest, error) => {
    const list = Buffer.concat([Buffer.from('identity.sn,pubkey\n1,k\n'), Buffer.from(rest)]);

    const { rows, refusal } = await readAll(readCsv, list, 23);

    expect(rows.map(({ row }) => row)).toEqual([1]);
    expect(refusal).toBe(error);
  });

  test.each([
    ['the columns', 'identity.sn,pubkey\r1,k\r2,k\r', [], 1],
    ['the columns, with quoted keys', 'pubkey,identity.sn\r"a\nb",1\r', [], 1],
    ['the columns of a long list', `identity.sn,pubkey\r${'1,k\r'.repeat(MAX_ROW_BYTES / 2)}`, [], 1],
    ['a row with a quoted key', 'identity.sn,pubkey\n1,k\n2,"a\nb"\r3,k\r', [1], 3],
  ])('ends at a carriage return alone behind %s, and says so', async (_name, list, done, line) => {
    const { rows, refusal } = await readAll(readCsv, list, 1000);

    expect(rows.map(({ row }) => row)).toEqual(done);
    expect(refusal).toBe(`line ${line}: ${CR_ALONE}`);
  });

  test('says of a row that a carriage return alone does not end it, and reads one inside quotes', async () => {
    expect(told(await readAll(readCsv, 'identity.sn,pubkey\n1,k\r2,k\n3,k\n"4\r",k\n'))).toEqual([
      [1, 2, CR_ALONE],
      [2, 3, { identity_data: { sn: '3' }, pubkey: 'k' }],
      [3, 4, { identity_data: { sn: '4\r' }, pubkey: 'k' }],
    ]);
  });

  test.each([
    ['serial,pubkey', 'line 1: unknown column "serial"; pubkey and identity.<name> are known'],
    ['identity.,pubkey', 'line 1: unknown column "identity."; pubkey and identity.<name> are known'],
    ['identity.__proto__,pubkey', 'line 1: unknown column "identity.__proto__"; pubkey and identity.<name> are known'],
    ['identity.sn', 'line 1: the column pubkey is missing'],
    ['pubkey;identity.sn', 'line 1: the cells are separated by ";", not by a comma'],
    ['identity.sn\tpubkey', 'line 1: the cells are separated by "\\t", not by a comma'],
    ['pubkey', 'line 1: a column identity.<name> is missing'],
    ['pubkey,identity.sn,identity.sn', 'line 1: a column is there twice'],
    ['', 'line 1: the list is empty'],
    ['"pubkey', 'line 1: a quoted cell does not end where a comma or a line end is'],
  ])('refuses the header %j', async (header, error) => {
    expect(await readAll(readCsv, `${header}\n1,2\n`.slice(header === '' ? 5 : 0))).toEqual({
      rows: [],
      refusal: error,
    });
  });
});
