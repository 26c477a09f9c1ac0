// Texts of strangers in every place with its own language: queries of the stores, names of objects, headers, lines of the log. Such
// a text is refused or is plain data.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openTenants, type Tenants } from '../support/app/fleet.ts';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { exchange, head } from '../support/raw-http.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { tenantAppOf } from '../support/app/tenant-app.ts';
import { openUserIssuer } from '../support/app/users.ts';
import { AUTH_REQUESTS, expectRefusal, isServing, MANAGEMENT, VERIFY, without } from './tools.ts';

/** Names that every object has. */
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'then', 'length'];
const QUERIES = [
  "' OR '1'='1",
  "'; DROP TABLE devices; --",
  '%',
  '_',
  '*',
  '$ne',
  '{"$ne":null}',
  '[$ne]',
  '\\',
  '"',
  '.*',
];
const ordinary = Reflect.ownKeys(Object.prototype);

let app: TestApp;
let tenants: Tenants;
beforeAll(async () => {
  tenants = openTenants();
  app = await openApp();
  await app.accepted();
});
afterEach(async () => {
  expect(await isServing(app)).toBe(true);
  expect(Reflect.ownKeys(Object.prototype)).toEqual(ordinary);
});
afterAll(() => app.close());

describe('operators of a query language', () => {
  // T136, T139
  test.each([
    'status[$ne]=accepted',
    'status[]=accepted',
    'status[0]=accepted',
    'id[$gt]=',
    'id[$regex]=.*',
    '$where=sleep(1000)',
    'page[$ne]=1',
    'page={"$ne":1}',
    'page=1e9',
    'page=-1',
    'page=0x10',
    'page=1.5',
    'page=%D9%A1', // a digit, elsewhere
    'page=99999999999999999999',
    'page=1&page=1',
    'per_page=1%20OR%201=1',
    '__proto__[x]=1',
    'constructor.prototype.x=1',
  ])('?%s is 400', async (query) => {
    expectRefusal(await without(app, () => app.management(`GET /devices?${query}`)), 400);
  });

  test.each([
    '{"$gt":""}',
    '{"$ne":null}',
    '{"$where":"sleep(1000)"}',
    '{"$regex":".*"}',
    '[{"$ne":null}]',
    '{"$in":["accepted"]}',
  ])('%s is 400 wherever a text or a number is due', async (operator) => {
    const json = { 'Content-Type': 'application/json' };
    const { id, authSet } = await app.pending();
    const calls = [
      ['POST /devices/search', `{"status":${operator}}`],
      ['POST /devices/search', `{"id":${operator}}`],
      ['POST /devices', `{"identity_data":{"mac":"1"},"pubkey":${operator}}`],
      ['POST /devices', `{"identity_data":{"mac":"1"},"pubkey":"x","force":${operator}}`],
      [`PUT /devices/${id}/auth/${authSet}/status`, `{"status":${operator}}`],
    ] as const;

    const answers = await without(app, () =>
      Promise.all([
        ...calls.map(([request, body]) => app.management(request, { body, headers: json })),
        app.internal('PUT /tenant//limits/max_devices', { body: `{"limit":${operator}}`, headers: json }),
        app.internal('POST /api-keys', { body: `{"scopes":${operator}}`, headers: json }),
        tenantAppOf(app).devices('POST', { body: `{"name":${operator}}`, headers: json }),
        app.public(`POST ${AUTH_REQUESTS}`, { body: `{"id_data":${operator},"pubkey":"x"}`, headers: json }),
      ]),
    );

    answers.forEach((answer) => expectRefusal(answer, 400));
  });

  // T89, T95, T140
  test.each([...NAMES, ...QUERIES])('%j is an unknown id like any other', async (text) => {
    const id = encodeURIComponent(text).replaceAll("'", '%27');
    const { id: device, authSet } = await app.pending();

    const answers = await without(app, () =>
      Promise.all([
        app.management(`GET /devices/${id}`),
        app.management(`DELETE /devices/${id}`),
        app.management(`GET /devices/${device}/auth/${id}/status`),
        app.management(`DELETE /devices/${device}/auth/${id}`),
        app.management(`PUT /devices/${id}/auth/${authSet}/status`, { body: { status: 'accepted' } }),
        app.management(`DELETE /tokens/${id}`),
        app.internal(`GET /tenants/${id}/devices/${device}/status`),
        app.internal(`DELETE /api-keys/${id}`),
        tenantAppOf(app).devices(`GET /${id}`),
      ]),
    );

    answers.forEach(({ status }) => expect([400, 404]).toContain(status));
    expect((await app.management(`GET /devices?id=${id}`)).body).toEqual([]);
    expect((await app.management('POST /devices/search', { body: { id: [text] } })).body).toEqual([]);
  });

  // T95
  test.each([...NAMES, ...QUERIES].filter((text) => text !== '\\'))(
    '%j is a tenant like any other, without devices',
    async (tenant) => {
      const { id } = await app.accepted();

      expect((await app.management('GET /devices', { tenant })).body).toEqual([]);
      expect((await app.management(`GET /devices/${id}`, { tenant })).status).toBe(404);
      expect((await app.management('GET /devices/count', { tenant })).body).toEqual({ count: 0 });
    },
  );
});

