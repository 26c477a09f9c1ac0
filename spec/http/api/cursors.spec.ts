// Every list refuses a cursor that was cut or changed: it would be the place of another page.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OWN_TENANT } from '../../../src/domain/ids.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';
import { tenantAppOf } from '../../support/app/tenant-app.ts';
import { given } from '../../support/stores/given.ts';
import { until } from '../../support/until.ts';

let app: TestApp;
beforeAll(async () => {
  const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  for (const device of given.devices(MORE_THAN_A_PART, { tenant: OWN_TENANT }))
    await store.devices.commit(OWN_TENANT, given.create(device));
  app = await openApp({}, { store });
  for (const name of ['a', 'b', 'c']) await tenantAppOf(app).create({ name });
  for (const scope of ['devices:read', 'devices:decide', 'preauth:write'])
    await app.management('POST /api-keys', { body: { scopes: [scope] } });
  for (const tenant of ['t1', 't2', 't3'])
    await app.internal(`PUT /tenant/${tenant}/limits/max_devices`, { body: { limit: 3 } });
  await until('the audit has pages', async () => (await app.management('GET /events')).body.length > 2);
}, 30_000);
afterAll(() => app.close());

/** A bulk decision takes 1,000 in one part. */
const MORE_THAN_A_PART = 1001;

const DECISION = {
  status: 'accepted',
  from: 'pending',
  filter: { status: 'pending' },
  seen_before: '2100-01-01T00:00:00Z',
  expected_count: MORE_THAN_A_PART,
  dry_run: true,
};

interface List {
  /** Asks for one entry, with that cursor. */
  readonly ask: (cursor: string | undefined) => Promise<Answer>;
  readonly next: (answer: Answer) => string;
}

const inLink = ({ headers }: Answer): string => {
  const links = headers.get('link') ?? '';
  return new URL(/<([^>]+)>; rel="next"/.exec(links)?.[1] ?? '', 'http://x').searchParams.get('cursor') ?? '';
};

const byLink = (ask: (query: string) => Promise<Answer>, first = ''): List => ({
  ask: (cursor) => ask(cursor === undefined ? first : `&cursor=${encodeURIComponent(cursor)}`),
  next: inLink,
});

const LISTS: Readonly<Record<string, () => List>> = {
  devices: () => byLink((query) => app.management(`GET /devices?per_page=1${query}`), '&cursor='),
  'devices of a tenant': () =>
    byLink((query) => app.internal(`GET /tenants/default/devices?per_page=1${query}`), '&cursor='),
  'a search': () =>
    byLink((query) => app.management(`GET /devices?per_page=1&created_before=2100-01-01T00:00:00Z${query}`)),
  'a search, the newest first': () =>
    byLink((query) => app.management(`POST /devices/search?per_page=1${query}`, { body: {} }), '&order=-created'),
  'the audit': () => byLink((query) => app.management(`GET /events?per_page=1${query}`)),
  'tenant devices': () =>
    byLink((query) =>
      app.public(`GET /api/acme/devices?limit=1${query}`, { headers: tenantAppOf(app).user(['Device.Read'], 'acme') }),
    ),
  'a bulk decision': () => ({
    ask: (cursor) =>
      app.management('POST /devices/decisions', { body: { ...DECISION, ...(cursor !== undefined && { cursor }) } }),
    next: ({ body }) => body.next,
  }),
  'API keys': () => byLink((query) => app.management(`GET /api-keys?limit=1${query}`)),
  'API keys of all tenants': () => byLink((query) => app.internal(`GET /api-keys?limit=1${query}`)),
  tenants: () => byLink((query) => app.internal(`GET /tenants?limit=1${query}`)),
};

/** The cursor without its end or its beginning, and with one other character at each place. */
function spoiled(cursor: string): readonly string[] {
  const places = Array.from({ length: cursor.length }, (_, at) => at);
  return [
    ...places.slice(1).flatMap((at) => [cursor.slice(0, at), cursor.slice(at)]),
    ...places.map((at) => cursor.slice(0, at) + otherThan(cursor[at] ?? '') + cursor.slice(at + 1)),
    `${cursor}A`,
    `${cursor}.${cursor}`,
  ];
}

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~';
const otherThan = (sign: string): string => SIGNS[(SIGNS.indexOf(sign) + 1) % SIGNS.length] ?? '';

async function accepted(list: List, cursors: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const cursor of cursors) if ((await list.ask(cursor)).status !== 400) found.push(cursor);
  return found;
}

describe('a cursor that was cut or changed', () => {
  test.each(Object.entries(LISTS))(
    'is 400 in %s',
    async (_name, open) => {
      const list = open();
      const first = await list.ask(undefined);
      const cursor = list.next(first);

      expect((await list.ask(cursor)).status).toBe(200);
      expect(cursor.length).toBeGreaterThan(5);
      expect(await accepted(list, spoiled(cursor))).toEqual([]);
    },
    60_000,
  );

  test('is 400 in another list', async () => {
    const cursors = new Map<string, string>();
    for (const [name, open] of Object.entries(LISTS)) cursors.set(name, open().next(await open().ask(undefined)));
    const found: (readonly [string, string])[] = [];
    for (const [name, open] of Object.entries(LISTS)) {
      const others = [...cursors].filter(([other]) => KINDS[other] !== KINDS[name]);
      for (const [other, cursor] of others) if ((await open().ask(cursor)).status !== 400) found.push([other, name]);
    }

    expect(found).toEqual([]);
  });
});

/** Lists of the same kind read each other's cursors, as D13 says: a search takes up where a list without filter stopped. */
const KINDS: Readonly<Record<string, string>> = {
  devices: 'devices',
  'devices of a tenant': 'devices',
  'a search': 'devices',
  'a search, the newest first': 'devices',
  'the audit': 'audit',
  'API keys': 'keys',
  'API keys of all tenants': 'keys',
  tenants: 'tenants',
  'tenant devices': 'tenant devices',
  'a bulk decision': 'decision',
};
