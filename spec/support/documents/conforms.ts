// Checks that an answer follows its document: status, content type, body, headers. Every answer of a spec through `app.ts` is
// checked here.
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { readDocuments, type DocumentedOperation, type Listener, type Schema } from './document.ts';

export interface Asked {
  readonly method: string;
  readonly url: string;
  /** The listeners of the asked server. */
  readonly listeners: readonly Listener[];
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Throws the fault of the answer, if it has one. */
export async function checkAnswer(asked: Asked, answer: Answered): Promise<void> {
  documents ??= readDocuments();
  const operations = await documents;
  const path = new URL(asked.url).pathname;
  const operation = operationFor(operations, asked, path);
  const wrong = [
    ...(operation ? complaints(operation, answer) : undocumented(operations, path, answer)),
    ...(answer.headers.has('x-men-requestid') ? [] : ['X-MEN-RequestID is missing']),
  ];
  if (operation) noteSeen(operation.key, answer.status);
  if (wrong.length === 0) return;
  const said = `${answer.status} ${answer.text.slice(0, 300)}`;
  throw new Error(
    `${asked.method} ${path} (${operation?.key ?? 'in no document'}) answered ${said}\n${wrong.join('\n')}`,
  );
}

/** The statuses of each operation that this spec file has seen. */
export const statusesSeen = (): ReadonlyMap<string, ReadonlySet<number>> => seen;

/** True if the value is valid for the schema. */
export function isValid(schema: Schema, value: unknown): boolean {
  return validatorOf(schema)(value);
}

let documents: Promise<readonly DocumentedOperation[]> | undefined;
const seen = new Map<string, Set<number>>();

function noteSeen(key: string, status: number): void {
  seen.set(key, (seen.get(key) ?? new Set()).add(status));
}

const VERIFY = /^\/api\/internal\/v1\/devauth\/tokens\/verify(\/|$)/;
function operationFor(
  operations: readonly DocumentedOperation[],
  { method, listeners }: Asked,
  path: string,
): DocumentedOperation | undefined {
  const here = operations.filter((operation) => operation.listeners.some((listener) => listeners.includes(listener)));
  if (VERIFY.test(path)) return here.find(({ id }) => id === (method === 'POST' ? 'verifyTokenPost' : 'verifyToken'));
  return pathsLike(here, path).find((operation) => operation.method === method);
}

/** Returns the operations of the most exact path: `count` is not an id. */
function pathsLike(operations: readonly DocumentedOperation[], path: string): readonly DocumentedOperation[] {
  const fitting = operations
    .filter((operation) => patternOf(operation).test(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1)); // by code units, `{` comes after letters
  return fitting.filter((operation) => operation.path === fitting[0]?.path);
}

/** The internal API has an empty tenant segment (D17); no other segment is empty. */
const patternOf = ({ path }: DocumentedOperation): RegExp =>
  new RegExp(
    `^${path
      .replaceAll('.', '\\.')
      .replaceAll('{tid}', '[^/]*')
      .replace(/\{\w+\}/g, '[^/]+')}$`,
  );

/** Checks the rules before any document: method, path and size of the request (the first words of the documents). */
const TOO_LONG = [414, 431];

function undocumented(operations: readonly DocumentedOperation[], path: string, { status }: Answered): string[] {
  const undecodable = status === 400 && !isDecodable(path);
  if (undecodable || TOO_LONG.includes(status)) return [];
  const expected = pathsLike(operations, path).length > 0 ? [404, 405] : [404]; // 404: on the other listener
  return expected.includes(status) ? [] : [`what no document has is ${expected.join(' or ')}`];
}

function isDecodable(path: string): boolean {
  try {
    return typeof decodeURIComponent(path) === 'string';
  } catch {
    return false;
  }
}

function complaints(operation: DocumentedOperation, answer: Answered): string[] {
  const { status, text } = answer;
  if (TOO_LONG.includes(status) || (status === 413 && operation.body === undefined)) return [];
  const documented = operation.answers.get(status);
  if (documented === undefined) return [`the document has no ${status}`];
  return [...headerComplaints(documented.headers, answer), ...bodyComplaints(documented.content, answer, text)];
}

/** Checks that every documented header is present, except those that depend on the answer. */
const SOMETIMES = ['Link', 'X-MEN-Deny-Reason'];

function headerComplaints(headers: Readonly<Record<string, Schema>>, answer: Answered): string[] {
  return Object.entries(headers).flatMap(([name, schema]) => {
    const value = answer.headers.get(name);
    if (value === null) return SOMETIMES.includes(name) ? [] : [`${name} is missing`];
    const read = schema.type === 'integer' && /^\d+$/.test(value) ? Number(value) : value;
    return isValid(schema, read) ? [] : [`${name} is ${value}`];
  });
}

function bodyComplaints(content: Readonly<Record<string, Schema>>, { headers }: Answered, text: string): string[] {
  const type = headers.get('content-type');
  if (Object.keys(content).length === 0) return text === '' && type === null ? [] : ['a body where there is none'];
  const [media = '', charset] = (type ?? '').split(/;\s*(?=charset)/);
  const schema = content[media.split(';')[0] ?? ''];
  if (schema === undefined) return [`the content type is ${type}`];
  if (schema.format !== 'binary' && media !== 'application/jwt' && charset?.toLowerCase() !== 'charset=utf-8')
    return [`the content type says no charset: ${type}`];
  const validate = validatorOf(schema);
  return validate(isText(media, schema) ? text : JSON.parse(text)) ? [] : [ajv.errorsText(validate.errors)];
}

/** Every other answer is JSON, also if `Accept` wants it as text. */
const isText = (media: string, { type }: Schema): boolean => type === 'string' || media === 'application/yaml';

const ajv = new Ajv({ strict: false, allErrors: true });
formats.default(ajv);
const validators = new Map<Schema, ValidateFunction>();

function validatorOf(schema: Schema): ValidateFunction {
  const known = validators.get(schema) ?? ajv.compile(schema);
  validators.set(schema, known);
  return known;
}
