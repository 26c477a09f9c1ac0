// mosquitto asks about its clients, and about each of their messages.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestApp } from '../../support/app/app.ts';
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

const OK = [200, { ok: true, error: '' }];
const denied = (error: string) => [403, { ok: false, error }];
const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
  app.internal(`POST /brokers/mosquitto${path}`, { body, headers });
const ask = async (path: string, fields: object) => {
  const { status, body } = await post(path, fields);
  return [status, body];
};

test('a client connects with its token, and no client is a superuser', async () => {
  const names = { username: one.id, clientid: one.id };

  expect(await ask('/user', { ...names, password: one.token })).toEqual(OK);
  expect(await ask('/user', { ...names, password: other.token })).toEqual(denied('name'));
  expect(await ask('/user', { username: revoked.id, password: revoked.token })).toEqual(denied('revoked'));
  expect(await ask('/superuser', names)).toEqual(denied('superuser'));
});

test.each([
  [1, 'deliver', true],
  [2, 'publish', true],
  [3, 'both', true],
  [4, 'subscribe', true],
])('access %i (%s) is given for own topics, as a number and as a text', async (acc) => {
  const fields = { username: one.id, clientid: one.id, topic: `devices/${one.id}/up` };

  expect(await ask('/acl', { ...fields, acc })).toEqual(OK);
  expect(await ask('/acl', { ...fields, topic: `devices/${other.id}/up`, acc })).toEqual(denied('topic'));
  expect((await form('/mosquitto/acl', { ...fields, acc: String(acc) })).status).toBe(200);
});

test('a filter is for subscribing only', async () => {
  const fields = { username: one.id, clientid: one.id, topic: `devices/${one.id}/#` };

  expect(await ask('/acl', { ...fields, acc: 4 })).toEqual(OK);
  expect(await ask('/acl', { ...fields, acc: 2 })).toEqual(denied('topic'));
});

test('in the JWT mode the token is the user name, in a header', async () => {
  const headers = { Authorization: `Bearer ${one.token}` };
  const topic = `devices/${one.id}/up`;

  expect((await post('/user', {}, headers)).status).toBe(200);
  expect((await post('/acl', { clientid: one.id, topic, acc: 2 }, headers)).status).toBe(200);
  expect((await post('/acl', { username: one.token, clientid: one.id, topic, acc: 2 })).status).toBe(200);
  expect((await post('/user', {}, { Authorization: `Bearer ${revoked.token}` })).status).toBe(403);
});
