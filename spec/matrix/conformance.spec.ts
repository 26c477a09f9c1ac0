// The service follows its documents: each operation answers, each constraint is kept, each documented status is seen. `conforms.ts`
// checks on every call that there is no other status, and that each answer follows its document.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isValid, statusesSeen } from '../support/documents/conforms.ts';
import { readDocuments, type DocumentedOperation } from '../support/documents/document.ts';
import { dumpOf } from '../support/stores/store-dump.ts';
import { canSucceed } from '../support/stores/stores.ts';
import { NEED_ISSUER } from '../support/app/oidc-issuer.ts';
import { TENANT } from '../support/app/tenant-app.ts';
import { describeConsoleRefusals } from './conformance-console.ts';
import { describeRefusals } from './conformance-refusals.ts';
import { broken, openWorld, send, validRequest, type World } from '../support/documents/valid-requests.ts';
import { sendHead } from '../support/documents/send-head.ts';
import { bodyViolations, parameterViolations } from '../support/documents/violations.ts';

const operations = await readDocuments();
const rows = (of: readonly DocumentedOperation[]) => of.map((operation) => [operation.key, operation] as const);
const succeeding = operations.filter(({ key }) => canSucceed(key) && !NEED_ISSUER.includes(key));
/** A list is read row by row; `preauthorize-list.spec.ts` and `lists` test its faults. */
const withBody = operations.filter(({ body }) => body !== undefined && !body.isStreamed);
const MAX_BODY = 8192;

let world: World;
beforeAll(async () => {
  world = await openWorld({ DEVICEAUTH_REQUEST_SIZE_LIMIT: String(MAX_BODY) });
});
afterAll(() => world.app.close());

const dump = (): Promise<string> => dumpOf(world.app.service.store, ['', TENANT]);

test('the documents have operations', () => {
  expect(operations.length).toBeGreaterThan(40);
});

describe('a request as documented is answered with a 2xx', () => {
  test.each(rows(succeeding))('%s', async (_key, operation) => {
    const { status } = await send(world.app, operation, await validRequest(world, operation));

    expect([...operation.answers.keys()].filter((documented) => documented < 300)).toContain(status);
  });
});

describe('every constraint of every parameter is kept, and nothing changes where it is broken', () => {
  test.each(rows(operations))('%s', async (_key, operation) => {
    const request = await validRequest(world, operation);
    const before = await dump();

    const wrong: string[] = [];
    for (const violation of parameterViolations(operation)) {
      const { status } = await send(world.app, operation, broken(world, operation, request, violation));
      const expected = violation.what === LONG_TENANT ? statusOfLongTenant(operation) : 400;
      if (status !== expected) wrong.push(`${violation.what}: ${status}`);
    }

    expect(wrong).toEqual([]);
    expect(await dump()).toBe(before);
  });
});

const largestOf = ({ body }: DocumentedOperation): number => body?.maxBytes ?? MAX_BODY;

const LONG_TENANT = `path.tenantId as ${JSON.stringify('x'.repeat(129)).slice(0, 20)}`;

/** The caller comes first. A token that names such a tenant is not valid, and a machine is of another tenant. */
const statusOfLongTenant = ({ id }: DocumentedOperation): number => (id === 'connect' ? 403 : 401);

