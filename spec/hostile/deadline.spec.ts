// An answer begins within the deadline (D24), or the caller gets 503 and nothing later. The store's calls wait until they are
// released.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openWatchedStore, type WatchedStore } from '../support/stores/watched-store.ts';
import { openLogLines } from '../support/log-lines.ts';
import { converse, open, type RawAnswer } from '../support/raw-http.ts';
import { simulateDevice, type SimulatedDevice } from '../support/app/simulated-device.ts';
import { TENANT, tenantAppOf } from '../support/app/tenant-app.ts';
import { until } from '../support/until.ts';
import { AUTH_REQUESTS, MANAGEMENT, VERIFY } from './tools.ts';

const DEADLINE_MS = 700;
/** Gateways wait for a shorter time. */
const VERIFY_MS = 400;
const REQUEST_ID = '5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11';
const LIVE = 'GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n';

const { log, lines } = openLogLines();
const linesAbout = (requestId: string, message: string) =>
  lines.filter((line) => line['request_id'] === requestId && line['message'] === message);

let held: WatchedStore;
let app: TestApp;
let untouched: ReturnType<typeof waitAsSet>;
const requests: Record<string, string> = {};
beforeAll(async () => {
  untouched = waitAsSet();
  held = await openWatchedStore();
  app = await openApp({}, { store: held.store, log, bounds: { deadlineMs: DEADLINE_MS, verifyMs: VERIFY_MS } });
  const accepted = await app.accepted();
  const acme = tenantAppOf(app);
  const named = await acme.named();
  const machine = await acme.machine(['devices:read']);
  requests['an operation'] = request(`GET ${MANAGEMENT}/devices`, bearer(app.users.token()));
  requests['who calls'] = request(`GET ${MANAGEMENT}/devices`, `X-API-KEY: ${machine.key}`);
  requests['an auth request'] = authRequest((await app.accepted()).device); // another one: its tokens supersede older ones
  requests['verify'] = request(`GET ${VERIFY}`, bearer(accepted.token));
  requests['connect'] = request(`POST /api/${TENANT}/devices/${named.id}/connect`, `X-API-KEY: ${named.key}`);
});
afterEach(() => held.letGo());
afterAll(() => app.close());

/** The result of a request that waits without a deadline. It runs beside the others, because it takes long. */
async function waitAsSet() {
  const store = await openWatchedStore();
  const patient = await openApp({}, { store: store.store });
  const { token } = await patient.accepted();
  store.hold();
  const askedAt = performance.now();
  const timed = async (asked: Promise<{ readonly status: number }>) =>
    [(await asked).status, (performance.now() - askedAt) / 1000] as const;
  const answers = await Promise.all([patient.management('GET /devices'), patient.verify(token)].map(timed));
  await store.letGo();
  await patient.close();
  return answers;
}

const bearer = (token: string): string => `Authorization: Bearer ${token}`;

