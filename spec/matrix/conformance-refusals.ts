// Refusals and failures of operations, made from the documents: each status except 2xx is seen for each operation that documents
// it.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { DocumentedOperation } from '../support/documents/document.ts';
import { openWatchedStore } from '../support/stores/watched-store.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { dumpOf } from '../support/stores/store-dump.ts';
import { openApp } from '../support/app/app.ts';
import { describeSingleOperations } from './conformance-single.ts';
import { NEED_ISSUER } from '../support/app/oidc-issuer.ts';
import { TENANT } from '../support/app/tenant-app.ts';
import {
  aboutUnknown,
  idsOf,
  openWorld,
  send,
  validRequest,
  type ValidRequest,
  type World,
} from '../support/documents/valid-requests.ts';

type Rows = readonly (readonly [string, DocumentedOperation])[];

export function describeRefusals(operations: readonly DocumentedOperation[], world: () => World): void {
  const rows = operations.map((operation) => [operation.key, operation] as const);
  const giving = (status: number): Rows => rows.filter(([, { answers }]) => answers.has(status));
  const strict = openStrictWorld();
  describe('callers without the right, unknown things and conflicts', () => {
    describeRefused(giving, world, strict);
    describeSingleOperations(world, strict);
  });
  describe('a caller that asks too often gets the time to wait', () => describeWaiting(giving, world, strict));
  describe('a store that fails', () => describeFailing(rows));
  describe('a store that does not answer', () => describeWaited(rows));
}

type Giving = (status: number) => Rows;

/** With every limit as low as possible, and the internal key required. */
function openStrictWorld(): () => World {
  let strict: World | undefined;
  beforeAll(async () => {
    strict = await openWorld({
      DEVICEAUTH_INTERNAL_API_KEY: 'k'.repeat(32),
      DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '1',
      DEVICEAUTH_MANAGEMENT_REQUESTS_BURST: '1',
      DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '1',
      DEVICEAUTH_WRONG_KEYS_PER_SECOND: '1',
      DEVICEAUTH_MAX_TENANT_DEVICES: '0',
      DEVICEAUTH_WEBHOOKS_PER_TENANT: '0',
    });
  });
  afterAll(() => strict?.app.close());
  return () => {
    if (strict === undefined) throw new TypeError('not open yet');
    return strict;
  };
}

function describeRefused(giving: Giving, world: () => World, strict: () => World): void {
  test.each(giving(406))('%s is 406 if the caller excludes every form of the answer', async (_key, operation) => {
    const request = await validRequest(world(), operation);

    const { status } = await send(world().app, operation, {
      ...request,
      headers: { ...request.headers, Accept: '*/*;q=0' },
    });

    expect(status).toBe(406);
  });

  test.each(giving(401).filter(([, { document }]) => !['well-known', 'console'].includes(document)))(
    '%s is 401 without the credential it takes',
    async (_key, operation) => {
      const request = await validRequest(world(), operation);
      const guarded = operation.document === 'internal-v1' && operation.schemes.length > 0;

      const { status } = await send(guarded ? strict().app : world().app, operation, {
        ...request,
        credential: {},
        sign: request.sign && (() => 'AAAA'),
      });

      expect(status).toBe(401);
    },
  );

  const ofMachines = giving(403).filter(([, { schemes }]) => schemes.includes('apiKey'));
  test.each(ofMachines)('%s is 403 to a machine without its scope', async (_key, operation) => {
    const { headers: credential } = await world().acme.machine([
      operation.scopes.includes('devices:read') ? 'preauth:write' : 'devices:read',
    ]);

    const { status } = await send(world().app, operation, { ...(await validRequest(world(), operation)), credential });

    expect(status).toBe(403);
  });

  test.each(giving(404).filter(([, operation]) => idsOf(operation).length > 0))(
    '%s is 404 for an unknown thing, and nothing changes',
    async (_key, operation) => {
      const request = aboutUnknown(operation, await validRequest(world(), operation));
      const before = await dumpOf(world().app.service.store, ['', TENANT]);

      const { status } = await send(world().app, operation, request);

      expect(status).toBe(404);
      expect(await dumpOf(world().app.service.store, ['', TENANT])).toBe(before);
    },
  );

  test.each(giving(403).filter(([, { document }]) => document === 'tenant-devices'))(
    '%s is 403 in a tenant that cannot be',
    async (_key, operation) => {
      const request = await validRequest(world(), operation);

      for (const tenantId of ['management', 'devices', 'Internal', 'DEFAULT']) {
        const answer = await send(world().app, operation, { ...request, params: { ...request.params, tenantId } });
        expect(answer.status).toBe(403);
      }
    },
  );

  test('getDocs is 404 on a listener that does not serve the documents', async () => {
    const plain = await openApp();
    expect((await plain.public('GET /openapi')).status).toBe(404);
    await plain.close();
  });

  test('getDocsFile is 404 for another file', async () => {
    expect((await world().app.public('GET /openapi/package.json')).status).toBe(404);
  });

  test.each(giving(412))('%s is 412 where the device is in another state', async (_key, operation) => {
    const request = await validRequest(world(), operation);

    const { status } = await send(world().app, operation, { ...request, headers: { 'If-Match': '"0"' } });

    expect(status).toBe(412);
  });
}

