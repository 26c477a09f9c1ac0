import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Answer, type Seen, type TestApp } from '../../support/app/app.ts';
import { until } from '../../support/until.ts';

let app: TestApp;
let seen: Seen & { readonly token: string };

beforeAll(async () => {
  app = await openApp();
  seen = await app.accepted();
  await app.setStatus(seen, 'rejected');
  await app.internal('PUT /tenant/default/limits/max_devices', {
    body: { limit: 7 },
    headers: { 'X-Devauth-Actor': 'Alice from support' },
  });
  await until('everything is in the audit', async () => (await events('')).body.length === COUNT);
});
afterAll(() => app.close());

/** The signing key of the first start: 1, seen: 2, accepted: 2, rejected with its token: 3, limit: 1. */
const COUNT = 9;

const events = (query: string): Promise<Answer> => app.management(`GET /events${query}`);
const typesOf = ({ body }: Answer): readonly string[] => body.map(({ type }: { type: string }) => type);

describe('GET /events', () => {
  test('lists the life of a device, the newest first: actor, change, status before and after', async () => {
    const { body } = await events(`?device=${seen.id}`);
    const device = { device: seen.id, identity: expect.any(String), request_id: expect.any(String) };
    const set = { ...device, auth_set: seen.authSet, fingerprint: expect.stringMatching(/^[\da-f]{64}$/) };

    expect(body).toMatchObject([
      { ...device, type: 'device.changed', from: 'accepted', to: 'rejected' },
      { ...device, type: 'tokens.revoked', revoked: [expect.any(String)] },
      { ...set, type: 'auth_set.changed', from: 'accepted', to: 'rejected', actor: expect.stringMatching(/^user:/) },
      { ...device, type: 'device.changed', from: 'pending', to: 'accepted' },
      { ...set, type: 'auth_set.changed', from: 'pending', to: 'accepted' },
      { ...device, type: 'device.changed', from: 'noauth', to: 'pending', actor: expect.stringMatching(/^key:/) },
      { ...set, type: 'auth_set.added', to: 'pending' },
    ]);
  });

  test('shows the name that a caller of the internal API sent, as not verified', async () => {
    const { body } = await events('?type=limit.changed');

    expect(body).toMatchObject([{ actor: 'internal:Alice from support', limit: 7, previous_limit: -1 }]);
  });

  test('refuses a name of an actor that is no plain text', async () => {
    const answer = await app.internal('PUT /tenant/default/limits/max_devices', {
      body: { limit: 7 },
      headers: { 'X-Devauth-Actor': 'x'.repeat(129) },
    });

    expect(answer.status).toBe(400);
  });

  test('has each event once on the pages of its next links', async () => {
    const all = (await events('')).body;
    const found: unknown[] = [];
    for (let query: string | undefined = '?per_page=3'; query !== undefined;) {
      const page = await events(query);
      found.push(...page.body);
      query = /\/events(\?.*)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    }

    expect(found).toEqual(all);
  });

  test('finds by actor, type and time', async () => {
    const actor = (await events('?type=tokens.revoked')).body[0].actor;

    expect(typesOf(await events(`?actor=${encodeURIComponent(actor)}&type=auth_set.changed`))).toHaveLength(2);
    expect(typesOf(await events('?before=2020-01-01T00:00:00Z'))).toEqual([]);
    expect(typesOf(await events('?after=2020-01-01T00:00:00Z'))).toHaveLength(COUNT);
  });

  test('shows a tenant only its own', async () => {
    const answer = await app.management(`GET /events?device=${seen.id}`, { tenant: 'acme' });

    expect(answer.body).toEqual([]);
  });

  test.each(['?cursor=x', '?cursor=MA', '?type=unknown', '?after=yesterday', '?per_page=501', '?page=1'])(
    'refuses %s',
    async (query) => {
      expect((await events(query)).status).toBe(400);
    },
  );

  test('keeps the life of a removed device', async () => {
    const gone = await app.pending();
    await app.management(`DELETE /devices/${gone.id}`);

    const [last] = await until('it is in the audit', async () => {
      const found = (await events(`?device=${gone.id}&type=device.removed`)).body;
      return found.length === 1 && found;
    });

    expect(JSON.parse(last.identity)).toEqual(gone.device.identity);
  });
});

describe('GET /events/export', () => {
  const exported = (accept: string, query = ''): Promise<Answer> =>
    app.management(`GET /events/export${query}`, { headers: { Accept: accept } });

  test('writes NDJSON, the same events as the pages', async () => {
    const { text, headers } = await exported('application/x-ndjson', `?device=${seen.id}`);
    const lines = text.trimEnd().split('\n');

    expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(lines.map((line) => JSON.parse(line))).toEqual((await events(`?device=${seen.id}`)).body);
  });

  test('writes CSV with a header where it is asked for', async () => {
    const { text, headers } = await exported('text/csv', '?type=limit.changed');
    const [header, row, ...rest] = text.split('\r\n');

    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(header).toMatch(/^ts,type,actor,reason,device,/);
    expect(row).toMatch(/^\d{4}-.*Z,limit\.changed,internal:Alice from support,,/);
    expect(rest).toEqual(['']);
  });

  test('writes nothing of another tenant', async () => {
    const answer = await app.management('GET /events/export', { tenant: 'acme' });

    expect([answer.status, answer.text]).toEqual([200, '']);
  });
});
