// Every way to violate a schema once, made from the schema: one value for each constraint, the rest of the body unchanged.
import { isValid } from './conforms.ts';
import type { DocumentedOperation, Parameter, Schema } from './document.ts';

export interface Violation {
  /** `body.scopes maxItems`. */
  readonly what: string;
  readonly value: unknown;
}

/** The violations of a valid body. */
export const bodyViolations = (schema: Schema, valid: unknown): readonly Violation[] =>
  violations(schema, valid, 'body').filter(({ value }) => !isValid(schema, value));

function violations(schema: Schema, valid: unknown, at: string): readonly Violation[] {
  const branches = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  const own = [...ofType(schema, at), ...ofText(schema, at), ...ofNumber(schema, at)];
  return [
    ...own,
    ...ofArray(schema, valid, at),
    ...ofObject(schema, valid, at),
    ...branches.flatMap((branch, index) => violations(branch, valid, `${at} as ${index}`)),
  ];
}

const OTHER_TYPES = {
  string: [1, true, {}],
  integer: ['1', 1.5, true],
  boolean: ['true', 1],
  array: [{}],
  object: [[], 'text', 1],
} as const;

function ofType({ type, nullable = false }: Schema, at: string): readonly Violation[] {
  if (type === undefined) return [];
  const others: readonly unknown[] = nullable ? OTHER_TYPES[type] : [...OTHER_TYPES[type], null];
  return others.map((value) => ({ what: `${at} type ${JSON.stringify(value)}`, value }));
}

function ofText(
  { type, minLength, maxLength, pattern, format, enum: values }: Schema,
  at: string,
): readonly Violation[] {
  if (type !== 'string') return [];
  return [
    ...(values ? [{ what: `${at} enum`, value: `${values[0]}x` }] : []),
    ...(values ? [{ what: `${at} enum upper case`, value: values[0]?.toUpperCase() }] : []),
    ...(minLength === undefined ? [] : [{ what: `${at} minLength`, value: 'x'.repeat(minLength - 1) }]),
    ...(maxLength === undefined ? [] : [{ what: `${at} maxLength`, value: longText(maxLength + 1, pattern) }]),
    ...(pattern === undefined ? [] : [{ what: `${at} pattern`, value: 'x' }]),
    ...(format === 'date-time' ? [{ what: `${at} format`, value: 'yesterday' }] : []),
  ];
}

/** Too long and nothing else: the only pattern requires an https address. */
const longText = (length: number, pattern: string | undefined): string =>
  (pattern === undefined ? '' : 'https://example.com/').padEnd(length, 'x');

function ofNumber({ type, minimum, maximum }: Schema, at: string): readonly Violation[] {
  if (type !== 'integer') return [];
  return [
    ...(minimum === undefined ? [] : [{ what: `${at} minimum`, value: minimum - 1 }]),
    ...(maximum === undefined ? [] : [{ what: `${at} maximum`, value: maximum + 1 }]),
  ];
}

function ofArray({ type, items = {}, minItems, maxItems }: Schema, valid: unknown, at: string): readonly Violation[] {
  if (type !== 'array') return [];
  const item: unknown = Array.isArray(valid) && valid.length > 0 ? valid[0] : sampleOf(items);
  return [
    ...(minItems === undefined ? [] : [{ what: `${at} minItems`, value: Array(minItems - 1).fill(item) }]),
    ...(maxItems === undefined ? [] : [{ what: `${at} maxItems`, value: Array(maxItems + 1).fill(item) }]),
    ...violations(items, item, `${at}[0]`).map(({ what, value }) => ({ what, value: [value] })),
  ];
}

function ofObject(schema: Schema, valid: unknown, at: string): readonly Violation[] {
  const { type, properties = {}, required = [], minProperties, additionalProperties } = schema;
  if (type !== 'object') return [];
  const known = isObject(valid) ? valid : {};
  const without = (name: string) => Object.fromEntries(Object.entries(known).filter(([other]) => other !== name));
  return [
    ...required.map((name) => ({ what: `${at}.${name} required`, value: without(name) })),
    ...(minProperties === undefined ? [] : [{ what: `${at} minProperties`, value: {} }]),
    ...(additionalProperties === false
      ? [{ what: `${at} additionalProperties`, value: { ...known, surprise: 1 } }]
      : []),
    ...Object.entries(properties).flatMap(([name, property]) =>
      violations(property, known[name] ?? sampleOf(property), `${at}.${name}`).map(({ what, value }) => ({
        what,
        value: { ...known, [name]: value },
      })),
    ),
  ];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function sampleOf({ type, enum: values, minimum, items = {} }: Schema): unknown {
  if (values) return values[0];
  if (type === 'array') return [sampleOf(items)];
  return { string: 'x', integer: minimum ?? 1, boolean: true, object: {} }[type ?? 'object'];
}

export interface ParameterViolation {
  readonly what: string;
  readonly in: Parameter['in'];
  readonly name: string;
  /** Several values: sent repeatedly. No value: left out. */
  readonly values: readonly string[];
}

/** Of every parameter, and an undocumented query parameter if the operation refuses these. */
export function parameterViolations({ parameters, ignoresQuery }: DocumentedOperation): readonly ParameterViolation[] {
  const unknown = { what: 'query.surprise unknown', in: 'query', name: 'surprise', values: ['1'] } as const;
  return [...parameters.flatMap(ofParameter), ...(ignoresQuery ? [] : [unknown])];
}

function ofParameter(parameter: Parameter): readonly ParameterViolation[] {
  const { name, in: place, schema, required } = parameter;
  const at = `${place}.${name}`;
  const broken = (what: string, ...values: string[]) => ({ what: `${at} ${what}`, in: place, name, values });
  const { items, maxItems } = schema;
  const one = textsBreaking(items ?? schema, place).map((value) =>
    broken(`as ${JSON.stringify(value).slice(0, 20)}`, value),
  );
  return [
    ...one,
    ...(place === 'query' && required ? [broken('required')] : []),
    ...(place === 'query' && schema.type !== 'array' ? [broken('twice', ...twice(schema))] : []),
    ...(items && maxItems !== undefined ? [broken('maxItems', ...Array<string>(maxItems + 1).fill('x'))] : []),
  ];
}

const twice = (schema: Schema): readonly string[] => Array<string>(2).fill(String(sampleOf(schema)));

/** An empty segment would be another path. */
function textsBreaking(schema: Schema, place: Parameter['in']): readonly string[] {
  if (schema.type === 'integer') {
    const bounds = ofNumber(schema, '').map(({ value }) => String(value));
    return ['', 'x', '1.5', '0x10', '1e2', ' 1', '٣', ...bounds];
  }
  return ofText(schema, '')
    .map(({ value }) => String(value))
    .filter((value) => place !== 'path' || value !== '');
}
