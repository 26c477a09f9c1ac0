// Brokers without a package: their requests, made from the configurations in scripts/brokers and from recorded bodies.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { openApp, type Seen, type TestApp } from '../support/app/app.ts';
import { SCRIPTS } from './programs.ts';

let app: TestApp;
let one: Seen & { readonly token: string };
let revoked: Seen & { readonly token: string };
beforeAll(async () => {
  app = await openApp();
  [one, revoked] = [await app.accepted(), await app.accepted()];
  await app.setStatus(revoked, 'rejected');
});
afterAll(() => app.close());

const configuration = (file: string): string => readFileSync(SCRIPTS + file, 'utf8');
const BASE = 'http://devauth:8081/api/internal/v1/devauth';
/** Returns the path of the only address in the configuration with that end, below the base of the internal API. */
function addressIn(text: string, end: RegExp): string {
  const addresses = [...text.matchAll(/http:\/\/devauth:8081[^\s"<]+/g)]
    .map(([address]) => address)
    .filter((address) => end.test(address));
  const [address = ''] = new Set(addresses);
  expect([new Set(addresses).size, address.startsWith(BASE)]).toEqual([1, true]);
  return address.slice(BASE.length);
}

describe('EMQX', () => {
  const text = configuration('emqx/emqx.conf');

  /** Fills the template of the body as EMQX does: a missing value is the empty text. */
  const fill = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
    const template = /^ {4}body \{\n(.*?)\n {4}\}/ms.exec(text)?.[1] ?? '';
    const fields = [...template.matchAll(/(\w+) = "\$\{(\w+)\}"/g)].map(([, name = '', of = '']) => [
      name,
      values[of] ?? '',
    ]);
    expect(fields.length).toBe(4);
    return Object.fromEntries(fields);
  };
  const authn = async (values: Readonly<Record<string, string>>) =>
    (await app.internal(`POST ${addressIn(text, /authn$/)}`, { body: fill(values) })).body;

  test('its configured body lets a good device in, with rules that end with denials', async () => {
    const body = await authn({ password: one.token, clientid: one.id });

    expect(body).toMatchObject({ result: 'allow', is_superuser: false, acl: expect.any(Array) });
    expect(body.acl.at(-1).permission).toBe('deny');
  });

  test('it gets `deny` for every other one', async () => {
    expect(await authn({ password: revoked.token, clientid: revoked.id })).toEqual({ result: 'deny' });
    expect(await authn({ clientid: one.id, cert_common_name: one.id })).toEqual({ result: 'deny' });
    expect(await authn({ username: 'admin', password: 'public', clientid: one.id })).toEqual({ result: 'deny' });
  });
});

describe('VerneMQ', () => {
  const text = configuration('vernemq/vernemq.conf');
  const path = addressIn(text, /./);

  /** Requests with the fields that VerneMQ documents for its webhooks. */
  const recorded = (of: Seen & { readonly token: string }): Readonly<Record<string, object>> => {
    const client = { client_id: of.id, mountpoint: '', username: of.id };
    const registers = { ...client, peer_addr: '127.0.0.1', peer_port: 8888, password: of.token };
    const published = { ...client, topic: `devices/${of.id}/up`, qos: 1, retain: false };
    return {
      auth_on_register: { ...registers, clean_session: false },
      auth_on_register_m5: { ...registers, clean_start: true, properties: {} },
      auth_on_publish: published,
      auth_on_publish_m5: { ...published, properties: { p_payload_format_indicator: 'utf8' } },
      auth_on_subscribe: { ...client, topics: [{ topic: `devices/${of.id}/#`, qos: 1 }] },
      auth_on_subscribe_m5: { ...client, topics: [{ topic: `devices/${of.id}/#`, qos: 1 }], properties: {} },
    };
  };
  const hooks = [...text.matchAll(/\.hook = (\w+)/g)].map(([, hook = '']) => hook);
  const ask = async (hook: string, body: object) =>
    (await app.internal(`POST ${path}`, { body, headers: { 'vernemq-hook': hook } })).body;

  test('every hook that is recorded is configured', () => {
    expect(hooks.sort()).toEqual(Object.keys(recorded(one)).sort());
  });

  test.each(hooks)('%s', async (hook) => {
    expect(await ask(hook, recorded(one)[hook] ?? {})).toEqual({ result: 'ok' });
    expect(await ask(hook, recorded(revoked)[hook] ?? {})).toEqual({ result: { error: 'not_allowed' } });
  });
});

describe('HiveMQ', () => {
  test('its configured address introspects with Basic, and it finds the keys', async () => {
    const text = configuration('hivemq/ese-config.xml');
    const { body: key } = await app.internal('POST /api-keys', { body: { scopes: ['tokens:introspect'] } });
    const user = /<user-name>(\w+)</.exec(text)?.[1] ?? '';
    const headers = {
      Authorization: `Basic ${Buffer.from(`${user}:${key.key}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    };
    const ask = async (token: string) =>
      (await app.internal(`POST ${addressIn(text, /introspect$/)}`, { headers, body: `token=${token}` })).body;

    expect(await ask(one.token)).toMatchObject({ active: true, sub: one.id, iss: 'Mender', aud: 'devauth' });
    expect(await ask(revoked.token)).toEqual({ active: false });
    const jwks = /http:\/\/devauth:8080(\/[^<]+)</.exec(text)?.[1] ?? '';
    expect((await app.public(`GET ${jwks}`)).body.keys.length).toBeGreaterThan(0);
  });
});
