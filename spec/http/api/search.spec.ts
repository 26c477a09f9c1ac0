// Search by every member of the filter, counts, and the numbers of a tenant.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';

const tenants = openTenants();
let app: TestApp;
let fleet: Fleet;
let berlin: Seen;
let paris: Seen;
let newKey: Seen;
beforeAll(async () => {
  app = await openApp(tenants.settings);
  fleet = tenants.fleet(app);
  berlin = await fleet.pending(simulateDevice({ identity: { mac: '02:00:5e:0a:00:01', site: 'Berlin-03', rack: 7 } }));
  paris = await fleet.accepted(simulateDevice({ identity: { mac: '02:00:5e:0a:00:02', site: 'paris', rack: 8 } }));
  newKey = await fleet.pending(simulateDevice({ identity: paris.device.identity }));
});
afterAll(() => app.close());

const find = async (filter: object, query = ''): Promise<readonly string[]> =>
  (await fleet.management(`POST /devices/search${query}`, { body: filter })).body.map(({ id }: { id: string }) => id);
const identity = (name: string, op: string, value?: unknown) => ({ identity: [{ name, op, value }] });

describe('a search', () => {
  test.each([
    ['a whole value, in another case', identity('site', 'eq', 'BERLIN-03'), 'berlin'],
    ['the beginning of a value', identity('site', 'prefix', 'ber'), 'berlin'],
    ['the beginning of any attribute', identity('*', 'prefix', 'pari'), 'paris'],
    ['one of several values', identity('site', 'in', ['paris', 'oslo']), 'paris'],
    ['a number', identity('rack', 'eq', 7), 'berlin'],
    ['a MAC address in another spelling', identity('mac', 'eq', '02-00-5E-0A-00-01'), 'berlin'],
    ['an auth set that waits beside an accepted one', { auth_set_status: 'pending', status: 'accepted' }, 'paris'],
    ['no check-in yet', { check_in: { never: true }, ...identity('site', 'prefix', 'x') }, undefined],
  ])('finds devices by %s', async (_name, filter, expected) => {
    const ids: Readonly<Record<string, string>> = { berlin: berlin.id, paris: paris.id };

    expect(await find(filter)).toEqual(expected === undefined ? [] : [ids[expected]]);
  });

  test('finds a device by the beginning of the fingerprint of a key', async () => {
    const { body } = await fleet.management('GET /events?type=auth_set.added');
    const { fingerprint } = body.find(({ auth_set: set }: { auth_set: string }) => set === newKey.authSet);

    expect(await find({ key: fingerprint.slice(0, 8).toUpperCase() })).toEqual([paris.id]);
  });

  test('continues in both orders with its cursor, and refuses a cursor of the other order', async () => {
    const filter = identity('mac', 'exists');
    const first = await fleet.management('POST /devices/search?order=-created&per_page=1', { body: filter });
    const next = /devauth(\/devices\/search\?[^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';

    const second = await fleet.management(`POST ${next}`, { body: filter });

    expect([first.body[0].id, second.body[0].id]).toEqual([paris.id, berlin.id]);
    expect((await fleet.management(`POST ${next.replace('-created', 'created')}`, { body: filter })).status).toBe(400);
  });

  test.each([
    ['an unknown member', { stauts: 'pending' }],
    ['an operator without its value', identity('site', 'eq')],
    ['a value that an operator does not take', identity('site', 'exists', 'x')],
    ['any attribute with another operator than prefix', identity('*', 'eq', 'x')],
    ['a key of three digits', { key: '3f2' }],
    ['nine conditions', { identity: Array.from({ length: 9 }, () => ({ name: 'a', op: 'exists' })) }],
  ])('refuses %s: 400', async (_name, body) => {
    expect((await fleet.management('POST /devices/search', { body })).status).toBe(400);
  });

  test('has no page beyond the first', async () => {
    const { status, body } = await fleet.management('POST /devices/search?page=2', {
      body: identity('site', 'exists'),
    });

    expect([status, body.error]).toEqual([400, expect.stringContaining('next link')]);
  });
});

describe('a count', () => {
  test('counts the matches, and stops at its bound', async () => {
    const count = async (filter: object, query = '') =>
      (await fleet.management(`POST /devices/count${query}`, { body: filter })).body;

    expect(await count(identity('mac', 'exists'))).toEqual({ count: 2, more: false });
    expect(await count(identity('mac', 'exists'), '?up_to=1')).toEqual({ count: 1, more: true });
    expect(await count({})).toEqual({ count: 2, more: false });
  });
});

describe('the summary', () => {
  test('has the waiting devices, the accepted ones, and the limit', async () => {
    await fleet.limit(10);

    const { body } = await fleet.management('GET /summary');

    expect(body).toMatchObject({ pending: 2, pending_more: false, accepted: 1, limit: 10 });
    expect(Date.parse(body.oldest_pending_ts)).toBe(Date.parse((await fleet.show(berlin.id)).created_ts));
  });

  test('is 304 while nothing happened, and new after a decision', async () => {
    const first = await fleet.management('GET /summary');
    const headers = { 'If-None-Match': first.headers.get('etag') ?? '' };

    const same = await fleet.management('GET /summary', { headers });
    await fleet.pending();
    const later = await fleet.management('GET /summary', { headers });

    expect([same.status, same.text, later.status, later.body.pending]).toEqual([304, '', 200, 3]);
  });
});
