// The differences between a stored identity and a requested one.
import { isJsonObject, type JsonObject, type JsonValue } from './strict-json.ts';
import { canonical } from './identity.ts';

/** Values as people read them: a text as it is, any other value as JSON. Absent if the identity has no such attribute. */
export interface Difference {
  readonly name: string;
  readonly expected?: string;
  readonly got?: string;
}

/** Returns the attributes at the top that differ. `expected` is the stored value. Both identities are canonical texts. */
export function differencesOf(recorded: string, asked: string): readonly Difference[] {
  const [record, other] = [membersOf(recorded), membersOf(asked)];
  return [...new Set([...Object.keys(record), ...Object.keys(other)])].flatMap((name) => {
    const [expected, got] = [textOf(record, name), textOf(other, name)];
    if (isSame(record, other, name)) return [];
    return [{ name, ...(expected !== undefined && { expected }), ...(got !== undefined && { got }) }];
  });
}

const isSame = (one: JsonObject, other: JsonObject, name: string): boolean =>
  Object.hasOwn(one, name) === Object.hasOwn(other, name) && jsonOf(one, name) === jsonOf(other, name);

function membersOf(text: string): JsonObject {
  const value: JsonValue = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

const jsonOf = (members: JsonObject, name: string): string => canonical(members[name] ?? null);

function textOf(members: JsonObject, name: string): string | undefined {
  if (!Object.hasOwn(members, name)) return undefined;
  const value = members[name];
  return typeof value === 'string' ? value : jsonOf(members, name);
}