describe('an identity', () => {
  // T44, T45, T48
  test.each([
    ['names of objects', Object.fromEntries(NAMES.filter((name) => name !== '__proto__').map((name) => [name, name]))],
    ['control characters', { mac: '\u0000\u0001\u001b[31m\r\n\u007f\u009b' }],
    ['characters of four bytes', { mac: '\u{1f600}\u{10ffff}', '\u{1f511}': 'key' }],
    ['characters that nobody sees', { mac: '\u200b\u202e\u2066\ufeff\u2028' }],
    ['queries', { mac: QUERIES.join() }],
    ['markup', { mac: '<script>alert(1)</script>"\'`${x}{{x}}' }],
    ['formulas', { mac: '=cmd|calc!A1', sn: '@SUM(1)' }],
  ])('of %s is shown as it was sent, and found again', async (_what, identity) => {
    const device = simulateDevice({ identity: { ...identity, n: Math.random().toString(36) } });

    const { id } = await app.accepted(device);

    expect((await app.management(`GET /devices/${id}`)).body.identity_data).toEqual(device.identity);
    expect((await app.ask(device)).status).toBe(200);
  });

  test('in another normal form is another device: bytes decide', async () => {
    const [composed, decomposed] = ['\u00e9', 'e\u0301'].map((mac) => simulateDevice({ identity: { mac } }));

    const one = await app.pending(composed);
    const other = await app.pending(decomposed);

    expect(one.id).not.toBe(other.id);
  });

  test.each(['{"$where":"1"}', '{"a.b":1}', '{"a":{"$set":1}}', '{"$set":{"status":"accepted"}}'])(
    'with a name that a store could take for its own, %s, is kept as it is, and the device waits',
    async (id_data) => {
      const device = simulateDevice({ identity: JSON.parse(id_data) });

      const { id } = await app.pending(device);

      const { body } = await app.management(`GET /devices/${id}`);
      expect([body.identity_data, body.status]).toEqual([JSON.parse(id_data), 'pending']);
    },
  );

  test.each(['{"":1}', '{"a\\u0000b":1}', '{"__proto__":{"x":1}}'])(
    'with a name that no attribute has, %s, is 400',
    async (id_data) => {
      const device = simulateDevice();
      const body = Buffer.from(JSON.stringify({ id_data, pubkey: device.pubkey }));
      const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': device.sign(body) };

      expectRefusal(await without(app, () => app.public(`POST ${AUTH_REQUESTS}`, { body, headers })), 400);
    },
  );
});

/** Characters that end a header, a line of a log or a colour of a terminal. */
const EVIL =
  'x\r\nX-Evil: 1\r\n\r\n{"level":"error","message":"forged"}\u0000\u001b[2J\u009b31m\u0085\u2028\u2029\u202e';

