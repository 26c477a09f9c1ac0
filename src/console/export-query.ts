// The filter of a search as parameters of the export. Pure.
import type { Condition, Filter } from './search.ts';

/**
 * Returns the filter as parameters of the export, or nothing if they cannot express it: they have one condition for each attribute.
 */
export function exportQuery(filter: Filter): URLSearchParams | undefined {
  const { status, id, auth_set_status: sets, identity = [], key, created, check_in: checkIn } = filter;
  const names = identity.map(({ name }) => name);
  if (new Set(names).size < names.length) return undefined;
  const conditions = identity.map(({ name, ...condition }) => [`identity.${name}`, valueOf(condition)] as const);
  if (conditions.some(([, value]) => value === undefined)) return undefined;
  const all: (readonly [string, string | undefined])[] = [
    ...(status ?? []).map((one) => ['status', one] as const),
    ...(id ?? []).map((one) => ['id', one] as const),
    ...(sets ?? []).map((one) => ['auth_set_status', one] as const),
    ...conditions,
    ['key', key],
    ['created_after', created?.after],
    ['created_before', created?.before],
    ['check_in_after', checkIn?.after],
    ['check_in_before', checkIn?.before],
    ['check_in_never', checkIn?.never === undefined ? undefined : String(checkIn.never)],
  ];
  const query = new URLSearchParams();
  for (const [name, value] of all) if (value !== undefined) query.append(name, value);
  return query;
}

/** A value that ends with `*` would be read as a beginning. */
function valueOf({ op, value }: Omit<Condition, 'name'>): string | undefined {
  if (op === 'exists') return '*';
  const text = typeof value === 'string' ? value : undefined;
  if (op === 'prefix') return text === undefined ? undefined : `${text}*`;
  return op === 'eq' && text?.endsWith('*') === false ? text : undefined;
}
