// The lists of devices of the management and the internal API (D13): order, filters, pages, cursor.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tenantId } from '../../../src/domain/ids.ts';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { given } from '../../support/stores/given.ts';
import { exchange, head } from '../../support/raw-http.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';

const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  app = await openApp(tenants.settings);
});
afterAll(() => app.close());

const MANAGEMENT = '/api/management/v2/devauth';
const idsOf = ({ body }: Answer): string[] => body.map(({ id }: { id: string }) => id);

/** Writes devices directly to the store: a spec could not ask for so many. */
async function stock(count: number, of: { readonly createdAt?: Date } = {}): Promise<{ fleet: Fleet; ids: string[] }> {
  const fleet = tenants.fleet(app);
  const devices = given.devices(count, { tenant: tenantId(fleet.tenant), ...of });
  await Promise.all(devices.map((device) => app.service.store.devices.commit(device.tenant, given.create(device))));
  return { fleet, ids: devices.map(({ id }) => id) };
}

/** The relations of a Link header. */
const linksOf = ({ headers }: Answer): Record<string, string> =>
  Object.fromEntries(
    [...(headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(([, url = '', relation = '']) => [
      relation,
      url,
    ]),
  );

const follow = (fleet: Fleet, url: string): Promise<Answer> => fleet.management(`GET ${url.replace(MANAGEMENT, '')}`);

describe('the order', () => {
  test('is by creation, independent of later changes', async () => {
    const fleet = tenants.fleet(app);
    const seen = [await fleet.pending(), await fleet.pending(), await fleet.pending()];
    await fleet.setStatus(seen[1]!, 'accepted');
    await fleet.setStatus(seen[0]!, 'rejected');

    expect(idsOf(await fleet.management('GET /devices'))).toEqual(seen.map(({ id }) => id));
  });

  test('of devices created at the same time is by id', async () => {
    const { fleet, ids } = await stock(25, { createdAt: given.time(0) });

    expect(idsOf(await fleet.management('GET /devices?per_page=25'))).toEqual([...ids].sort());
  });
});

describe('the filters', () => {
  test('a repeated status means any of them, so does a repeated id, and both must match', async () => {
    const fleet = tenants.fleet(app);
    const [pending, accepted, rejected] = [await fleet.pending(), await fleet.accepted(), await fleet.pending()];
    await fleet.setStatus(rejected, 'rejected');
    const list = async (query: string): Promise<string[]> => idsOf(await fleet.management(`GET /devices?${query}`));

    expect(await list('status=pending')).toEqual([pending.id]);
    expect(await list('status=accepted&status=rejected')).toEqual([accepted.id, rejected.id]);
    expect(await list(`id=${rejected.id}&id=${pending.id}&id=nobody`)).toEqual([pending.id, rejected.id]);
    expect(await list(`id=${pending.id}&status=accepted`)).toEqual([]);
    expect(await list('status=noauth')).toEqual([]);
  });

  test('POST /devices/search takes one value or several, with a charset or without', async () => {
    const fleet = tenants.fleet(app);
    const [pending, accepted] = [await fleet.pending(), await fleet.accepted()];
    const search = async (body: unknown): Promise<string[]> =>
      idsOf(await fleet.management('POST /devices/search', { body }));
    const withCharset = await fleet.management('POST /devices/search', {
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: '{"status":"accepted"}',
    });

    expect(await search({})).toEqual([pending.id, accepted.id]);
    expect(await search({ status: 'pending' })).toEqual([pending.id]);
    expect(await search({ status: ['pending', 'accepted'], id: accepted.id })).toEqual([accepted.id]);
    expect(await search({ id: [pending.id, 'nobody'] })).toEqual([pending.id]);
    expect(idsOf(withCharset)).toEqual([accepted.id]);
  });

  test.each(['status=', 'status=bogus', 'status=pending&status=', 'status=pending&status=bogus'])(
    'refuses ?%s',
    async (query) => {
      const { status, body } = await tenants.fleet(app).management(`GET /devices?${query}`);

      expect(status).toBe(400);
      expect(body.error).toBe('filter status must be one of: accepted, pending, rejected, preauthorized or noauth');
    },
  );

  test.each([
    { status: 'bogus' },
    { status: [] },
    { status: 5 },
    { status: ['pending', 'bogus'] },
    { id: 5 },
    { id: [''] },
  ])('the search refuses %j', async (body) => {
    const answer = await tenants.fleet(app).management('POST /devices/search', { body });

    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatch(/^api: malformed request body: invalid JSON type for '(status|id)'/);
  });

  test.each([{ statuses: ['pending'] }, { status: 'pending', sn: 'A1' }, { Status: 'pending' }])(
    'the search refuses the unknown member in %j',
    async (body) => {
      const answer = await tenants.fleet(app).management('POST /devices/search', { body });

      expect(answer.status).toBe(400);
      expect(answer.body.error).toMatch(/^api: malformed request body: /);
    },
  );

  test.each(['id=', 'sort=asc', 'page=1&page=2', 'Status=pending'])('refuses ?%s', async (query) => {
    expect((await tenants.fleet(app).management(`GET /devices?${query}`)).status).toBe(400);
  });
});

describe('pages', () => {
  test('hold 20 devices unless the request says otherwise, and 500 at most', async () => {
    const { fleet, ids } = await stock(510);
    const lengthOf = async (query: string): Promise<number> =>
      idsOf(await fleet.management(`GET /devices${query}`)).length;

    expect(await lengthOf('')).toBe(20);
    expect(await lengthOf('?per_page=1')).toBe(1);
    expect(await lengthOf('?per_page=500')).toBe(500);
    expect(idsOf(await fleet.management('GET /devices?page=2&per_page=500'))).toEqual(ids.slice(500));
  });

  test.each([
    ['per_page=0', 'invalid per_page query: value must be a non-zero positive integer'],
    ['per_page=501', 'parameter "per_page" above limit (max: 500)'],
    ['per_page=x', 'invalid per_page query: "x"'],
    ['per_page=', 'invalid per_page query: ""'],
    ['page=0', 'invalid page query: value must be a non-zero positive integer'],
    ['page=-1', 'invalid page query: value must be a non-zero positive integer'],
    ['page=1.5', 'invalid page query: "1.5"'],
    ['page=0x10', 'invalid page query: "0x10"'],
    ['page=1e2', 'invalid page query: "1e2"'],
  ])('refuse ?%s', async (query, error) => {
    const answer = await tenants.fleet(app).management(`GET /devices?${query}`);

    expect(answer.status).toBe(400);
    expect(answer.body.error).toBe(error);
  });

  test('link to the first, the previous and the next one, with the filters of the request', async () => {
    const { fleet } = await stock(5);
    const path = `${MANAGEMENT}/devices`;
    const links = async (page: number): Promise<unknown> =>
      linksOf(await fleet.management(`GET /devices?status=pending&page=${page}&per_page=2`));

    expect(await links(1)).toEqual({
      first: `${path}?page=1&per_page=2&status=pending`,
      next: `${path}?page=2&per_page=2&status=pending`,
    });
    expect(await links(2)).toEqual({
      first: `${path}?page=1&per_page=2&status=pending`,
      prev: `${path}?page=1&per_page=2&status=pending`,
      next: `${path}?page=3&per_page=2&status=pending`,
    });
    expect(await links(3)).toEqual({
      first: `${path}?page=1&per_page=2&status=pending`,
      prev: `${path}?page=2&per_page=2&status=pending`,
    });
  });

  test('carry one Link header for each relation', async () => {
    const { fleet } = await stock(3);
    const authorization = `Authorization: Bearer ${app.users.token(fleet.tenant)}`;

    const answer = await exchange(app.publicUrl, head(`GET ${MANAGEMENT}/devices?page=2&per_page=1`, authorization));

    expect(answer.header('Link').map((line) => /rel="(\w+)"/.exec(line)?.[1])).toEqual(['first', 'prev', 'next']);
  });

  test('past the end are empty, and have no next', async () => {
    const { fleet } = await stock(3);

    const answer = await fleet.management('GET /devices?page=99');

    expect([answer.status, answer.body]).toEqual([200, []]);
    expect(Object.keys(linksOf(answer))).toEqual(['first', 'prev']);
  });
});

describe('the cursor', () => {
  test('walks 1,200 devices without loss or repeat while others are being added', async () => {
    const { fleet, ids } = await stock(1200);
    const walked: string[] = [];
    let next: string | undefined = `${MANAGEMENT}/devices?cursor=&per_page=100`;

    while (next !== undefined) {
      const [page]: [Answer, Answer] = await Promise.all([follow(fleet, next), fleet.ask(simulateDevice())]);
      walked.push(...idsOf(page));
      next = linksOf(page)['next'];
    }

    expect(walked.slice(0, 1200)).toEqual(ids);
    expect(new Set(walked).size).toBe(walked.length);
  });

  test('misses no device when a device of an earlier page was removed', async () => {
    const { fleet, ids } = await stock(6);
    const first = await fleet.management('GET /devices?cursor=&per_page=3');
    await fleet.management(`DELETE /devices/${ids[2]}`);

    const second = await follow(fleet, linksOf(first)['next'] ?? '');

    expect(idsOf(second)).toEqual(ids.slice(3));
    expect(Object.keys(linksOf(second))).toEqual(['first']);
  });

  test('keeps the filters of the request, also in a search', async () => {
    const { fleet, ids } = await stock(4);

    const first = await fleet.management('GET /devices?cursor=&per_page=3&status=pending');
    const next = new URL(linksOf(first)['next'] ?? '', app.publicUrl).searchParams;
    const searched = await fleet.management(`POST /devices/search?cursor=${next.get('cursor')}`, { body: {} });

    expect(next.get('status')).toBe('pending');
    expect(idsOf(searched)).toEqual(ids.slice(3));
  });

  test.each(['cursor=&page=1', 'cursor=abc', 'cursor=MTIz', `cursor=${'A'.repeat(513)}`, 'cursor=%00'])(
    'refuses ?%s',
    async (query) => {
      expect((await tenants.fleet(app).management(`GET /devices?${query}`)).status).toBe(400);
    },
  );
});

describe("the internal API's list", () => {
  test("is the tenant's, entry for entry, with links of its own", async () => {
    const { fleet } = await stock(3);

    const listed = await fleet.management('GET /devices?per_page=2');
    const internal = await app.internal(`GET /tenants/${fleet.tenant}/devices?per_page=2`);

    expect(internal.text).toBe(listed.text);
    expect(linksOf(internal)['next']).toBe(
      `/api/internal/v1/devauth/tenants/${fleet.tenant}/devices?page=2&per_page=2`,
    );
  });

  test("of the empty tenant segment is the installation's own, and its links are as it was asked", async () => {
    const listed = await app.internal('GET /tenants//devices');

    expect([listed.status, listed.body]).toEqual([200, []]);
    expect(linksOf(listed)).toEqual({ first: '/api/internal/v1/devauth/tenants//devices?page=1&per_page=20' });
  });
});
