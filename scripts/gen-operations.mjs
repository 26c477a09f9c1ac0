// What binding needs of the API documents (D14): one line an operation, in an order in which no path hides another. `npm run gen` writes it to
// src/http/bind/gen/operations.gen.ts, so that a start reads no YAML.
import $RefParser from '@apidevtools/json-schema-ref-parser';
import { z } from 'zod';

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Returns the text of the module, from the stems of the documents. */
export async function operationsModule(stems) {
  const tables = await Promise.all(stems.map(async (stem) => tableOf(stem, await readOperations(stem))));
  return [
    '// Made from api/*.yaml by `npm run gen`.',
    "import type { DocumentStem } from '../../routes.ts';",
    "import type { Operation } from '../document.ts';",
    '',
    'export const OPERATIONS: Readonly<Record<DocumentStem, readonly Operation[]>> = {',
    ...tables,
    '};',
    '',
  ].join('\n');
}

const tableOf = (stem, operations) =>
  [`  '${stem}': [`, ...operations.map((operation) => `    ${JSON.stringify(operation)},`), '  ],'].join('\n');

/** Sorted by code units: `{` is after letters. */
async function readOperations(stem) {
  const document = DocumentShape.parse(await $RefParser.dereference(`api/${stem}.yaml`));
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

function operationOf(path, method, operation, document) {
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
