// A list of devices is preauthorized in one call.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice, type SimulatedDevice } from '../../support/app/simulated-device.ts';
import { until } from '../../support/until.ts';
import { dumpOf } from '../../support/stores/store-dump.ts';

const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  app = await openApp(tenants.settings);
});
afterAll(() => app.close());

const rowOf = ({ identity, pubkey }: SimulatedDevice) => ({ identity_data: identity, pubkey });
const devices = (count: number): readonly SimulatedDevice[] => Array.from({ length: count }, () => simulateDevice());
const ndjson = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const csv = (listed: readonly SimulatedDevice[]): string =>
  `identity.sn,identity.mac,pubkey\r\n${listed
    .map(({ identity, pubkey }) => `${String(identity['sn'])},${String(identity['mac'])},"${pubkey}"\r\n`)
    .join('')}`;

const LINES = 'application/x-ndjson';
const send = (fleet: Fleet, body: unknown, headers: Readonly<Record<string, string>> = {}, query = '') =>
  fleet.management(`POST /devices/bulk${query}`, { body, headers });
const sendLines = (fleet: Fleet, rows: readonly unknown[], query?: string) =>
  send(fleet, ndjson(rows), { 'Content-Type': LINES }, query);
const resultsOf = ({ body }: Answer): readonly string[] => body.results.map(({ result }: { result: string }) => result);

describe('a list', () => {
  test.each([
    ['a JSON array', 'application/json', (listed: readonly SimulatedDevice[]) => JSON.stringify(listed.map(rowOf))],
    ['NDJSON', LINES, (listed: readonly SimulatedDevice[]) => ndjson(listed.map(rowOf))],
    ['CSV', 'text/csv', csv],
  ])('as %s lets each of its devices in', async (_name, type, write) => {
    const fleet = tenants.fleet(app);
    const listed = Array.from({ length: 3 }, (_, at) =>
      simulateDevice({ identity: { sn: `${fleet.tenant}-${at}`, mac: `02:00:5e:00:00:0${at}` } }),
    );

    const answer = await send(fleet, write(listed), { 'Content-Type': type });

    expect([answer.status, answer.body.created, answer.body.rows]).toEqual([200, 3, 3]);
    expect(resultsOf(answer)).toEqual(['created', 'created', 'created']);
    for (const device of listed) expect((await fleet.ask(device)).status).toBe(200);
  });

  test('names the device and the auth set of each row, in the order of the list', async () => {
    const fleet = tenants.fleet(app);
    const listed = devices(150);

    const { body } = await sendLines(fleet, listed.map(rowOf));

    expect(body.results.map(({ row }: { row: number }) => row)).toEqual(listed.map((_, at) => at + 1));
    const last = body.results[149];
    const shown = await fleet.show(last.device);
    expect(shown.identity_data).toEqual(listed[149]?.identity);
    expect(shown.auth_sets[0]).toMatchObject({ id: last.auth_set, status: 'preauthorized' });
  });

  test('is answered row by row as NDJSON where the caller accepts it, with the summary at the end', async () => {
    const fleet = tenants.fleet(app);

    const { text, headers } = await send(fleet, ndjson(devices(2).map(rowOf)), {
      'Content-Type': LINES,
      Accept: LINES,
    });

    expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(headers.get('vary')).toContain('Accept');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { row: 1, result: 'created' },
      { row: 2, result: 'created' },
      { rows: 2, created: 2 },
    ]);
    expect(lines[2]).not.toHaveProperty('results');
  });

  test('that is sent again creates nothing', async () => {
    const fleet = tenants.fleet(app);
    const rows = devices(120).map(rowOf);
    const first = await sendLines(fleet, rows);
    const before = await dumpOf(app.service.store, [fleet.tenant]);

    const again = await sendLines(fleet, rows);

    expect([again.body.created, again.body.exists]).toEqual([0, 120]);
    expect(again.body.results[7].device).toBe(first.body.results[7].device);
    expect(await dumpOf(app.service.store, [fleet.tenant])).toBe(before);
  });

  test('in a dry run is decided like any other, and writes nothing', async () => {
    const fleet = tenants.fleet(app);
    const known = simulateDevice();
    await fleet.preauthorize(known);
    const before = await dumpOf(app.service.store, [fleet.tenant]);
    const rows = [rowOf(known), rowOf(simulateDevice()), { ...rowOf(simulateDevice()), pubkey: 'no key' }];

    const answer = await sendLines(fleet, rows, '?dry_run=true');

    expect(resultsOf(answer)).toEqual(['exists', 'created', 'invalid']);
    expect(answer.body.results[1]).not.toHaveProperty('device');
    expect(await dumpOf(app.service.store, [fleet.tenant])).toBe(before);
  });

  test('belongs to the tenant of its caller', async () => {
    const [fleet, other] = [tenants.fleet(app), tenants.fleet(app)];
    const device = simulateDevice();
    await sendLines(other, [rowOf(device)]);

    const { body } = await sendLines(fleet, [rowOf(device)]);

    expect(body.created).toBe(1);
  });

  test('is in the audit: each row by itself, under one request', async () => {
    const fleet = tenants.fleet(app);

    const { headers } = await sendLines(fleet, devices(2).map(rowOf));

    const body = await until('both are in the audit', async () => {
      const events = await fleet.management('GET /events?type=auth_set.added');
      return events.body.length === 2 && events.body;
    });
    const request = headers.get('x-men-requestid');
    expect(body.map(({ request_id, to }: { request_id: string; to: string }) => [request_id, to])).toEqual([
      [request, 'preauthorized'],
      [request, 'preauthorized'],
    ]);
  });
});

