// Message brokers ask about their clients: the answers for each broker. `spec/service/fleet/judge-client.spec.ts` has the rules.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openTenants } from '../../support/app/fleet.ts';
import { openWatchedStore } from '../../support/stores/watched-store.ts';
import { openBrokerClients, type Client } from './broker-clients.ts';

let app: TestApp;
let one: Client;
let other: Client;
let revoked: Client;
beforeAll(async () => {
  ({ app, one, other, revoked } = await openBrokerClients());
});
afterAll(() => app.close());

const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  app.internal(`POST /brokers${path}`, { body, headers });

const inAnHour = expect.closeTo(Date.now() / 1000 + 3600, -2);

describe('generic', () => {
  test('an allowed client is named, with its topics and the end of its session', async () => {
    const { status, body } = await post('/generic', { token: one.token });

    expect(status).toBe(200);
    expect(body).toEqual({
      result: 'allow',
      device: one.id,
      tenant: 'default',
      expires_at: inAnHour,
      topics: { publish: [`devices/${one.id}/#`], subscribe: [`devices/${one.id}/#`] },
    });
  });

  test.each([
    ['missing', () => ({})],
    ['invalid', () => ({ token: 'x' })],
    ['revoked', () => ({ token: revoked.token })],
    ['name', () => ({ token: one.token, username: other.id })],
    ['client_id', () => ({ token: one.token, client_id: other.id })],
    ['certificate', () => ({ token: one.token, cert_common_name: other.id })],
    ['topic', () => ({ token: one.token, step: 'publish', topic: `devices/${other.id}/up` })],
    ['vhost', () => ({ token: one.token, vhost: 'acme' })],
    ['topic', () => ({ token: one.token, step: 'subscribe', topic: '#' })],
    ['topic', () => ({ token: one.token, step: 'publish', topic: `devices/${one.id}/../${other.id}/up` })],
    ['topic', () => ({ token: one.token, step: 'subscribe' })],
  ])('denied: %s', async (reason, ask) => {
    const { status, body } = await post('/generic', ask());

    expect([status, body]).toEqual([200, { result: 'deny', reason }]);
  });
});

describe('EMQX', () => {
  const authn = (ask: object) => post('/emqx/authn', { username: '', cert_common_name: '', ...ask });

  test('a client gets its access list, which ends with denials, and the end of its session', async () => {
    const { body } = await authn({ password: one.token, clientid: one.id, username: 'undefined' });

    expect(body).toEqual({
      result: 'allow',
      is_superuser: false,
      expire_at: inAnHour,
      client_attrs: { device: one.id, tenant: 'default' },
      acl: [
        { permission: 'allow', action: 'publish', topic: `devices/${one.id}/#` },
        { permission: 'allow', action: 'subscribe', topic: `devices/${one.id}/#` },
        { permission: 'deny', action: 'all', topic: '#' },
        { permission: 'deny', action: 'all', topic: '$SYS/#' },
      ],
    });
  });

  test('a denial is a 200: every other status means that the next authenticator decides', async () => {
    const answers = [
      await authn({ password: revoked.token, clientid: revoked.id }),
      await authn({ password: '', clientid: one.id }),
      await authn({ password: one.token, clientid: other.id }),
      await authn({ password: 'x'.repeat(65_535), clientid: one.id }),
    ];

    expect(answers.map(({ status, text }) => [status, text])).toEqual(answers.map(() => [200, '{"result":"deny"}']));
  });

  test('so is one of the longest fields that MQTT allows, however they are escaped, where other bodies are small', async () => {
    const longest = '\u0001'.repeat(65_535);
    const small = await openApp({ DEVICEAUTH_REQUEST_SIZE_LIMIT: '8192' });
    try {
      const { status, text } = await small.internal('POST /brokers/emqx/authn', {
        body: { username: longest, password: longest, clientid: longest },
      });

      expect([status, text]).toEqual([200, '{"result":"deny"}']);
    } finally {
      await small.close();
    }
  });

  test('the authorizer is answered by the device that the user name is', async () => {
    const authz = (action: string, topic: string) =>
      post('/emqx/authz', { username: one.id, clientid: one.id, action, topic });

    expect((await authz('publish', `devices/${one.id}/up`)).body).toEqual({ result: 'allow' });
    expect((await authz('subscribe', `devices/${one.id}/#`)).body).toEqual({ result: 'allow' });
    expect((await authz('publish', `devices/${one.id}/#`)).body).toEqual({ result: 'deny' });
    expect((await authz('subscribe', `devices/${other.id}/#`)).body).toEqual({ result: 'deny' });
    const without = { username: one.id, clientid: one.id, topic: `devices/${one.id}/up` };
    expect((await post('/emqx/authz', without)).body).toEqual({ result: 'deny' });
  });
});