describe('every constraint of every body is kept, and nothing changes where it is broken', () => {
  test.each(rows(withBody))('%s', async (_key, operation) => {
    const request = await validRequest(world, operation);
    const before = await dump();
    const violations = bodyViolations(operation.body?.schema ?? {}, request.body);

    const wrong: string[] = [];
    for (const { what, value } of violations) {
      const body = JSON.stringify(value);
      const { status } = await send(world.app, operation, { ...request, body });
      const tooLarge = 413;
      if (status !== (body.length > largestOf(operation) ? tooLarge : 400)) wrong.push(`${what}: ${status}`);
    }

    expect(violations.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
    expect(await dump()).toBe(before);
  });

  test.each(rows(withBody))('%s takes no body that is not strict JSON', async (_key, operation) => {
    const request = await validRequest(world, operation);
    const before = await dump();
    const text = JSON.stringify(request.body);
    const twice = text.replace('{', '{"twice":1,"twice":1,');
    const bodies = ['{', 'nul', `${text}x`, `[${text}`, "{'a':1}", '{"a":01}', '{"a":1e999}', twice, `\ufeff${text}`];

    const answers = await Promise.all(bodies.map((body) => send(world.app, operation, { ...request, body: body })));
    const notUtf8 = await send(world.app, operation, {
      ...request,
      body: Buffer.from(text.replace('{', '{"\xff":1,'), 'latin1'),
    });

    expect([...answers, notUtf8].map(({ status }) => status)).toEqual([...bodies, 'not UTF-8'].map(() => 400));
    expect(await dump()).toBe(before);
  });

  test.each(rows(withBody))('%s: no body where one is required', async (_key, operation) => {
    const { status } = await send(world.app, operation, { ...(await validRequest(world, operation)), body: '' });

    if (operation.body?.required) expect(status).toBe(400);
    else expect(status).toBeLessThan(300);
  });
});

describe('a body is taken in its documented types only, and up to its size', () => {
  test.each(rows(withBody))('%s', async (_key, operation) => {
    const request = await validRequest(world, operation);
    const before = await dump();
    const types = [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/json; charset=utf-16',
    ];
    const wrongTypes = types.map((type) => ({ 'Content-Type': type }));

    const refused = await Promise.all(
      [...wrongTypes, { 'Content-Encoding': 'gzip' }].map((headers) =>
        send(world.app, operation, { ...request, headers }),
      ),
    );
    const tooLarge = await send(world.app, operation, {
      ...request,
      body: `{"x":"${'x'.repeat(largestOf(operation))}"}`,
    });

    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 415));
    expect(tooLarge.status).toBe(413);
    expect(await dump()).toBe(before);
  });
});

describe('a body that is read while it arrives is taken in its documented types only, and up to its own size', () => {
  test.each(rows(operations.filter(({ body }) => body?.isStreamed)))('%s', async (_key, operation) => {
    const request = await validRequest(world, operation);
    const before = await dump();
    const refusing = [
      { 'Content-Type': 'text/plain' },
      { 'Content-Encoding': 'gzip' },
      { 'Content-Type': 'application/json; charset=utf-16' },
    ];

    const refused = await Promise.all(refusing.map((headers) => send(world.app, operation, { ...request, headers })));
    const tooLarge = await sendHead(world.app, operation, {
      ...request,
      headers: { 'Content-Length': String(1 + (64 << 20)) },
    });

    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 415));
    expect(tooLarge).toBe(413);
    expect(await dump()).toBe(before);
  });
});

describe('an undocumented member of a body is refused if the document says so; otherwise it is ignored and never stored', () => {
  const CANARY = 'member-that-is-not-documented';

  test.each(rows(withBody))('%s', async (_key, operation) => {
    const request = await validRequest(world, operation);
    const before = await dump();
    const body = { ...Object(request.body), [CANARY]: CANARY };
    const isRefused = !isValid(operation.body?.schema ?? {}, body);

    const { status, text } = await send(world.app, operation, { ...request, body });

    expect(isRefused).toBe(REFUSING.some((key) => operation.key.startsWith(key)));
    expect(status < 300).toBe(!isRefused);
    const after = await dump();
    if (isRefused) expect([status, after]).toEqual([400, before]);
    else expect(text + after).not.toContain(CANARY);
  });

  const REFUSING = [
    'tenant-devices ',
    'internal-v1 setDeviceSettings',
    'management-v2 searchDevices',
    'management-v2 exportSearch',
    'management-v2 countMatchingDevices',
    'management-v2 decideAuthSets',
    'management-v2 dismissAuthSets',
    'management-v2 decommissionDevices',
    'management-v2 createApiKey',
    'management-v2 createWebhook',
    'management-v2 changeWebhook',
    'management-v2 rotateWebhookSecret',
    'management-v2 redeliverWebhookEvents',
    'console signIn',
    'management-v2 diagnoseIdentity',
  ];
});

describe('a query parameter that is not documented', () => {
  test.each(rows(operations.filter(({ key, ignoresQuery }) => ignoresQuery && !NEED_ISSUER.includes(key))))(
    'is ignored by %s',
    async (_key, operation) => {
      const request = await validRequest(world, operation);

      const { status } = await send(world.app, operation, { ...request, query: { surprise: '1' } });

      expect(status).toBeLessThan(300);
    },
  );
});

describeRefusals(operations, () => world);
describeConsoleRefusals();

describe('every documented status was seen', () => {
  test.each(rows(succeeding))('%s', (key, { answers }) => {
    const seen = statusesSeen().get(key);

    expect([...answers.keys()].filter((status) => seen?.has(status) !== true)).toEqual([]);
  });
});