describe('a row', () => {
  test('that cannot be read or has a key that is not admitted is reported with its line and member; the others are done', async () => {
    const fleet = tenants.fleet(app);
    const good = rowOf(simulateDevice());
    const lines = [
      '{"identity_data":{"sn":"1"},"pubkey":',
      '',
      JSON.stringify({ ...good, identity_data: {} }),
      JSON.stringify({ ...rowOf(simulateDevice()), pubkey: 'no key' }),
      JSON.stringify({ ...good, force: true }),
      JSON.stringify({ identity_data: { sn: '2' } }),
      JSON.stringify(good),
    ];

    const { body } = await send(fleet, lines.join('\n'), { 'Content-Type': LINES });

    const told = body.results.map(({ row, line, result, member }: Record<string, unknown>) => [
      row,
      line,
      result,
      member,
    ]);
    expect(told).toEqual([
      [1, 1, 'invalid', undefined],
      [2, 3, 'invalid', 'identity_data'],
      [3, 4, 'invalid', 'pubkey'],
      [4, 5, 'invalid', 'force'],
      [5, 6, 'invalid', 'pubkey'],
      [6, 7, 'created', undefined],
    ]);
    expect(body.invalid).toBe(5);
  });

  test('with the identity of an earlier row is a duplicate of that row, with any key', async () => {
    const fleet = tenants.fleet(app);
    const { identity } = simulateDevice();
    const rows = [simulateDevice(), simulateDevice({ identity }), simulateDevice({ identity })].map(rowOf);

    const { body } = await sendLines(fleet, [...rows, { ...rows[0], identity_data: { ...rows[0]?.identity_data } }]);

    expect(body.results.map(({ result, first_row }: Record<string, unknown>) => [result, first_row])).toEqual([
      ['created', undefined],
      ['created', undefined],
      ['duplicate', 2],
      ['duplicate', 1],
    ]);
  });

  test('of a known identity with another key is distinguished from a known key', async () => {
    const fleet = tenants.fleet(app);
    const seen = await fleet.accepted();
    const other = simulateDevice({ identity: seen.device.identity });

    const same = await sendLines(fleet, [rowOf(seen.device)]);
    const { body } = await sendLines(fleet, [rowOf(other)]);

    expect(same.body.results[0]).toMatchObject({ result: 'exists', device: seen.id, auth_set: seen.authSet });
    expect(body.results).toEqual([{ row: 1, line: 1, result: 'other_key', device: seen.id }]);
    expect((await fleet.ask(other)).status).toBe(401);
  });

  test('with on_conflict=force adds its key, admits a rejected one, and leaves an accepted one', async () => {
    const fleet = tenants.fleet(app);
    const [accepted, rejected] = [await fleet.accepted(), await fleet.pending()];
    await fleet.setStatus(rejected, 'rejected');
    const other = simulateDevice({ identity: accepted.device.identity });

    const first = await sendLines(fleet, [accepted.device, rejected.device].map(rowOf), '?on_conflict=force');
    const second = await sendLines(fleet, [rowOf(other)], '?on_conflict=force');

    expect([...resultsOf(first), ...resultsOf(second)]).toEqual(['exists', 'updated', 'updated']);
    expect((await fleet.ask(rejected.device)).status).toBe(200);
    expect((await fleet.ask(other)).status).toBe(200);
  });

  test('of a known identity stops the list with on_conflict=fail; the rows before it stay', async () => {
    const fleet = tenants.fleet(app);
    const known = simulateDevice();
    await fleet.preauthorize(known);
    const [first, last] = [simulateDevice(), simulateDevice()];

    const { body } = await sendLines(fleet, [first, known, last].map(rowOf), '?on_conflict=fail');

    expect(body.results.map(({ result }: { result: string }) => result)).toEqual(['created', 'exists']);
    expect(body.stopped).toEqual({ error: 'line 2: the identity is known already', line: 2 });
    expect([(await fleet.ask(first)).status, (await fleet.ask(last)).status]).toEqual([200, 401]);
  });

  test('of a device with fifty auth sets is full', async () => {
    const fleet = tenants.fleet(app);
    const { identity } = simulateDevice();
    for (let keys = 0; keys < 50; keys += 1) await fleet.preauthorize(simulateDevice({ identity }), { force: true });

    const { body } = await sendLines(fleet, [rowOf(simulateDevice({ identity }))], '?on_conflict=force');

    expect(body.results[0].result).toBe('full');
  });
});