function request(line: string, ...headers: readonly string[]): string {
  return [`${line} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');
}

function authRequest(of: SimulatedDevice, ...headers: readonly string[]): string {
  const { body, signature } = of.authRequest();
  const about = [`Content-Length: ${body.length}`, 'Content-Type: application/json', `X-MEN-Signature: ${signature}`];
  return request(`POST ${AUTH_REQUESTS}`, ...about, ...headers) + body.toString();
}

const withId = (text: string): string => text.replace('\r\n', `\r\nX-MEN-RequestID: ${REQUEST_ID}\r\n`);

function expectLate({ status, header, body }: RawAnswer): void {
  const type = header('Content-Type')[0] ?? '';
  expect([status, Number(header('Retry-After')[0]) > 0, header('X-MEN-RequestID')]).toEqual([503, true, [REQUEST_ID]]);
  const isProblem = type.startsWith('application/problem+json');
  expect(JSON.parse(body)).toMatchObject({
    request_id: REQUEST_ID,
    ...(isProblem ? { type: 'timed_out', status: 503 } : { error: expect.stringContaining('no answer in time') }),
  });
}

/** Returns the value of the counter or histogram, summed over the other labels. */
async function counted(sample: string): Promise<number> {
  const text = await (await fetch(`${app.internalUrl}/metrics`)).text();
  const values = text.split('\n').filter((line) => line.startsWith(sample));
  return values.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

describe('a request that waits for the store', () => {
  test.each([
    ['an operation', 'public', `${MANAGEMENT}/devices`, 'GET'],
    ['who calls', 'public', `${MANAGEMENT}/devices`, 'GET'],
    ['an auth request', 'public', AUTH_REQUESTS, 'POST'],
    ['verify', 'internal', VERIFY, 'any'],
    ['connect', 'public', '/api/:tenantId/devices/:deviceId/connect', 'POST'],
  ] as const)(
    '%s is 503 at the deadline, and what is ready later is told nobody on its connection',
    async (what, listener, route, method) => {
      const sample = `http_request_duration_seconds_count{route="${route}",method="${method}",status="5`;
      const before = { lines: linesAbout(REQUEST_ID, 'timed_out').length, counted: await counted(sample) };
      const { say, hear, unheard, socket } = await converse(listener === 'public' ? app.publicUrl : app.internalUrl);
      const asked = withId(requests[what] ?? '');
      held.hold();
      const saidAt = performance.now();

      say(asked);
      const answer = await hear();
      const ms = performance.now() - saidAt;
      say(LIVE);
      const next = await hear();
      await held.letGo();
      await turn();
      say(asked, LIVE);
      const [again, last] = [await hear(), await hear()];

      expectLate(answer);
      const [least, most] = what === 'verify' ? [VERIFY_MS, DEADLINE_MS] : [DEADLINE_MS, Infinity];
      expect(ms).toBeGreaterThan(least - 5);
      expect(ms).toBeLessThan(most);
      expect([next.status, last.status, unheard()]).toEqual([204, 204, '']);
      expect(again.status).toBe(200);
      expect(linesAbout(REQUEST_ID, 'timed_out').slice(before.lines)).toEqual([
        { level: 'warn', message: 'timed_out', request_id: REQUEST_ID, route },
      ]);
      expect(await counted(sample)).toBe(before.counted + 1);
      socket.destroy();
    },
  );

  test('is counted by why: the auth request and the verdict', async () => {
    expect(await counted('devauth_auth_requests_total{result="failed",reason="timed_out"}')).toBe(1);
    expect(await counted('devauth_verify_total{result="failed",reason="timed_out"}')).toBe(1);
  });

  test('is answered in its turn: requests that are pipelined behind it are answered after it', async () => {
    const { say, hear, unheard, socket } = await converse(app.publicUrl);
    held.hold();

    say(withId(requests['an operation'] ?? ''), LIVE, requests['connect'] ?? '');
    const [first, second, third] = [await hear(), await hear(), await hear()];

    expectLate(first);
    expect([second.status, third.status, unheard()]).toEqual([204, 503, '']);
    socket.destroy();
  });

  test('does not begin after it: a caller who is authenticated too late is not served', async () => {
    const { say, hear, socket } = await converse(app.publicUrl);
    held.hold();
    say(withId(requests['who calls'] ?? ''));
    await hear();
    const before = held.calls.length;

    await held.letGo();
    await turn();

    expect(held.calls.slice(before)).toEqual([]);
    socket.destroy();
  });

  test('is a line in the log, once, where it ends in a bug after all', async () => {
    const { token } = await app.accepted(); // one that verify does not remember
    requests['verify'] = request(`GET ${VERIFY}`, bearer(token));
    const whats = ['an operation', 'an auth request', 'verify', 'connect'];
    const ids = whats.map((_, index) => REQUEST_ID.replace('5d0c', `000${index}`));
    const said = whats.map(async (what, index) => {
      const conversation = await converse(what === 'verify' ? app.internalUrl : app.publicUrl);
      conversation.say(withId(requests[what] ?? '').replace(REQUEST_ID, ids[index] ?? ''));
      return conversation;
    });
    held.hold();
    const conversations = await Promise.all(said);
    const answers = await Promise.all(conversations.map(({ hear }) => hear()));

    await held.letGo('to fail');
    const bugs = () => ids.map((id) => linesAbout(id, 'bug'));
    await until('they are in the log', () => bugs().every((lines) => lines.length > 0));
    conversations.forEach(({ say }) => say(LIVE));
    const next = await Promise.all(conversations.map(({ hear }) => hear()));

    expect([...answers, ...next].map(({ status }) => status)).toEqual([503, 503, 503, 503, 204, 204, 204, 204]);
    const bug = expect.objectContaining({ level: 'error', error: expect.stringContaining('nobody expects this') });
    expect(bugs()).toEqual(ids.map(() => [bug]));
    conversations.forEach(({ socket, unheard }) => expect([unheard(), socket.destroy().destroyed]).toEqual(['', true]));
  });
});

