// Accept and its q values (RFC 9110, 12.4.2 and 12.5.1), on every operation whose answer has several forms.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

const NDJSON = 'application/x-ndjson; charset=utf-8';
const CSV = 'text/csv; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

const ask = (request: string, accept: string, body?: unknown): Promise<Answer> =>
  app.management(request, { headers: { Accept: accept }, ...(body !== undefined && { body }) });
const typeOf = ({ headers }: Answer): string | null => headers.get('content-type');

describe('the type of an export', () => {
  test.each([
    ['*/*', NDJSON],
    ['text/csv', CSV],
    ['TEXT/CSV', CSV],
    ['text/*', CSV],
    ['text/csv, */*', CSV],
    ['*/*, text/csv;q=0.5', NDJSON],
    ['application/x-ndjson;q=0.1, text/csv;q=0.2', CSV],
    ['application/x-ndjson;q=0.2, text/csv;q=0.1', NDJSON],
    ['application/x-ndjson, text/csv;q=0', NDJSON],
    ['text/csv;q=0, */*', NDJSON],
    ['application/x-ndjson;q=0, */*', CSV],
    ['application/x-ndjson;q=0.000, */*;q=0.1', CSV],
    ['application/*;q=0, */*', CSV],
    ['application/json', NDJSON],
    ['text/csv;q=0', NDJSON],
    ['text/csv;q=much', NDJSON],
    ['', NDJSON],
  ])('Accept: %s is answered as %s', async (accept, type) => {
    const answers = [
      await ask('GET /devices/export', accept),
      await ask('POST /devices/export', accept, {}),
      await ask('GET /events/export', accept),
    ];

    expect(answers.map((answer) => [answer.status, typeOf(answer)])).toEqual(answers.map(() => [200, type]));
  });
});

describe('a caller that excludes every type', () => {
  test.each([
    ['GET /devices/export', undefined, 'application/x-ndjson'],
    ['POST /devices/export', {}, 'application/x-ndjson'],
    ['GET /events/export', undefined, 'application/x-ndjson'],
    ['POST /devices/bulk', [], 'application/json'],
    ['GET /revocations', undefined, 'application/json'],
  ])('%s is 406 and names the types', async (request, body, type) => {
    for (const accept of [`${type};q=0`, '*/*;q=0', `${type};Q=0.0, image/png`]) {
      const { status, body: said } = await ask(request, accept, body);
      expect([accept, status]).toEqual([accept, 406]);
      expect(said.error).toBe(`Accept excludes every media type of the answer: ${TYPES[request]}`);
    }
  });

  const TYPES: Readonly<Record<string, string>> = {
    'GET /devices/export': 'application/x-ndjson, text/csv',
    'POST /devices/export': 'application/x-ndjson, text/csv',
    'GET /events/export': 'application/x-ndjson, text/csv',
    'POST /devices/bulk': 'application/json, application/x-ndjson',
    'GET /revocations': 'application/json, text/event-stream',
  };
});

test.each([
  ['application/x-ndjson', NDJSON],
  ['application/x-ndjson;q=0, */*', JSON_TYPE],
  ['application/json;q=0, */*', NDJSON],
  ['application/json;q=0.5, application/x-ndjson;q=0.4', JSON_TYPE],
])('Accept: %s on a list of devices is answered as %s', async (accept, type) => {
  expect(typeOf(await ask('POST /devices/bulk', accept, []))).toBe(type);
});

test('a stream of revocations that is refused with q=0 is a snapshot', async () => {
  const { status, headers } = await ask('GET /revocations', 'text/event-stream;q=0, */*');

  expect([status, headers.get('content-type')]).toEqual([200, JSON_TYPE]);
});
