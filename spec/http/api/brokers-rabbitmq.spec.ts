// RabbitMQ asks about its clients, in forms.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openTenants } from '../../support/app/fleet.ts';
import { openBrokerClients, sendForm, type Client } from './broker-clients.ts';

let app: TestApp;
let one: Client;
let other: Client;
let revoked: Client;
beforeAll(async () => {
  ({ app, one, other, revoked } = await openBrokerClients());
});
afterAll(() => app.close());

const form = (path: string, fields: Readonly<Record<string, string>>) => sendForm(app, path, fields);

const own = (more: Readonly<Record<string, string>> = {}) => ({ username: one.id, vhost: '/', ...more });
const resource = (more: Readonly<Record<string, string>>) =>
  form('/rabbitmq/resource', own({ tags: '', client_id: one.id, ...more }));
const topic = (permission: string, routing_key: string) =>
  form(
    '/rabbitmq/topic',
    own({ resource: 'topic', name: 'amq.topic', permission, routing_key, 'variable_map.client_id': one.id }),
  );

test.each([
  ['user', () => ({ ...own(), password: one.token, client_id: one.id }), 'allow'],
  ['user', () => ({ ...own(), password: other.token, client_id: one.id }), 'deny name'],
  ['user', () => ({ ...own(), password: one.token, client_id: other.id }), 'deny client_id'],
  ['user', () => ({ username: 'guest', password: 'guest', vhost: '/' }), 'deny invalid'],
  ['user', () => ({ username: revoked.id, password: revoked.token, vhost: '/' }), 'deny revoked'],
  ['vhost', () => ({ ...own(), ip: '127.0.0.1', tags: '' }), 'allow'],
  ['vhost', () => ({ username: revoked.id, vhost: '/' }), 'deny revoked'],
  ['vhost', () => ({ username: one.id, vhost: 'acme' }), 'deny vhost'],
  ['vhost', () => ({ username: one.id }), 'deny vhost'],
  ['user', () => ({ ...own(), password: one.token, vhost: 'acme' }), 'deny vhost'],
  ['user', () => ({ username: one.id, password: one.token }), 'allow'],
])('%s', async (step, fields, expected) => {
  const { status, text, headers } = await form(`/rabbitmq/${step}`, fields());

  expect([status, text, headers.get('content-type')]).toEqual([200, expected, 'text/plain; charset=utf-8']);
});

test.each([
  [{ resource: 'exchange', name: 'amq.topic', permission: 'write' }, 'allow'],
  [{ resource: 'exchange', name: 'amq.topic', permission: 'read' }, 'allow'],
  [{ resource: 'exchange', name: 'amq.topic', permission: 'configure' }, 'deny resource'],
  [{ resource: 'exchange', name: 'amq.default', permission: 'write' }, 'deny resource'],
  [{ resource: 'exchange', name: '', permission: 'write' }, 'deny resource'],
  [{ resource: 'queue', name: 'orders', permission: 'read' }, 'deny resource'],
  [{ resource: 'queue', permission: 'read' }, 'deny resource'],
  [{}, 'deny resource'],
  [{ resource: 'exchange', name: 'amq.topic', permission: 'write', vhost: 'acme' }, 'deny vhost'],
])('resource %j: %s', async (fields, expected) => {
  expect((await resource(fields)).text).toBe(expected);
});

test.each([
  ['allow', () => `mqtt-subscription-${one.id}qos1`],
  ['allow', () => `mqtt-subscription-${one.id}-2qos0`],
  ['deny resource', () => `mqtt-subscription-${other.id}qos1`],
  ['deny resource', () => `mqtt-subscription-${one.id}`],
  ['deny resource', () => `x-mqtt-subscription-${one.id}qos1`],
])('a queue of an MQTT session: %s', async (expected, name) => {
  expect((await resource({ resource: 'queue', name: name(), permission: 'configure' })).text).toBe(expected);
});

test('topics have dots for slashes', async () => {
  const answers = [
    await topic('write', `devices.${one.id}.up`),
    await topic('read', `devices.${one.id}.#`),
    await topic('read', `devices.${one.id}.*.x`),
    await topic('write', `devices.${one.id}.*`),
    await topic('write', `devices.${other.id}.up`),
    await topic('read', 'devices.*.up'),
    await topic('read', '#'),
    await topic('write', `devices/${one.id}.up`),
    await topic('write', `devices.${one.id}.//.up`), // the MQTT topic has the level `..`
    await topic('write', `devices.${one.id}..up`),
  ];

  expect(answers.map(({ text }) => text)).toEqual([
    ...[
      'allow',
      'allow',
      'allow',
      'deny topic',
      'deny topic',
      'deny topic',
      'deny topic',
      'deny topic',
      'deny topic',
      'deny topic',
    ],
  ]);
});

test('in another virtual host than those of the setting, no topic is allowed', async () => {
  const asked = { username: one.id, permission: 'write', routing_key: `devices.${one.id}.up` };

  expect((await form('/rabbitmq/topic', { ...asked, vhost: '/' })).text).toBe('allow');
  expect((await form('/rabbitmq/topic', { ...asked, vhost: 'acme' })).text).toBe('deny vhost');
  expect((await form('/rabbitmq/topic', asked)).text).toBe('deny vhost');
});

test('with `{tenant}` as setting, a device opens the virtual host of its tenant and no other', async () => {
  const tenants = openTenants();
  const multi = await openApp({ ...tenants.settings, DEVICEAUTH_BROKER_VHOSTS: '{tenant}' });
  const { id, token } = await tenants.fleet(multi, 'acme').accepted();
  const ask = async (step: string, vhost: string) =>
    (await sendForm(multi, `/rabbitmq/${step}`, { username: `acme/${id}`, password: token, vhost })).text;

  const answers = [];
  for (const vhost of ['acme', 'globex', '/', 'default'])
    answers.push([vhost, await ask('user', vhost), await ask('vhost', vhost)]);

  expect(answers).toEqual([
    ['acme', 'allow', 'allow'],
    ...['globex', '/', 'default'].map((vhost) => [vhost, 'deny vhost', 'deny vhost']),
  ]);
  await multi.close();
});
