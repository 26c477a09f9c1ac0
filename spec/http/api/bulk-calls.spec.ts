// What all bulk calls have in common: one request for the rate, no deadline, one at a time for a tenant, and an end when the caller disconnects.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { openApp, type Answer, type Seen, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { open } from '../../support/raw-http.ts';
import { openWatchedStore, type WatchedStore } from '../../support/stores/watched-store.ts';
import { until } from '../../support/until.ts';

const DEADLINE_MS = 300;
/** The time stands still, so that the rate gives nothing back. */
const standstill = new Date();
const BURST = 1000;

const tenants = openTenants();
let held: WatchedStore;
let app: TestApp;
beforeAll(async () => {
  held = await openWatchedStore();
  const settings = {
    ...tenants.settings,
    DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '1',
    DEVICEAUTH_MANAGEMENT_REQUESTS_BURST: String(BURST),
  };
  app = await openApp(settings, { store: held.store, now: () => standstill, bounds: { deadlineMs: DEADLINE_MS } });
});
afterEach(() => held.letGo());
afterAll(() => app.close());

interface Bulk {
  readonly request: string;
  readonly body: object;
  /** The status of each device after the call. */
  readonly status: string;
}

const setOf = ({ id, authSet }: Seen) => ({ device: id, auth_set: authSet });
const seenBefore = (): string => new Date(Date.now() + 60_000).toISOString();

/** Each bulk call, about devices that wait. */
const CALLS: readonly (readonly [string, (fleet: Fleet, seen: readonly Seen[]) => Promise<Bulk> | Bulk])[] = [
  [
    'a decision about auth sets that are named',
    (_, seen) => ({
      request: 'POST /devices/decisions',
      body: { status: 'accepted', from: 'pending', auth_sets: seen.map(setOf) },
      status: 'accepted',
    }),
  ],
  [
    'a decision by a filter',
    (_, seen) => ({
      request: 'POST /devices/decisions',
      body: {
        status: 'rejected',
        from: 'pending',
        filter: { status: 'pending' },
        seen_before: seenBefore(),
        expected_count: seen.length,
      },
      status: 'rejected',
    }),
  ],
  [
    'an undo',
    async (fleet, seen) => {
      const body = { status: 'accepted', from: 'pending', auth_sets: seen.map(setOf) };
      const { body: decided } = await fleet.management('POST /devices/decisions', { body });
      return { request: `POST /devices/decisions/${decided.decision}/undo`, body: {}, status: 'pending' };
    },
  ],
  [
    'a list of dismissals',
    (_, seen) => ({
      request: 'POST /devices/dismissals',
      body: { from: 'pending', auth_sets: seen.map(setOf) },
      status: 'noauth',
    }),
  ],
  [
    'a list of decommissionings',
    (_, seen) => ({
      request: 'POST /devices/decommissions',
      body: { devices: seen.map(({ id }) => id) },
      status: 'gone',
    }),
  ],
];

const DEVICES = 3;

async function waiting(fleet: Fleet): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (let made = 0; made < DEVICES; made += 1) seen.push(await fleet.pending(simulateDevice()));
  return seen;
}

const statusesOf = (fleet: Fleet, seen: readonly Seen[]): Promise<readonly string[]> =>
  Promise.all(seen.map(async ({ id }) => (await fleet.show(id)).status ?? 'gone'));

const left = ({ headers }: Answer): number => Number(headers.get('RateLimit-Remaining'));

/** Asks again if the answer missed the short deadline: such a refusal does not say what is left. */
const leftBefore = (fleet: Fleet): Promise<number> =>
  until('an answer comes in time', async () => {
    const answer = await fleet.management('GET /devices/count');
    return answer.status === 200 && left(answer);
  });

/** Sends the call on a connection of its own, and does not wait for its answer. */
async function send({ request, body }: Bulk, { tenant }: Fleet): Promise<Socket> {
  const socket = await open(app.publicUrl);
  const text = JSON.stringify(body);
  const lines = [
    `${request.replace(' ', ' /api/management/v2/devauth')} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${app.users.token(tenant)}`,
    'Content-Type: application/json',
    `Content-Length: ${text.length}`,
  ];
  socket.on('error', () => {}).write(`${lines.join('\r\n')}\r\n\r\n${text}`);
  return socket;
}

