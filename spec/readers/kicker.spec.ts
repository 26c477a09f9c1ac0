// A revoked device's sessions end at its brokers: a small HTTP server replaces their management API.
import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { OWN_TENANT, tenantId, type TenantId } from '../../src/domain/ids.ts';
import type { Event, EventBody } from '../../src/domain/event.ts';
import { kickers } from '../../src/readers/kicker.ts';
import type { Broker } from '../../src/readers/kick.ts';
import type { Store } from '../../src/store/store.ts';
import { openLogLines } from '../support/log-lines.ts';
import { given } from '../support/stores/given.ts';
import { until } from '../support/until.ts';
import { openTestReaders } from './tools.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Called {
  readonly what: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Answers 204, unless `answer` decides otherwise. */
async function openAdmin(
  answer: (what: string, calls: number) => { status: number; body?: string } = () => ({ status: 204 }),
) {
  const calls: Called[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const what = `${request.method ?? ''} ${request.url ?? ''}`;
      calls.push({ what, authorization: request.headers.authorization, body });
      const { status, body: answered } = answer(what, calls.length);
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(answered);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  cleanups.push(() => server.close());
  return { calls, url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}` };
}

/** A reader for that broker on a store with a device, and a function that appends events of the device or its tenant. */
async function openKicker(kind: Broker['kind'], url: string, tenant: TenantId = OWN_TENANT) {
  const readers = await openTestReaders();
  cleanups.push(() => readers.close());
  const { store } = readers;
  const device = given.device({ tenant, status: 'accepted' });
  await store.devices.commit(tenant, given.create(device));
  const { log, lines } = openLogLines();
  const broker = { name: 'mqtt', kind, url, credential: () => Promise.resolve('ops:secret') };
  const [settings] = kickers([broker], { devices: store.devices, log });
  if (settings === undefined) throw new TypeError('one broker has one reader');
  const reader = readers.open(settings);
  await until('the reader has begun', async () => (await store.stats.readers()).length === 1);
  const happen = async (body: EventBody, of: Partial<Event> = { device: device.id }): Promise<void> => {
    await store.feed.append([given.event({ tenant, ...of }, body)]);
    reader.wake();
  };
  return { device: device.id, store, lines, happen };
}

const REVOKED: EventBody = { type: 'tokens.revoked', jtis: [given.token().jti] };
const isRead = async ({ store }: { readonly store: Store }): Promise<boolean> =>
  (await store.feed.cursor('kicker:mqtt')) === (await store.feed.head());

describe('RabbitMQ', () => {
  test.each([
    ['', (device: string) => device],
    ['acme', (device: string) => encodeURIComponent(`acme/${device}`)],
  ])('ends the connections of the user name (tenant %j)', async (tenant, name) => {
    const admin = await openAdmin();
    const kicker = await openKicker('rabbitmq', admin.url, tenantId(tenant));

    await kicker.happen(REVOKED);

    await until('the broker was called', () => admin.calls.length > 0);
    expect(admin.calls).toEqual([
      {
        what: `DELETE /api/connections/username/${name(kicker.device)}`,
        authorization: `Basic ${Buffer.from('ops:secret').toString('base64')}`,
        body: '',
      },
    ]);
  });
});

describe('EMQX', () => {
  test('ends the sessions of every client id that is the device, and of its user name', async () => {
    const ids: string[] = [];
    const admin = await openAdmin((what) => {
      if (what.includes('kickout')) return { status: 204 };
      const found = what.includes('like_clientid') ? ids : ['by-name'];
      return { status: 200, body: JSON.stringify({ data: found.map((clientid) => ({ clientid })), meta: {} }) };
    });
    const kicker = await openKicker('emqx', admin.url);
    ids.push(kicker.device, `${kicker.device}-2`, `x${kicker.device}`, `${kicker.device}2`);

    await kicker.happen(REVOKED);

    const bulk = await until('the broker was called', () => admin.calls.find(({ what }) => what.startsWith('POST')));
    expect(bulk).toMatchObject({
      what: 'POST /api/v5/clients/kickout/bulk',
      body: JSON.stringify([kicker.device, `${kicker.device}-2`, 'by-name']),
    });
  });

  test('is not asked to end a session that it does not have', async () => {
    const admin = await openAdmin(() => ({ status: 200, body: '{"data":[],"meta":{}}' }));
    const kicker = await openKicker('emqx', admin.url);

    await kicker.happen(REVOKED);
    await until('all is read', () => isRead(kicker));

    expect(admin.calls.map(({ what }) => what.split(' ')[0])).toEqual(['GET', 'GET']);
  });
});

test('VerneMQ ends the session of the device', async () => {
  const admin = await openAdmin(() => ({ status: 200, body: '{"text":"Done","type":"text"}' }));
  const kicker = await openKicker('vernemq', admin.url);

  await kicker.happen(REVOKED);

  const call = await until('the broker was called', () => admin.calls[0]);
  expect(call.what).toBe(`GET /api/v1/session/disconnect?client-id=${kicker.device}&--cleanup`);
});

describe('every broker', () => {
  test.each<EventBody>([REVOKED, { type: 'device.decommissioning' }, { type: 'device.removed' }])(
    'is called after $type',
    async (body) => {
      const admin = await openAdmin();
      const kicker = await openKicker('rabbitmq', admin.url);

      await kicker.happen(body);

      await until('the broker was called', () => admin.calls.length > 0);
    },
  );

  test('is not called after an event that ends no session', async () => {
    const admin = await openAdmin();
    const kicker = await openKicker('rabbitmq', admin.url);

    await kicker.happen({ type: 'tokens.superseded', jtis: [given.token().jti] });
    await kicker.happen({ type: 'device.changed', from: 'pending', to: 'accepted' });
    await until('all is read', () => isRead(kicker));

    expect(admin.calls).toEqual([]);
  });

  test('is called for every accepted device of a tenant that is purged', async () => {
    const admin = await openAdmin();
    const kicker = await openKicker('rabbitmq', admin.url);
    const others = given.devices(3, { tenant: OWN_TENANT, status: 'accepted' });
    for (const other of [...others, given.device({ tenant: OWN_TENANT, status: 'pending' })])
      await kicker.store.devices.commit(OWN_TENANT, given.create(other));

    await kicker.happen({ type: 'tokens.purged' }, {});
    await until('all is read', () => isRead(kicker));

    const expected = [kicker.device, ...others.map(({ id }) => id)].map(
      (id) => `DELETE /api/connections/username/${id}`,
    );
    expect(admin.calls.map(({ what }) => what).sort()).toEqual(expected.sort());
  });

  test.each([500, 503, 401])('that answers %i is called again until it ends the session', async (status) => {
    const admin = await openAdmin((_what, calls) => ({ status: calls < 3 ? status : 204 }));
    const kicker = await openKicker('rabbitmq', admin.url);

    await kicker.happen(REVOKED);
    await until('all is read', () => isRead(kicker));

    expect(admin.calls).toHaveLength(3);
  });

  test('that does not know the client has nothing to do', async () => {
    const admin = await openAdmin(() => ({ status: 404 }));
    const kicker = await openKicker('rabbitmq', admin.url);

    await kicker.happen(REVOKED);
    await until('all is read', () => isRead(kicker));

    expect(admin.calls).toHaveLength(1);
  });

  test('is not called again for the events before its failure', async () => {
    const admin = await openAdmin((_what, calls) => ({ status: calls === 2 ? 500 : 204 }));
    const kicker = await openKicker('rabbitmq', admin.url);
    const [one, two] = given.devices(2, {});

    await kicker.store.feed.append(
      [one, two].map((of) => given.event({ tenant: OWN_TENANT, device: of!.id }, REVOKED)),
    );
    await kicker.happen({ type: 'limit.changed', limit: 1 }, {});
    await until('all is read', () => isRead(kicker));

    expect(admin.calls.map(({ what }) => what.split('/').at(-1))).toEqual([one?.id, two?.id, two?.id]);
  });
});
