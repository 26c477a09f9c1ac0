// A document and its handlers must agree: otherwise nothing starts (D14).
import { describe, expect, test } from '@jest/globals';
import { bind, type AnyHandler, type Binding } from '../../../src/http/bind/bind.ts';
import { createValidators } from '../../../src/http/bind/validators.ts';
import { operationsOf } from '../../../src/http/bind/document.ts';
import { OPERATIONS } from '../../../src/http/bind/gen/operations.gen.ts';
import { createBodyRoom } from '../../../src/http/server/body-room.ts';
import { KNOWN_ROUTES, type DocumentStem } from '../../../src/http/routes.ts';

const DOCUMENTS: readonly DocumentStem[] = ['devices-v1', 'management-v2', 'internal-v1', 'well-known'];

const handler: AnyHandler = () => ({ status: 204 });
const nobody = () => Promise.reject(new TypeError('nobody calls'));

function bindingOf(document: DocumentStem): Binding {
  const operations = operationsOf(document);
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
    validatorOf: createValidators('now'),
  };
}

describe.each(DOCUMENTS)('%s', (document) => {
  test('starts with a handler for each operation', () => {
    expect(bind(bindingOf(document))).toMatchObject({ router: expect.any(Function) });
  });

  test('does not start without the handler of one operation, and names it', () => {
    const binding = bindingOf(document);
    const [id = '', ...others] = Object.keys(binding.handlers);
    const handlers = Object.fromEntries(others.map((other) => [other, handler]));

    expect(() => bind({ ...binding, handlers })).toThrow(`api/${document}.yaml and its handlers differ: ${id}`);
  });

  test('does not start with a handler for an operation it does not have, and names it', () => {
    const binding = bindingOf(document);
    const handlers = { ...binding.handlers, inventNothing: handler };

    expect(() => bind({ ...binding, handlers })).toThrow(`api/${document}.yaml and its handlers differ: inventNothing`);
  });
});

test('a security scheme for which there is no caller does not start', () => {
  const binding = bindingOf('management-v2');

  expect(() => bind({ ...binding, callers: {} })).toThrow(/user/);
});

test('no operation id stands in two places of a document', () => {
  for (const document of DOCUMENTS) {
    const ids = operationsOf(document).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('what other code knows of the paths is what the documents have', () => {
  for (const [document, routes] of Object.entries(KNOWN_ROUTES)) {
    const paths = new Map(Object.entries(OPERATIONS)).get(document)?.map(({ path }) => path);

    expect(paths).toEqual(expect.arrayContaining([...routes]));
  }
  expect(Object.values(KNOWN_ROUTES).flat()).toHaveLength(3);
});