describe('the deadline', () => {
  const passed = (since: number): Promise<unknown> =>
    until('it has passed', () => performance.now() - since > DEADLINE_MS * 1.2);

  test('is 10 s by default, and 1 s for verify', async () => {
    const [[list, seconds] = [], [verdict, verifySeconds] = []] = await untouched;

    expect([list, verdict]).toEqual([503, 503]);
    expect(seconds).toBeGreaterThan(9.99);
    expect(seconds).toBeLessThan(20); // on a busy machine
    expect(verifySeconds).toBeGreaterThan(0.99);
    expect(verifySeconds).toBeLessThan(9);
  });

  test('does not count the arrival of a body, and begins again when the request is complete', async () => {
    const search = request(`POST ${MANAGEMENT}/devices/search`, bearer(app.users.token()), 'Content-Length: 2');
    const [quick, slow] = [await converse(app.publicUrl), await converse(app.publicUrl)];
    const typed = withId(search.replace('\r\n\r\n', '\r\nContent-Type: application/json\r\n\r\n'));
    quick.say(typed);
    slow.say(typed, '{');
    await passed(performance.now());

    quick.say('{}');
    expect((await quick.hear()).status).toBe(200);
    held.hold();
    const wholeAt = performance.now();
    slow.say('}');
    expectLate(await slow.hear());

    expect(performance.now() - wholeAt).toBeGreaterThan(DEADLINE_MS - 5);
    quick.socket.destroy();
    slow.socket.destroy();
  });

  test('does not cut an answer that has begun', async () => {
    const socket = await open(app.internalUrl);
    const file = 'GET /openapi/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    socket.write(file);
    await once(socket, 'readable');
    const begunAt = performance.now();
    await passed(begunAt);

    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    await once(socket, 'close');

    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text).toMatch(/\r\n0\r\n\r\n$/);
  });

  test('does not apply to work that grows with the amount of data', async () => {
    held.hold();
    const askedAt = performance.now();
    const answered = ['DELETE /tokens?tenant_id=', 'GET /diagnosis', 'POST /backup'].map((operation) =>
      app.internal(operation),
    );
    await passed(askedAt);

    await held.letGo();

    expect((await Promise.all(answered)).map(({ status }) => status)).toEqual([204, 200, 200]);
  });
});

test('an auth request that waits for its turn when its deadline passes is refused, and does not begin', async () => {
  const store = await openWatchedStore();
  const at = { begun: 0, begunInTime: 0 };
  /** Keeps the event loop busy: at the first one, so that the others arrive; at the last one until after the deadline. */
  const begin = ({ method }: { readonly method: string }) => {
    at.begun += 1;
    if (at.begun === 1) keepBusy(100);
    if (method !== 'GET') return () => {};
    at.begunInTime = at.begun - 1;
    keepBusy(1200);
    return () => {};
  };
  const hasty = await openApp(
    {},
    { store: store.store, bounds: { deadlineMs: 1000 }, tracing: { begin, close: () => Promise.resolve() } },
  );
  try {
    const crowd = await Promise.all(Array.from({ length: CROWD }, () => converse(hasty.publicUrl)));
    const other = await converse(hasty.publicUrl);
    await hasty.ask(simulateDevice());
    const before = store.calls.length;
    at.begun = 0;

    crowd.forEach(({ say }) => say(authRequest(simulateDevice())));
    other.say(LIVE);
    const statuses = await Promise.all(crowd.map(async ({ hear }) => (await hear()).status));

    const waited = CROWD - at.begunInTime;
    expect(waited).toBeGreaterThan(0);
    expect(statuses.slice(-waited)).toEqual(Array<number>(waited).fill(503));
    expect((await other.hear()).status).toBe(204);
    await hasty.ask(simulateDevice()); // its signature is checked after all of theirs
    const served = store.calls.slice(before).filter((name) => name === 'devices.commit');
    expect(served.length).toBeLessThanOrEqual(at.begunInTime + 1);
    [other, ...crowd].forEach(({ socket }) => socket.destroy());
  } finally {
    await hasty.close();
  }
});

const CROWD = 24;

function keepBusy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
