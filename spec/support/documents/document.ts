// The API documents for specs: every operation with its requests and responses, references resolved. Written separately from
// src/http/bind/document.ts on purpose, so that both cannot have the same fault.
import $RefParser from '@apidevtools/json-schema-ref-parser';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export type Listener = 'public' | 'internal';

/** The parts of JSON Schema that the documents use. */
export interface Schema {
  readonly type?: 'string' | 'integer' | 'boolean' | 'array' | 'object';
  readonly nullable?: boolean;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

export interface DocumentedAnswer {
  readonly headers: Readonly<Record<string, Schema>>;
  /** By media type; none for an answer without a body. */
  readonly content: Readonly<Record<string, Schema>>;
}

export interface DocumentedOperation {
  /** `management-v2 getDevice`: an operationId is unique only within its document. */
  readonly key: string;
  readonly document: string;
  readonly id: string;
  readonly method: string;
  /** With the document's base, parameters as `{name}`. */
  readonly path: string;
  readonly listeners: readonly Listener[];
  /** Names of security schemes; none for an operation without a credential. */
  readonly schemes: readonly string[];
  readonly scopes: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly ignoresQuery: boolean;
  readonly body: DocumentedBody | undefined;
  readonly answers: ReadonlyMap<number, DocumentedAnswer>;
}

export interface DocumentedBody {
  readonly required: boolean;
  readonly schema: Schema;
  readonly example: Readonly<Record<string, unknown>>;
  readonly types: readonly string[];
  /** True for a body that is read while it arrives: faults of its parts are in the answer. */
  readonly isStreamed: boolean;
  /** The largest one. Absent if the setting decides. */
  readonly maxBytes: number | undefined;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const FOLDER = new URL('../../../api/', import.meta.url);

export async function readDocuments(): Promise<readonly DocumentedOperation[]> {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  return (await Promise.all(names.map((name) => readDocument(name.replace(/\.yaml$/, ''))))).flat();
}

async function readDocument(stem: string): Promise<readonly DocumentedOperation[]> {
  const file = fileURLToPath(new URL(`${stem}.yaml`, FOLDER));
  const document = DocumentShape.parse(await $RefParser.dereference(file));
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [operationOf(document, operation, { stem, method, path })] : [];
    }),
  );
}

const SchemaShape = z.custom<Schema>((value) => typeof value === 'object' && value !== null);
const Security = z.array(z.record(z.string(), z.unknown()));
const Headers = z.record(z.string(), z.object({ schema: SchemaShape })).default({});
const Contents = z.record(z.string(), z.object({ schema: SchemaShape })).default({});
const WhichListener = z.enum(['public', 'internal', 'both']);
const BodyShape = z.object({
  required: z.boolean().default(false),
  content: z.record(
    z.string(),
    z.object({
      schema: SchemaShape,
      example: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
    }),
  ),
});
const OperationShape = z.object({
  operationId: z.string(),
  security: Security.optional(),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        required: z.boolean().default(false),
        schema: SchemaShape,
      }),
    )
    .default([]),
  requestBody: BodyShape.optional(),
  responses: z.record(z.string(), z.object({ headers: Headers, content: Contents })),
  'x-listener': WhichListener.optional(),
  'x-body': z.literal('stream').optional(),
  'x-max-body-bytes': z.int().optional(),
  'x-scopes': z.array(z.string()).default([]),
  'x-query-prefixes': z.array(z.string()).default([]),
  'x-eov-allow-unknown-query-parameters': z.boolean().default(false),
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
  document: z.infer<typeof DocumentShape>,
  operation: z.infer<typeof OperationShape>,
  { stem, method, path }: { readonly stem: string; readonly method: string; readonly path: string },
): DocumentedOperation {
  const listener = operation['x-listener'] ?? document['x-listener'];
  return {
    key: `${stem} ${operation.operationId}`,
    document: stem,
    id: operation.operationId,
    method: method.toUpperCase(),
    path: document.servers[0].url.replace(/\/$/, '') + path,
    listeners: listener === 'both' ? ['public', 'internal'] : [listener],
    schemes: (operation.security ?? document.security).flatMap((scheme) => Object.keys(scheme)),
    scopes: operation['x-scopes'],
    parameters: operation.parameters,
    ignoresQuery: operation['x-eov-allow-unknown-query-parameters'] && operation['x-query-prefixes'].length === 0,
    body: operation.requestBody && bodyOf(operation.requestBody, operation),
    answers: new Map(
      Object.entries(operation.responses).map(([status, { headers, content }]) => [
        Number(status),
        { headers: schemasOf(headers), content: schemasOf(content) },
      ]),
    ),
  };
}

const schemasOf = (of: Readonly<Record<string, { readonly schema: Schema }>>): Readonly<Record<string, Schema>> =>
  Object.fromEntries(Object.entries(of).map(([name, { schema }]) => [name, schema]));

function bodyOf(
  { required, content }: z.infer<typeof BodyShape>,
  { 'x-body': way, 'x-max-body-bytes': maxBytes }: z.infer<typeof OperationShape>,
): DocumentedBody {
  const json = content['application/json'];
  if (json?.example === undefined) throw new TypeError('a request body has no example as application/json');
  const example = Array.isArray(json.example) ? {} : json.example;
  return {
    required,
    schema: json.schema,
    example,
    types: Object.keys(content),
    isStreamed: way === 'stream',
    maxBytes,
  };
}