/** The worst that the id of a tenant can have: no control characters and no slashes. */
const EVIL_TENANT = 'x%0d%0aX-Evil: 1, {"level":"error","message":"forged"} \u2028\u2029\u202e';

describe('a header', () => {
  // T125
  test('is not ended by the text of a tenant, a subject or a path', async () => {
    const served = await openApp(tenants.settings);
    try {
      const fleet = tenants.fleet(served, EVIL_TENANT);
      const { id, token } = await fleet.accepted();
      await fleet.pending();

      const verify = await exchange(served.internalUrl, head(`GET ${VERIFY}`, `Authorization: Bearer ${token}`));
      const user = `Authorization: Bearer ${served.users.token(EVIL_TENANT, { sub: EVIL })}`;
      const list = await exchange(served.publicUrl, head(`GET ${MANAGEMENT}/devices?page=1&per_page=1`, user));
      const named = await exchange(
        served.publicUrl,
        head(
          `POST /api/${encodeURIComponent(EVIL_TENANT)}/devices`,
          user,
          'Content-Type: application/json',
          'Content-Length: 2',
        ),
        '{}',
      );

      expect([verify.status, verify.header('X-MEN-Tenant-Id')]).toEqual([200, [encodeURIComponent(EVIL_TENANT)]]);
      expect(verify.header('X-MEN-Device-Id')).toEqual([id]);
      expect([list.status, list.header('Link').length > 0]).toEqual([200, true]);
      for (const answer of [verify, list, named]) expect(answer.header('X-Evil')).toEqual([]);
      expect((await served.management('GET /devices', { tenant: EVIL })).status).toBe(401);
    } finally {
      await served.close();
    }
  });
});

interface Calling {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

// T146
describe('the log', () => {
  let program: Program;
  let serving: Serving;
  const users = openUserIssuer();
  beforeAll(async () => {
    program = openProgram();
    serving = await program.serve({
      ...tenants.settings,
      DEVICEAUTH_USER_KEYS: users.publicKeyFile,
      DEVICEAUTH_LOG_LEVEL: 'debug',
    });
  }, 60_000);
  afterAll(() => program.close());

  test('has one JSON line for each event, with any texts in it', async () => {
    const call = (path: string, how: Calling = {}): Promise<Response> =>
      fetch(serving.publicUrl + path, {
        ...how,
        headers: {
          Authorization: `Bearer ${users.token(EVIL_TENANT, { sub: EVIL })}`,
          'Content-Type': 'application/json',
          ...how.headers,
        },
      });
    const device = simulateDevice({ identity: { mac: EVIL } });
    const body = JSON.stringify({ identity_data: device.identity, pubkey: device.pubkey });
    const encoded = encodeURIComponent(EVIL);

    const made = await call(`${MANAGEMENT}/devices`, { method: 'POST', body });
    await call(`${MANAGEMENT}/devices/${made.headers.get('location')?.split('/').at(-1)}`, { method: 'DELETE' });
    await call(`${MANAGEMENT}/devices/${encoded}?${encoded}=${encoded}`);
    await call(`/api/${encoded}/devices`, { method: 'POST', body: JSON.stringify({ name: EVIL }) });
    await call(`${MANAGEMENT}/devices`, {
      headers: { 'User-Agent': EVIL.replace(/[^\x20-\x7e]/g, ''), traceparent: 'x' },
    });
    await exchange(
      serving.publicUrl,
      head(`GET /${encoded}`, `X-MEN-RequestID: \u001b[2J`, 'X-Forwarded-For: \u009b31m'),
    );
    await serving.stop();

    const lines = serving.log().trimEnd().split('\n');
    const entries = lines.map((line): { level: string; message: string; actor?: string } => JSON.parse(line));
    expect(made.status).toBe(201);
    expect(entries.filter(({ actor }) => actor === `user:${EVIL}`).length).toBeGreaterThan(2);
    expect(entries.filter(({ message, level }) => message === 'forged' || level === 'error')).toEqual([]);
    expect(lines.filter((line) => /[^\x20-\x7e]/.test(line))).toEqual([]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(20_000);
  });
});
