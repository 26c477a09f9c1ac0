// Prepared statements over the driver. Values and rows cross by position: by name, the driver searches for each name in C++, which takes as
// long as the rest of a small statement.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { withoutNul } from './texts.ts';

/** A prepared statement with the types of its named parameters and of its rows. */
export interface Statement<Given extends object, Row = never> {
  run(given: Given): { readonly changes: number; readonly lastInsertRowid: number | bigint };
  get(given: Given): Row | undefined;
  all(given: Given): readonly Row[];
}

/** Prepares a statement with parameters like `$name`; each of them is given in every call. */
export function prepare<Given extends object, Row = never>(
  db: Pick<DatabaseSyncInstance, 'prepare'>,
  sql: string,
): Statement<Given, Row> {
  const { text, names } = byPosition(sql);
  const statement = db.prepare(text);
  statement.setReturnArrays(true);
  const columns = statement.columns().map(({ name }) => name);
  const valuesOf = (given: Given) => names.map((name) => bindable(Reflect.get(given, name)));
  const rowOf = (values: readonly unknown[]): Row => {
    const row: Record<string, unknown> = {};
    for (const [at, name] of columns.entries()) row[name] = values[at];
    return row as Row;
  };
  return {
    run: (given) => statement.run(...valuesOf(given)),
    get: (given) => {
      const values: readonly unknown[] | undefined = statement.get(...valuesOf(given));
      return values === undefined ? undefined : rowOf(values);
    },
    all: (given) => statement.all(...valuesOf(given)).map(rowOf),
  };
}

/** A text in SQL, or a parameter. */
const PARAMETER = /'(?:[^']|'')*'|\$([a-zA-Z]\w*)/g;

/** Numbers the parameters, and returns their names in that order. */
function byPosition(sql: string): { readonly text: string; readonly names: readonly string[] } {
  const names: string[] = [];
  const text = sql.replaceAll(PARAMETER, (found: string, name: string | undefined) => {
    if (name === undefined) return found;
    if (!names.includes(name)) names.push(name);
    return `?${names.indexOf(name) + 1}`;
  });
  return { text, names };
}

function bindable(value: unknown): unknown {
  if (value === undefined) throw new TypeError('a parameter of a statement is missing');
  return typeof value === 'string' ? withoutNul(value) : value;
}
