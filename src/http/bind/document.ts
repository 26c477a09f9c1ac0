// Reads an API document, as far as binding it takes (D14).
import $RefParser from '@apidevtools/json-schema-ref-parser';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

export type Listener = 'public' | 'internal';

export interface Operation {
  readonly id: string;
  /** Listeners that serve it (D18). */
  readonly listeners: readonly Listener[];
  /** Path as Express writes it, with the document's base. */
  readonly path: string;
  readonly method: Method;
  /** Names of security schemes, any of which will do; none: anyone. */
  readonly schemes: readonly string[];
  /** Scopes that a caller needs, all of them (`x-scopes`); `undefined` if the document names none. An empty list: any caller. */
  readonly scopes: readonly string[] | undefined;
  readonly body: 'none' | 'optional' | 'required';
  /** Media types that a body may be sent as; `application/*+json` stands for all of these. */
  readonly takes: readonly string[];
  /** Media types that a 2xx may be sent as. */
  readonly gives: readonly string[];
  /** Names of its query parameters. */
  readonly queries: readonly string[];
  /** Query parameters that are whole numbers. */
  readonly integers: readonly string[];
  /** Beginnings of the names of other query parameters that the handler reads from the address (`x-query-prefixes`). */
  readonly queryPrefixes: readonly string[];
  /** True if its answer has to begin within the deadline; false for work that grows with the amount of data (`x-deadline: none`). */
  readonly timed: boolean;
  /** True if the handler reads the body while it arrives (`x-body: stream`); otherwise it is read and validated before. */
  readonly streamsBody: boolean;
  /** Size of a body at most (`x-max-body-bytes`); `undefined`: the bound of the document. */
  readonly maxBodyBytes: number | undefined;
  /** True if a large answer is compressed where the caller accepts it (`x-compress`). */
  readonly compresses: boolean;
  /** Prefix of refusals of the body, as Mender writes it. */
  readonly errorPrefix: string;
}

/** Returns the path of `api/<stem>.yaml`, for sources and build alike. */
export const documentFile = (stem: string): string =>
  fileURLToPath(new URL(`../../../api/${stem}.yaml`, import.meta.url));

export type ReadOperations = (stem: string) => Promise<readonly Operation[]>;

/** Returns a reader that reads each document once. */
export function createDocumentReader(): ReadOperations {
  const read = new Map<string, ReturnType<ReadOperations>>();
  return (stem) => {
    const operations = read.get(stem) ?? readOperations(stem);
    read.set(stem, operations);
    return operations;
  };
}

/** Returns the operations in an order in which no path hides another: sorted by code units, `{` is after letters. */
export async function readOperations(stem: string): Promise<readonly Operation[]> {
  const document = DocumentShape.parse(await $RefParser.dereference(documentFile(stem)));
  const base = document.servers[0].url.replace(/\/$/, '');
  return Object.entries(document.paths)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const operation = item[method];
        return operation ? [operationOf(base + path.replace(/\{(\w+)\}/g, ':$1'), method, operation, document)] : [];
      }),
    );
}

const WhichListener = z.enum(['public', 'internal', 'both']);
const Security = z.array(z.record(z.string(), z.unknown()));
const Content = z.record(z.string(), z.unknown()).default({});
const OperationShape = z.object({
  operationId: z.string(),
  security: Security.optional(),
  requestBody: z.object({ required: z.boolean().default(false), content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content })).default({}),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), schema: z.object({ type: z.string().optional() }) }))
    .default([]),
  'x-error-prefix': z.string().default(''),
  'x-scopes': z.array(z.string()).optional(),
  'x-listener': WhichListener.optional(),
  'x-deadline': z.literal('none').optional(),
  'x-body': z.literal('stream').optional(),
  'x-max-body-bytes': z.int().optional(),
  'x-compress': z.boolean().default(false),
  'x-query-prefixes': z.array(z.string()).default([]),
});
const DocumentShape = z.object({
  servers: z.tuple([z.object({ url: z.string() })]),
  security: Security.default([]),
  'x-listener': WhichListener.default('both'),
  paths: z.record(
    z.string(),
    z.object(Object.fromEntries(METHODS.map((method) => [method, OperationShape.optional()]))),
  ),
});

function operationOf(
  path: string,
  method: Method,
  operation: z.infer<typeof OperationShape>,
  document: z.infer<typeof DocumentShape>,
): Operation {
  const listener = operation['x-listener'] ?? document['x-listener'];
  const queries = operation.parameters.filter((parameter) => parameter.in === 'query');
  return {
    id: operation.operationId,
    listeners: listener === 'both' ? ['public', 'internal'] : [listener],
    path,
    method,
    schemes: (operation.security ?? document.security).flatMap((scheme) => Object.keys(scheme)),
    scopes: operation['x-scopes'],
    takes: Object.keys(operation.requestBody?.content ?? {}),
    gives: Object.entries(operation.responses).flatMap(([status, { content }]) =>
      status.startsWith('2') ? Object.keys(content) : [],
    ),
    body: operation.requestBody === undefined ? 'none' : operation.requestBody.required ? 'required' : 'optional',
    queries: queries.map(({ name }) => name),
    integers: queries.filter(({ schema }) => schema.type === 'integer').map(({ name }) => name),
    timed: operation['x-deadline'] === undefined,
    streamsBody: operation['x-body'] === 'stream',
    maxBodyBytes: operation['x-max-body-bytes'],
    compresses: operation['x-compress'],
    queryPrefixes: operation['x-query-prefixes'],
    errorPrefix: operation['x-error-prefix'],
  };
}