describe('a text that is not a list', () => {
  test.each([
    ['a JSON object', 'application/json', '{"identity_data":{}}', 'line 1: the list is no JSON array'],
    ['no body', 'application/json', '', 'line 1: the list ends without its ]'],
    ['an unknown column', 'text/csv', 'serial,pubkey\n1,x\n', /unknown column "serial"/],
    ['no header', 'text/csv', '', 'line 1: the list is empty'],
  ])('is 400: %s', async (_name, type, body, error) => {
    const fleet = tenants.fleet(app);

    const answer = await send(fleet, Buffer.from(body), { 'Content-Type': type });

    expect(answer.status).toBe(400);
    expect(answer.body.error).toEqual(typeof error === 'string' ? error : expect.stringMatching(error));
  });

  test.each([['text/plain'], ['application/json; charset=utf-16']])('is 415 as %s', async (type) => {
    expect((await send(tenants.fleet(app), '[]', { 'Content-Type': type })).status).toBe(415);
  });

  test('is 415 in a content encoding', async () => {
    expect((await send(tenants.fleet(app), '[]', { 'Content-Encoding': 'gzip' })).status).toBe(415);
  });

  test('stops where it ends in the middle, and earlier rows stay done', async () => {
    const fleet = tenants.fleet(app);
    const [first, second] = devices(2).map(rowOf);
    const text = `[${JSON.stringify(first)},\n${JSON.stringify(second).slice(0, 40)}`;

    const { status, body } = await send(fleet, text, { 'Content-Type': 'application/json' });

    expect([status, body.created, body.rows]).toEqual([200, 1, 1]);
    expect(body.stopped).toEqual({ error: 'line 2: the list ends without its ]', line: 2 });
  });

  test('is an empty list where it has no rows', async () => {
    const { status, body } = await send(tenants.fleet(app), '[ ]', { 'Content-Type': 'application/json' });

    expect([status, body.rows, body.results]).toEqual([200, 0, []]);
  });

  test.each([['?surprise=1'], ['?on_conflict=maybe'], ['?dry_run=perhaps']])('is 400 with %s', async (query) => {
    expect((await sendLines(tenants.fleet(app), [], query)).status).toBe(400);
  });
});