const connections = (): Promise<number> =>
  new Promise((resolve, reject) =>
    app.service.publicServer.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

describe('the rate of requests', () => {
  const listed = () => ({ identity_data: simulateDevice().identity, pubkey: simulateDevice().pubkey });

  test('counts a list of devices as one request, as JSON and as NDJSON, also if a row is wrong', async () => {
    const fleet = tenants.fleet(app);
    const rows = [...Array.from({ length: 60 }, listed), {}];
    const ndjson = {
      body: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
      headers: { 'Content-Type': 'application/x-ndjson', Accept: 'application/x-ndjson' },
    };
    const before = await leftBefore(fleet);

    const json = await fleet.management('POST /devices/bulk', { body: rows });
    const lines = await fleet.management('POST /devices/bulk', ndjson);

    expect([json.body.created, json.body.invalid]).toEqual([60, 1]);
    expect(lines.text.match(/"result":"exists"/g)).toHaveLength(60);
    expect([before - left(json), before - left(lines)]).toEqual([1, 2]);
  });

  test('refuses a bulk call that has no request left, and does none of it', async () => {
    const spent = await openApp(
      {
        DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '1',
        DEVICEAUTH_MANAGEMENT_REQUESTS_BURST: '3',
      },
      { now: () => standstill },
    );
    const rows = Array.from({ length: 60 }, listed);
    const answers = [];
    for (let calls = 0; calls < 4; calls += 1)
      answers.push(await spent.management('POST /devices/bulk', { body: rows.slice(0, 20 * (calls + 1)) }));
    await spent.close();

    expect(answers.map(({ status, body }) => [status, body.rows, body.created])).toEqual([
      [200, 20, 20],
      [200, 40, 20],
      [200, 60, 20],
      [429, undefined, undefined],
    ]);
    expect(answers[3]?.headers.get('Retry-After')).toBe('1');
  });
});

describe.each(CALLS)('%s', (_name, callOf) => {
  test('counts as one request, however many devices it is about', async () => {
    const fleet = tenants.fleet(app);
    const { request, body } = await callOf(fleet, await waiting(fleet));
    const before = await leftBefore(fleet);

    const answer = await fleet.management(request, { body });

    expect([answer.status, answer.body.done, before - left(answer)]).toEqual([200, DEVICES, 1]);
  });

  test('has no deadline, and holds up another bulk call of its tenant, and none of other tenants', async () => {
    const [fleet, other] = [tenants.fleet(app), tenants.fleet(app)];
    const seen = await waiting(fleet);
    const { request, body, status } = await callOf(fleet, seen);
    const list = { body: [] };

    held.hold();
    const began = performance.now();
    const answer = fleet.management(request, { body });
    const refused = await until('the call is under way', async () => {
      const second = await fleet.management('POST /devices/bulk', list);
      return second.status === 429 && second;
    });
    const others = await other.management('POST /devices/bulk', list);
    await until('other requests would be too late', () => performance.now() - began > 2 * DEADLINE_MS);
    await held.letGo();

    expect((await answer).status).toBe(200);
    expect([refused.headers.get('retry-after'), others.status]).toEqual(['1', 200]);
    expect(await statusesOf(fleet, seen)).toEqual(seen.map(() => status));
    expect((await fleet.management('POST /devices/bulk', list)).status).toBe(200);
  });

  test('begins no item after its caller has disconnected, and the next call may begin', async () => {
    const fleet = tenants.fleet(app);
    const seen = await waiting(fleet);
    const call = await callOf(fleet, seen);
    const before = await statusesOf(fleet, seen);
    const alive = await connections();

    held.hold();
    const calls = held.calls.length;
    const socket = await send(call, fleet);
    await until('the call is under way', () => held.calls.length > calls);
    socket.destroy();
    await once(socket, 'close');
    await until('the service has noticed it', async () => (await connections()) <= alive);
    await held.letGo();

    await until('the next call may begin', async () => {
      return (await fleet.management('POST /devices/bulk', { body: [] })).status === 200;
    });
    expect(await statusesOf(fleet, seen)).toEqual(before);
  });
});
