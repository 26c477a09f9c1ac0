// An identity as an operator enters it: names and texts in rows, or JSON if a value is not a text. Pure.

export interface Entry {
  readonly name: string;
  readonly value: string;
}

export interface IdentityForm {
  readonly rows: readonly Entry[];
  /** The typed JSON; undefined while rows are used. */
  readonly json: string | undefined;
}

export type Identity = Readonly<Record<string, unknown>>;

export const EMPTY_ROW: Entry = { name: '', value: '' };

/** Begins with the rows of an address, else with one row for a serial number. */
export function startForm(known: Readonly<Record<string, string>> = {}): IdentityForm {
  const rows = Object.entries(known).map(([name, value]) => ({ name, value }));
  return { rows: rows.length > 0 ? rows : [{ name: 'sn', value: '' }], json: undefined };
}

/** Returns the identity, or nothing while it has no attribute or is not a JSON object. */
export function readForm({ rows, json }: IdentityForm): Identity | undefined {
  const read = json === undefined ? fromRows(rows) : parse(json);
  return read !== undefined && Object.keys(read).length > 0 ? read : undefined;
}

const fromRows = (rows: readonly Entry[]): Identity =>
  Object.fromEntries(
    rows
      .map(({ name, value }) => [name.trim(), value.trim()] as const)
      .filter(([name, value]) => name !== '' && value !== ''),
  );

function parse(json: string): Identity | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

export const asJson = ({ rows }: IdentityForm): IdentityForm => ({
  rows,
  json: JSON.stringify(fromRows(rows), undefined, 2),
});

/** Returns the rows of the JSON, or nothing if a value is not a text, because rows cannot hold it. */
export function asRows(form: IdentityForm): IdentityForm | undefined {
  const entries = Object.entries(parse(form.json ?? '') ?? {});
  const rows = entries.flatMap(([name, value]) => (typeof value === 'string' ? [{ name, value }] : []));
  if (rows.length < entries.length) return undefined;
  return { rows: rows.length > 0 ? rows : form.rows, json: undefined };
}