function describeWaiting(giving: Giving, world: () => World, strict: () => World): void {
  const AT_ONCE = [1, 2, 3, 4, 5]; // more than the requests of two seconds; a device's first one is free
  const api = (stem: string) => giving(429).filter(([, { document }]) => document === stem);

  test.each(api('management-v2'))('%s', async (_key, operation) => {
    const request = await validRequest(world(), operation);
    const credential = { Authorization: `Bearer ${strict().app.users.token(TENANT, { sub: operation.id })}` };

    const answers = await Promise.all(AT_ONCE.map(() => send(strict().app, operation, { ...request, credential })));

    expect(answers.map(({ status }) => status)).toContain(429);
  });

  test.each(api('tenant-devices'))('%s', async (_key, operation) => {
    const request = await validRequest(world(), operation);
    const wrong = { ...request, credential: { 'X-API-KEY': 'wrong' } };

    const answers = await Promise.all(AT_ONCE.map(() => send(strict().app, operation, wrong)));

    expect(answers.map(({ status }) => status)).toContain(429);
  });

  test('devices-v1 submitAuthRequest', async () => {
    const device = simulateDevice();

    const statuses: number[] = [];
    for (const _ of AT_ONCE) statuses.push((await strict().fleet.ask(device)).status);

    expect(statuses).toContain(429);
  });

  test('getMetrics is 401 without the internal key, where there is one', async () => {
    expect((await strict().app.on('internal', 'GET /metrics')).status).toBe(401);
  });
}

/** A metric that cannot be read is left out. */
const LEAVES_OUT = ['well-known getMetrics'];
/** Reads files, not the store. */
const STORELESS = [...NEED_ISSUER, 'internal-v1 listSigningKeys'];
/** Takes as long as there is much to do. */
const TAKES_ITS_TIME = [
  'internal-v1 revokeTokens',
  'internal-v1 diagnose',
  'internal-v1 backup',
  'internal-v1 getRevocations',
  'management-v2 decideAuthSets',
  'management-v2 undoDecision',
  'management-v2 preauthorizeMany',
  'management-v2 dismissAuthSets',
  'management-v2 decommissionDevices',
  'management-v2 getRevocations',
  'management-v2 exportEvents',
  'management-v2 exportDevices',
  'management-v2 exportSearch',
  'management-v2 redeliverWebhookDelivery',
  'management-v2 pingWebhook',
];

function describeWaited(rows: Rows): void {
  test('is 503 at the deadline where it is documented', async () => {
    const held = await openWatchedStore();
    const waiting = await openWorld({}, { store: held.store, bounds: { deadlineMs: 3000 } });
    const made: (readonly [DocumentedOperation, ValidRequest])[] = [];
    for (const [key, operation] of rows) {
      if (![...TAKES_ITS_TIME, ...STORELESS].includes(key))
        made.push([operation, await validRequest(waiting, operation)]);
    }
    held.hold();

    const answers = await Promise.all(made.map(([operation, request]) => send(waiting.app, operation, request)));

    const documented = made.map(([{ key, answers }]) => [key, answers.has(503)]);
    expect(made.map(([{ key }], index) => [key, answers[index]?.status === 503])).toEqual(documented);
    await held.letGo();
    await waiting.app.close();
  });
}

function describeFailing(rows: Rows): void {
  let failing: World;
  let requests: ReadonlyMap<string, ValidRequest>;
  const breakable = openWatchedStore();
  beforeAll(async () => {
    failing = await openWorld({}, { store: (await breakable).store });
    const made: [string, ValidRequest][] = [];
    for (const operation of rows.map(([, operation]) => operation))
      made.push([operation.key, await validRequest(failing, operation)]);
    requests = new Map(made);
  });
  afterEach(async () => (await breakable).mend());
  afterAll(() => failing.app.close());

  const call = (operation: DocumentedOperation) => {
    const request = requests.get(operation.key);
    if (request === undefined) throw new TypeError('prepared before');
    return send(failing.app, operation, request);
  };

  test.each(rows)(
    'with an unexpected error: %s is 500 where it is documented, without the cause',
    async (_key, operation) => {
      (await breakable).break();

      const { status, text } = await call(operation);

      expect(status === 500).toBe(operation.answers.has(500));
      expect(status === 500 ? text : '').not.toContain('nobody expects');
    },
  );

  test.each(rows)('by being away: %s is 503 where it is documented', async (key, operation) => {
    await (await breakable).store.close();

    const { status } = await call(operation);

    expect(status === 503).toBe(operation.answers.has(503) && ![...LEAVES_OUT, ...STORELESS].includes(key));
  });

  test('backup is 404 where the store has tools of its own', async () => {
    const { store } = await openWatchedStore();
    delete store.backup;
    const { app } = await openWorld({}, { store });

    expect((await app.internal('POST /backup')).status).toBe(404);
    await app.close();
  });
}
