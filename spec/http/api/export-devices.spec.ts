// The devices that filters match, as NDJSON and as CSV, written while they are read.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';

const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  app = await openApp(tenants.settings);
});
afterAll(() => app.close());

const CSV = { Accept: 'text/csv' };
const exported = (fleet: Fleet, query = '', headers: Readonly<Record<string, string>> = {}) =>
  fleet.management(`GET /devices/export${query}`, { headers });
const linesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const tableOf = (text: string): readonly Readonly<Record<string, string>>[] => parse(text, { columns: true });

describe('GET /devices/export', () => {
  test('writes each device on a line, as the list has it and in its order, over many parts', async () => {
    const fleet = tenants.fleet(app);
    const rows = Array.from({ length: 450 }, (_, at) => ({
      identity_data: { sn: `sn-${at}` },
      pubkey: simulated.pubkey,
    }));
    await fleet.management('POST /devices/bulk', { body: rows });

    const { text, headers } = await exported(fleet);

    const { body: first } = await fleet.management('GET /devices?per_page=500');
    expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(linesOf(text)).toEqual(first);
    expect(first).toHaveLength(450);
  });

  test('writes the devices that the filters match', async () => {
    const fleet = tenants.fleet(app);
    const seen = await fleet.pending(simulateDevice({ identity: { sn: 'one', site: 'berlin' } }));
    await fleet.pending(simulateDevice({ identity: { sn: 'other', site: 'munich' } }));

    const byAttribute = await exported(fleet, '?identity.site=berlin&auth_set_status=pending');
    const none = await exported(fleet, '?identity.site=nowhere');

    expect(linesOf(byAttribute.text).map(({ id }: { id: string }) => id)).toEqual([seen.id]);
    expect([none.status, none.text]).toEqual([200, '']);
  });

  test('writes CSV with a line for each auth set and columns for the attributes that are asked for', async () => {
    const fleet = tenants.fleet(app);
    const seen = await fleet.accepted(simulateDevice({ identity: { sn: 'a,"b"', slot: 4 } }));
    const other = await fleet.pending(simulateDevice({ identity: seen.device.identity }));

    const { text, headers } = await exported(fleet, '?attribute=sn&attribute=slot&attribute=none', CSV);

    expect([headers.get('content-type'), headers.get('vary')]).toEqual([
      'text/csv; charset=utf-8',
      'Accept-Encoding, Accept',
    ]);
    expect(tableOf(text)).toMatchObject([
      { id: seen.id, status: 'accepted', auth_set: seen.authSet, auth_set_status: 'accepted' },
      { id: seen.id, status: 'accepted', auth_set: other.authSet, auth_set_status: 'pending' },
    ]);
    expect(tableOf(text)[0]).toMatchObject({ 'identity.sn': 'a,"b"', 'identity.slot': '4', 'identity.none': '' });
    expect(JSON.parse(tableOf(text)[0]?.['identity_data'] ?? '')).toEqual(seen.device.identity);
  });

  test.each([['=HYPERLINK("x")'], ['+1+2'], ['-cmd'], ['@sum'], ['\tx'], ['\rx'], ['\n=1'], ['＝1']])(
    'writes %j as it is, and with an apostrophe where it is asked for a spreadsheet',
    async (sn) => {
      const fleet = tenants.fleet(app);
      await fleet.pending(simulateDevice({ identity: { sn } }));

      const plain = await exported(fleet, '?attribute=sn', CSV);
      const safe = await exported(fleet, '?attribute=sn&spreadsheet=true', CSV);

      expect(tableOf(plain.text)[0]?.['identity.sn']).toBe(sn);
      expect(tableOf(safe.text)[0]?.['identity.sn']).toBe(`'${sn}`);
    },
  );

  test('has no devices of other tenants, and refuses an unknown parameter', async () => {
    const [fleet, other] = [tenants.fleet(app), tenants.fleet(app)];
    await other.pending();

    expect((await exported(fleet)).text).toBe('');
    expect((await exported(fleet, '?page=1')).status).toBe(400);
  });
});

describe('POST /devices/export', () => {
  const exportedBy = (fleet: Fleet, body: object, query = '', headers: Readonly<Record<string, string>> = {}) =>
    fleet.management(`POST /devices/export${query}`, { headers, body });

  test('writes the same as GET', async () => {
    const fleet = tenants.fleet(app);
    for (const sn of ['=a', 'b']) await fleet.pending(simulateDevice({ identity: { sn } }));
    const table = '?attribute=sn&spreadsheet=true';

    const [ndjson, csv] = [await exportedBy(fleet, {}), await exportedBy(fleet, {}, table, CSV)];

    expect([ndjson.status, csv.status, tableOf(csv.text).length]).toEqual([200, 200, 2]);
    expect(ndjson.text).toBe((await exported(fleet)).text);
    expect(csv.text).toBe((await exported(fleet, table, CSV)).text);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  });

  test('writes the devices that the filter of a search matches, with two conditions on one attribute too', async () => {
    const fleet = tenants.fleet(app);
    const ids: string[] = [];
    for (const sn of ['A-1', 'A-2*', 'B-1']) ids.push((await fleet.pending(simulateDevice({ identity: { sn } }))).id);
    const filters = [
      {
        identity: [
          { name: 'sn', op: 'prefix', value: 'A' },
          { name: 'sn', op: 'eq', value: 'A-2*' },
        ],
      },
      { id: ids.slice(0, 2), identity: [{ name: 'sn', op: 'in', value: ['A-1', 'B-1'] }] },
    ];

    for (const filter of filters) {
      const { text } = await exportedBy(fleet, filter);
      const { body } = await fleet.management('POST /devices/search', { body: filter });
      expect(linesOf(text)).toEqual(body);
      expect(body).toHaveLength(1);
    }
  });

  test('takes as many ids as a search, which are too long for an address', async () => {
    const fleet = tenants.fleet(app);
    const { id } = await fleet.pending();
    const others = Array.from({ length: 400 }, () => '0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70');

    const { status, text } = await exportedBy(fleet, { id: [...others, id] });

    expect([status, linesOf(text).map((device: { id: string }) => device.id)]).toEqual([200, [id]]);
  });

  test('has no devices of other tenants, and refuses a member or a parameter that it does not know', async () => {
    const [fleet, other] = [tenants.fleet(app), tenants.fleet(app)];
    await other.pending();

    expect((await exportedBy(fleet, {})).text).toBe('');
    const wrong = [await exportedBy(fleet, { site: 'berlin' }), await exportedBy(fleet, {}, '?identity.site=berlin')];
    expect(wrong.map(({ status }) => status)).toEqual([400, 400]);
  });
});

const simulated = simulateDevice();
