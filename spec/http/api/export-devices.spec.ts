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

const simulated = simulateDevice();
