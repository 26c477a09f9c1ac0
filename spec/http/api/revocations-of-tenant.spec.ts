// The revocation feed on the public listener, for verifiers at the edge: the items that an API key gets, and the answer without new
// items.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OWN_TENANT } from '../../../src/domain/ids.ts';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { tenantAppOf } from '../../support/app/tenant-app.ts';
import { jtiOf } from '../../support/app/users.ts';
import { given } from '../../support/stores/given.ts';
import { until } from '../../support/until.ts';

const PATH = '/api/management/v2/devauth/revocations';
const tenants = openTenants();
let app: TestApp;
let acme: Fleet;
let globex: Fleet;
let key: Readonly<Record<string, string>>;
beforeAll(async () => {
  app = await openApp(tenants.settings);
  acme = tenants.fleet(app, 'acme');
  globex = tenants.fleet(app, 'globex');
  key = (await tenantAppOf(app).machine(['revocations:read'])).headers;
});
afterAll(() => app.close());

interface Item {
  readonly kind: string;
  readonly tenant?: string;
  readonly jti?: string;
}

const ask = (query = '', headers = {}): Promise<Answer> =>
  app.public(`GET ${PATH}${query}`, { headers: { ...key, ...headers } });
const cursorNow = async (): Promise<string> => (await ask()).body.cursor;
const kindsOf = (items: readonly Item[]): readonly string[] => items.map(({ kind }) => kind);
/** Revokes a token of the fleet's tenant. */
const end = async (fleet: Fleet): Promise<string> => {
  const device = await fleet.accepted();
  await fleet.setStatus(device, 'rejected');
  return jtiOf(device.token);
};
/** Waits until the whole feed has the revocation. */
const inFeed = (jti: string): Promise<unknown> =>
  until('the feed has it', async () => {
    const { body } = await app.internal('GET /revocations');
    return body.items.some((item: Item) => item.jti === jti);
  });

describe("a tenant's feed", () => {
  test('has the items of the tenant and none of another, in the snapshot and in the delta', async () => {
    const cursor = await cursorNow();
    const own = await end(acme);
    await app.internal('DELETE /tokens?tenant_id=globex');
    await globex.management(`DELETE /devices/${(await globex.accepted()).id}`);
    await inFeed(await end(globex));

    const snapshot = await ask();
    const delta = await ask(`?cursor=${cursor}`);

    for (const { body } of [snapshot, delta]) {
      expect(body.tenant).toBe('acme');
      expect(body.items).toContainEqual(expect.objectContaining({ kind: 'token', jti: own }));
      expect(body.items.filter(({ tenant }: Item) => tenant !== 'acme')).toEqual([]);
    }
  });

  test('holds the signing keys that are revoked, which concern all', async () => {
    const cursor = await cursorNow();
    await app.service.store.feed.append([
      given.event({ tenant: OWN_TENANT }, { type: 'signing_key.changed', kid: 'old', to: 'revoked' }),
    ]);

    const { body } = await ask(`?cursor=${cursor}&wait=10`);

    expect(kindsOf(body.items)).toEqual(['key']);
  });

  test("a delta waits on when another tenant's token ends", async () => {
    const cursor = await cursorNow();
    const waiting = ask(`?cursor=${cursor}&wait=30`);

    await inFeed(await end(globex));
    const own = await end(acme);

    expect((await waiting).body.items).toMatchObject([{ jti: own }]);
  });

  test('is streamed as it is, with items of the tenant alone', async () => {
    const cursor = await cursorNow();
    const stop = new AbortController();
    const headers = { ...key, Accept: 'text/event-stream', 'Accept-Encoding': 'gzip', 'Last-Event-ID': cursor };
    const response = await fetch(app.publicUrl + PATH, { headers, signal: stop.signal });
    let text = '';
    const reading = (async () => {
      for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
    })().catch(() => undefined);

    const foreign = await end(globex);
    await inFeed(foreign);
    const own = await end(acme);
    await until('the item comes', () => text.includes(own));
    stop.abort();
    await reading;

    expect(text).not.toContain(foreign);
    expect(response.headers.get('content-encoding')).toBeNull();
  });
});

describe('a snapshot that is unchanged', () => {
  const tagNow = async (): Promise<string> => (await ask()).headers.get('etag') ?? '';

  test.each([
    ['its tag', (tag: string) => tag],
    ['its tag made weak by a proxy', (tag: string) => `W/${tag}`],
    ['its tag among others', (tag: string) => `"x", ${tag}`],
  ])('is 304 without a body for %s', async (_name, write) => {
    const { status, text } = await ask('', { 'If-None-Match': write(await tagNow()) });

    expect([status, text]).toEqual([304, '']);
  });

  test('is sent again after a token ended', async () => {
    const tag = await tagNow();
    const jti = await end(acme);
    await inFeed(jti);

    const { status, body } = await ask('', { 'If-None-Match': tag });

    expect(status).toBe(200);
    expect(body.items).toContainEqual(expect.objectContaining({ jti }));
  });
});

test('a large snapshot is compressed, here and in the internal API', async () => {
  for (let made = 0; made < 10; made += 1) await end(acme);
  const accepts = { 'Accept-Encoding': 'gzip' };

  const here = await until('it is large', async () => {
    const answer = await ask('', accepts);
    return answer.body.items.length >= 10 && answer;
  });
  const internal = await app.internal('GET /revocations', { headers: accepts });

  for (const { headers } of [here, internal]) expect(headers.get('content-encoding')).toBe('gzip');
});
