// A document and its handlers are one thing: where they differ, nothing starts (D14).
import { describe, expect, test } from '@jest/globals';
import { bind, type AnyHandler, type Binding } from '../../../src/http/bind/bind.ts';
import { createValidators } from '../../../src/http/bind/validators.ts';
import { readOperations } from '../../../src/http/bind/document.ts';
import { createBodyRoom } from '../../../src/http/server/body-room.ts';
import { KNOWN_ROUTES, type DocumentStem } from '../../../src/http/routes.ts';

const DOCUMENTS: readonly DocumentStem[] = ['devices-v1', 'management-v2', 'internal-v1', 'well-known'];

const handler: AnyHandler = () => ({ status: 204 });
const nobody = () => Promise.reject(new TypeError('nobody calls'));

async function bindingOf(document: DocumentStem): Promise<Binding> {
  const operations = await readOperations(document);
  const schemes = operations.flatMap((operation) => operation.schemes);
  return {
    document,
    api: 'wellKnown',
    listeners: ['public', 'internal'],
    handlers: Object.fromEntries(operations.map(({ id }) => [id, handler])),
    callers: Object.fromEntries(schemes.map((scheme) => [scheme, nobody])),
    checkInternal: () => {},
    anonymous: 'anyone',
    maxBodyBytes: 1024,
    bodyRoom: createBodyRoom(1024, () => {}),
    validatorOf: createValidators({ validateResponses: true }),
  };
}

describe.each(DOCUMENTS)('%s', (document) => {
  test('starts with a handler for each operation', async () => {
    await expect(bind(await bindingOf(document))).resolves.toMatchObject({ router: expect.any(Function) });
  });

  test('does not start without the handler of one operation, and names it', async () => {
    const binding = await bindingOf(document);
    const [id = '', ...others] = Object.keys(binding.handlers);
    const handlers = Object.fromEntries(others.map((other) => [other, handler]));

    await expect(bind({ ...binding, handlers })).rejects.toThrow(`api/${document}.yaml and its handlers differ: ${id}`);
  });

  test('does not start with a handler for an operation it does not have, and names it', async () => {
    const binding = await bindingOf(document);
    const handlers = { ...binding.handlers, inventNothing: handler };

    await expect(bind({ ...binding, handlers })).rejects.toThrow(
      `api/${document}.yaml and its handlers differ: inventNothing`,
    );
  });
});

test('a security scheme for which there is no caller does not start', async () => {
  const binding = await bindingOf('management-v2');

  await expect(bind({ ...binding, callers: {} })).rejects.toThrow(/user/);
});

test('no operation id stands in two places of a document', async () => {
  for (const document of DOCUMENTS) {
    const ids = (await readOperations(document)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('what other code knows of the paths is what the documents have', async () => {
  for (const [document, routes] of Object.entries(KNOWN_ROUTES)) {
    const paths = (await readOperations(document)).map(({ path }) => path);

    expect(paths).toEqual(expect.arrayContaining([...routes]));
  }
  expect(Object.values(KNOWN_ROUTES).flat()).toHaveLength(3);
});
