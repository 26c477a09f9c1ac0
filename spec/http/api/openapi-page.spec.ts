// The parts of the API documents that the page at /openapi needs.
import { describe, expect, test } from '@jest/globals';
import $RefParser from '@apidevtools/json-schema-ref-parser';
import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { documentFile, METHODS } from '../../../src/http/bind/document.ts';
import { OPERATIONS } from '../../../src/http/bind/gen/operations.gen.ts';
import { documentsOn } from '../../../src/http/api/openapi-page.ts';

const stems = readdirSync('api')
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace('.yaml', ''));

const served = new Map(Object.entries(OPERATIONS));

const Operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()).optional(),
  parameters: z
    .array(
      z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), example: z.unknown().optional() }),
    )
    .default([]),
});
const Document = z.object({
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.object(Object.fromEntries(METHODS.map((method) => [method, Operation.optional()])))),
});

async function readPage(stem: string) {
  const { tags, paths } = Document.parse(await $RefParser.dereference(documentFile(stem)));
  const operations = Object.values(paths).flatMap((item) => Object.values(item).filter((one) => one !== undefined));
  return { tags: tags.map(({ name }) => name), operations };
}

describe.each(stems)('the document %s', (stem) => {
  test('has one declared tag for each operation, and no other', async () => {
    const { tags, operations } = await readPage(stem);

    const wrong = operations.filter((one) => one.tags?.length !== 1 || !tags.includes(one.tags[0] ?? ''));

    expect(wrong.map(({ operationId }) => operationId)).toEqual([]);
    expect(new Set(operations.flatMap((one) => one.tags ?? []))).toEqual(new Set(tags));
  });

  test('has no example that the page would fill in as a filter', async () => {
    const { operations } = await readPage(stem);

    const filled = operations.flatMap(({ operationId, parameters }) =>
      parameters
        .filter((parameter) => parameter.in === 'query' && !parameter.required && parameter.example !== undefined)
        .map(({ name }) => `${operationId} ${name}`),
    );

    expect(filled).toEqual([]);
  });

  test.each(['public', 'internal'] as const)('is on the page of the %s listener when it works there', (listener) => {
    const works = served.get(stem)?.some(({ listeners }) => listeners.includes(listener));
    const isCalledByItsPageOnly = stem === 'console';

    expect(documentsOn({ listeners: [listener], onPublic: true }).includes(stem)).toBe(works && !isCalledByItsPageOnly);
  });
});