describe('VerneMQ', () => {
  const hook = (name: string, body: object) => post('/vernemq', body, { 'vernemq-hook': name });
  const OK = { result: 'ok' };
  const DENIED = { result: { error: 'not_allowed' } };

  test.each(['', '_m5'])(
    'a client registers with its token, and publishes and subscribes by its name (%j)',
    async (m5) => {
      const names = { username: one.id, client_id: `${one.id}-1`, mountpoint: '' };
      const topics = (...of: string[]) => ({ ...names, topics: of.map((topic) => ({ topic, qos: 1 })) });

      const answers = [
        await hook(`auth_on_register${m5}`, {
          ...names,
          password: one.token,
          peer_addr: '127.0.0.1',
          peer_port: 8888,
          clean_session: true,
        }),
        await hook(`auth_on_publish${m5}`, { ...names, topic: `devices/${one.id}/up`, qos: 1, retain: false }),
        await hook(`auth_on_subscribe${m5}`, topics(`devices/${one.id}/#`, `devices/${one.id}/x`)),
        await hook(`auth_on_register${m5}`, { ...names, password: null }),
        await hook(`auth_on_register${m5}`, { ...names, username: null, password: one.token }),
        await hook(`auth_on_publish${m5}`, { ...names, topic: `devices/${other.id}/up` }),
        await hook(`auth_on_subscribe${m5}`, topics()),
        await hook(`auth_on_subscribe${m5}`, names),
        await hook(`auth_on_subscribe${m5}`, topics(`devices/${one.id}/#`, '#')),
        await hook(`auth_on_publish${m5}`, {
          ...names,
          username: revoked.id,
          client_id: revoked.id,
          topic: `devices/${revoked.id}/up`,
        }),
      ];

      expect(answers.map(({ body }) => body)).toEqual([OK, OK, OK, ...Array.from({ length: 7 }, () => DENIED)]);
      expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(answers.map(() => 'no-store'));
    },
  );
});

test('without a verdict each broker gets the answer that makes it refuse without asking another service', async () => {
  const breakable = await openWatchedStore();
  const failing = await openApp({}, { store: breakable.store });
  const { id, token } = await failing.accepted();
  await breakable.store.close();
  const ask = async (path: string, body: object, headers = {}) => {
    const { status, text, headers: given } = await failing.internal(`POST /brokers${path}`, { body, headers });
    return [status, text, given.get('retry-after')];
  };

  const hook = { 'vernemq-hook': 'auth_on_register' };
  expect(await ask('/emqx/authn', { password: token, clientid: id })).toEqual([200, '{"result":"deny"}', null]);
  expect(await ask('/rabbitmq/user', { username: id, password: token })).toEqual([200, 'deny unavailable', null]);
  expect(await ask('/vernemq', { username: id, password: token }, hook)).toEqual([
    200,
    '{"result":{"error":"unavailable"}}',
    null,
  ]);
  expect(await ask('/mosquitto/user', { username: id, password: token })).toEqual([
    503,
    '{"ok":false,"error":"unavailable"}',
    '1',
  ]);
  expect(await ask('/generic', { token })).toMatchObject([503, expect.any(String), '1']);
  await failing.close();
});

describe('where devices have tenants', () => {
  test('topics begin with the tenant, and brokers that ask by the name alone need it there', async () => {
    const tenants = openTenants();
    const multi = await openApp({ ...tenants.settings });
    const { id, token } = await tenants.fleet(multi, 'acme').accepted();
    const ask = async (path: string, body: object) =>
      (await multi.internal(`POST /brokers${path}`, { body: { vhost: '/', ...body } })).text;
    const username = `acme/${id}`;

    const generic = JSON.parse(await ask('/generic', { token, username: id }));
    expect(generic).toMatchObject({ tenant: 'acme', topics: { publish: [`acme/devices/${id}/#`] } });
    expect(await ask('/rabbitmq/user', { username: id, password: token })).toBe('deny name');
    expect(await ask('/rabbitmq/user', { username, password: token })).toBe('allow');
    expect(await ask('/rabbitmq/topic', { username, permission: 'write', routing_key: `acme.devices.${id}.up` })).toBe(
      'allow',
    );
    expect(
      await ask('/rabbitmq/topic', { username, permission: 'write', routing_key: `umbrella.devices.${id}.up` }),
    ).toBe('deny topic');
    expect(
      await ask('/rabbitmq/topic', { username: id, permission: 'write', routing_key: `acme.devices.${id}.up` }),
    ).toBe('deny revoked');
    await multi.close();
  });
});

test('the internal key, where there is one, may be the password of Basic: RabbitMQ can send no header', async () => {
  const key = 'k'.repeat(32);
  const guarded = await openApp({ DEVICEAUTH_INTERNAL_API_KEY: key });
  const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  const ask = async (headers: Readonly<Record<string, string>>) =>
    (await guarded.internal('POST /brokers/generic', { headers, body: {} })).status;

  expect([
    await ask(basic(`rabbitmq:${key}`)),
    await ask(basic(`${key}:`)),
    await ask(basic('x:y')),
    await ask({}),
  ]).toEqual([...[200, 401, 401, 401]]);
  await guarded.close();
});
