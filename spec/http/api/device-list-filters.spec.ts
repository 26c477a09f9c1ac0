// The filters of a list by query parameters: the same as those in the body of a search.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, createPublicKey } from 'node:crypto';
import { openApp, type Seen, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';

const tenants = openTenants();
let app: TestApp;
let fleet: Fleet;
let munich: Seen;
beforeAll(async () => {
  app = await openApp(tenants.settings);
  fleet = tenants.fleet(app);
  await fleet.pending(simulateDevice({ identity: { sn: 'E2026-1', site: 'Berlin-03', slot: 4 } }));
  munich = await fleet.pending(simulateDevice({ identity: { sn: 'E2026-2', site: 'Munich', 'odd&name=': 'x y' } }));
  const rekeyed = await fleet.accepted(simulateDevice({ identity: { sn: 'E2025-9', site: 'Berlin-04' } }));
  await fleet.pending(simulateDevice({ identity: rekeyed.device.identity }));
});
afterAll(() => app.close());

const list = (query: string) => fleet.management(`GET /devices?${query}`);
const serials = async (query: string): Promise<readonly string[]> =>
  (await list(query)).body.map((device: { identity_data: { sn: string } }) => device.identity_data.sn);

describe('GET /devices', () => {
  test.each([
    ['a value, without case', 'identity.site=berlin-03', ['E2026-1']],
    ['any of several values', 'identity.site=Berlin-03&identity.site=munich', ['E2026-1', 'E2026-2']],
    ['a beginning', 'identity.sn=E2026*', ['E2026-1', 'E2026-2']],
    ['any value', 'identity.slot=*', ['E2026-1']],
    ['a number', 'identity.slot=4', ['E2026-1']],
    ['a beginning of any attribute', 'identity.*=mun*', ['E2026-2']],
    ['a name that has to be escaped', 'identity.odd%26name%3D=x%20y', ['E2026-2']],
    ['two attributes', 'identity.site=Berlin*&identity.sn=E2025*', ['E2025-9']],
    ['the status of an auth set', 'auth_set_status=pending', ['E2026-1', 'E2026-2', 'E2025-9']],
    ['the status of the device beside it', 'auth_set_status=pending&status=accepted', ['E2025-9']],
    ['the time of creation', 'created_after=2100-01-01T00:00:00Z', []],
    ['the time of the last check-in', 'check_in_before=2100-01-01T00:00:00Z&status=pending', []],
    ['never seen', 'check_in_never=true&identity.sn=E2026*', ['E2026-1', 'E2026-2']],
    ['the reverse order', 'order=-created', ['E2025-9', 'E2026-2', 'E2026-1']],
  ])('filters by %s', async (_name, query, found) => {
    expect(await serials(query)).toEqual(found);
  });

  test('filters by the beginning of a fingerprint', async () => {
    const der = createPublicKey(munich.device.pubkey).export({ type: 'spki', format: 'der' });
    const print = createHash('sha256').update(der).digest('hex');

    expect(await serials(`key=${print.slice(0, 12).toUpperCase()}`)).toEqual(['E2026-2']);
  });

  test('finds the same as a search with the same filter, page by page', async () => {
    const first = await list('identity.sn=E2026*&per_page=1');
    const next = /<([^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await fleet.management(`GET ${next.replace('/api/management/v2/devauth', '')}`);

    const searched = await fleet.management('POST /devices/search', {
      body: { identity: [{ name: 'sn', op: 'prefix', value: 'E2026' }] },
    });

    expect([...first.body, ...second.body]).toEqual(searched.body);
  });

  test.each([
    ['?surprise=1', "Unknown query parameter 'surprise'"],
    ['?identity.=x', 'identity.: the name of an attribute is needed'],
    ['?identity.sn=', 'identity.sn: a value has 1 to 1024 characters'],
    ['?identity.sn=a*&identity.sn=b', 'identity.sn: a value that ends with * goes alone'],
    ['?identity.*=abc', 'identity.* needs a beginning, which ends with *'],
    ['?identity.*=*', 'identity.* needs a beginning, which ends with *'],
    [`?${Array.from({ length: 9 }, (_, at) => `identity.a${at}=1`).join('&')}`, 'more than 8 identity parameters'],
    ['?identity.sn=x&page=2', 'page cannot be used with these filters; follow the next link'],
    ['?check_in_never=true&check_in_after=2026-01-01T00:00:00Z', 'check_in: never cannot be used with a time'],
  ])('refuses %s with the reason', async (query, error) => {
    const answer = await list(query.slice(1));

    expect([answer.status, answer.body.error]).toEqual([400, error]);
  });

  test.each(['identity[sn]=x', 'key=12', 'created_after=yesterday', 'order=name', 'auth_set_status=noauth'])(
    'refuses %s',
    async (query) => {
      expect((await list(query)).status).toBe(400);
    },
  );
});
