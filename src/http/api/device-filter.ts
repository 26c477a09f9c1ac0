// Converts the filter of a search or a bulk decision from the form of the document to the form of the domain.
import type { AttributeCondition, DeviceFilter, TimeRange } from '../../domain/device-filter.ts';
import { Refused } from '../../domain/errors.ts';
import { deviceId } from '../../domain/ids.ts';
import { oneOrMany } from './device-list.ts';
import type { components } from './gen/management-v2.gen.d.ts';

type FilterJson = components['schemas']['DeviceFilter'];
type ConditionJson = components['schemas']['AttributeCondition'];

/** Refuses what the schema of the document cannot express with `invalid_request`, and names the member. */
export function readFilter(json: FilterJson): DeviceFilter {
  const [statuses, ids, sets] = [oneOrMany(json.status), oneOrMany(json.id), oneOrMany(json.auth_set_status)];
  return {
    ...(statuses && { statuses }),
    ...(ids && { ids: ids.map(deviceId) }),
    ...(sets && { authSetStatuses: sets }),
    ...(json.identity && { identity: json.identity.map(readCondition) }),
    ...(json.key !== undefined && { keyPrefix: json.key.toLowerCase() }),
    ...(json.created && { created: readRange(json.created) }),
    ...(json.check_in && { checkIn: readCheckIn(json.check_in) }),
  };
}

/** True if the filter has only members that Mender's filter has. */
export const isPlain = ({ status: _status, id: _id, ...others }: FilterJson): boolean =>
  Object.keys(others).length === 0;

const MAX_VALUES = 100;
const MAX_TEXT = 1024;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_TEXT;

const isListOfTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.length <= MAX_VALUES && value.every(isText);

function readCondition({ name, op, value }: ConditionJson, index: number): AttributeCondition {
  const wrong = (what: string): Refused => new Refused('invalid_request', `identity[${index}]: ${what}`);
  if (name === '*' && op !== 'prefix') throw wrong(`name * goes with prefix only`);
  switch (op) {
    case 'eq':
      if (!isText(value) && typeof value !== 'number' && typeof value !== 'boolean')
        throw wrong('eq needs a text, a number or a boolean');
      return { op: 'in', name, values: [String(value)] };
    case 'in':
      if (!isListOfTexts(value)) throw wrong(`in needs a list of 1 to ${MAX_VALUES} texts`);
      return { op: 'in', name, values: value };
    case 'prefix':
      if (!isText(value) || value === '') throw wrong('prefix needs a text that is not empty');
      return { op: 'prefix', name: name === '*' ? undefined : name, value };
    case 'exists':
      if (value !== undefined) throw wrong('exists takes no value');
      return { op: 'exists', name };
  }
}

const readRange = ({ after, before }: { readonly after?: string; readonly before?: string }): TimeRange => ({
  ...(after !== undefined && { from: new Date(after) }),
  ...(before !== undefined && { before: new Date(before) }),
});

function readCheckIn({ never, ...range }: NonNullable<FilterJson['check_in']>): TimeRange | 'never' {
  if (never !== true) return readRange(range);
  if (range.after !== undefined || range.before !== undefined)
    throw new Refused('invalid_request', 'check_in: never cannot be used with a time');
  return 'never';
}
