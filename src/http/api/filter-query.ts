// Reads the filter of a list or an export from query parameters. It is the same filter as in the body of a search (D21).
import type { AttributeCondition, DeviceFilter } from '../../domain/device-filter.ts';
import { Refused } from '../../domain/errors.ts';
import { readFilter } from './device-filter.ts';
import type { operations } from './gen/management-v2.gen.d.ts';

/** The parameters that the document names. Those of attributes are read from the address. */
export type FilterQuery = Omit<
  NonNullable<operations['exportDevices']['parameters']['query']>,
  'attribute' | 'spreadsheet'
>;

export function readFilterQuery(query: FilterQuery, url: string): DeviceFilter {
  const identity = readConditions(new URLSearchParams(url.split('?')[1] ?? ''));
  const created = rangeOf(query.created_after, query.created_before);
  const checkIn = {
    ...rangeOf(query.check_in_after, query.check_in_before),
    ...(query.check_in_never !== undefined && { never: query.check_in_never }),
  };
  const filter = readFilter({
    ...(query.status && { status: query.status }),
    ...(query.id && { id: query.id }),
    ...(query.auth_set_status && { auth_set_status: query.auth_set_status }),
    ...(query.key !== undefined && { key: query.key }),
    ...(hasMembers(created) && { created }),
    ...(hasMembers(checkIn) && { check_in: checkIn }),
  });
  return identity.length === 0 ? filter : { ...filter, identity };
}

/** True if Mender's lists could have the same filter. */
export const isMenders = ({ statuses: _statuses, ids: _ids, ...others }: DeviceFilter): boolean => !hasMembers(others);

const hasMembers = (of: object): boolean => Object.keys(of).length > 0;

const rangeOf = (after: string | undefined, before: string | undefined) => ({
  ...(after !== undefined && { after }),
  ...(before !== undefined && { before }),
});

const IDENTITY = 'identity.';
const MAX_CONDITIONS = 8;
const MAX_VALUES = 100;
const MAX_NAME = 256;
const MAX_TEXT = 1024;

function readConditions(parameters: URLSearchParams): readonly AttributeCondition[] {
  const names = [...new Set(parameters.keys())].filter((name) => name.startsWith(IDENTITY));
  if (names.length > MAX_CONDITIONS) throw wrong(`more than ${MAX_CONDITIONS} identity parameters`);
  return names.map((name) => readCondition(name.slice(IDENTITY.length), parameters.getAll(name)));
}

function readCondition(name: string, values: readonly string[]): AttributeCondition {
  const parameter = `${IDENTITY}${name.slice(0, 64)}`;
  const [value = '', ...others] = values;
  if (name === '' || name.length > MAX_NAME) throw wrong(`${parameter}: the name of an attribute is needed`);
  if (values.length > MAX_VALUES) throw wrong(`${parameter}: more than ${MAX_VALUES} values`);
  if (values.some((text) => text === '' || text.length > MAX_TEXT))
    throw wrong(`${parameter}: a value has 1 to ${MAX_TEXT} characters`);
  if (values.every((text) => !text.endsWith('*'))) {
    if (name === '*') throw wrong(`${parameter} needs a beginning, which ends with *`);
    return { op: 'in', name, values };
  }
  if (others.length > 0) throw wrong(`${parameter}: a value that ends with * goes alone`);
  if (value !== '*') return { op: 'prefix', name: name === '*' ? undefined : name, value: value.slice(0, -1) };
  if (name === '*') throw wrong(`${parameter} needs a beginning, which ends with *`);
  return { op: 'exists', name };
}

const wrong = (what: string): Refused => new Refused('invalid_request', what);
