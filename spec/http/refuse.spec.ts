// Refusals are written in one place: the answer, the log and the metrics agree on every path.
import { describe, expect, test } from '@jest/globals';
import { Refused } from '../../src/domain/errors.ts';
import { createRefuse, type FailedRequest } from '../../src/http/refuse.ts';
import { openApp, type Answer, type TestApp } from '../support/app/app.ts';
import { TENANT, tenantAppOf } from '../support/app/tenant-app.ts';
import { openLogLines } from '../support/log-lines.ts';
import { openWatchedStore } from '../support/stores/watched-store.ts';

const REQUEST: FailedRequest = { api: 'management', requestId: 'r-1', route: '/devices', deadline: undefined };
const outage = () => new Refused('store_unavailable', 'the store is away', { cause: new Error('EIO') });

describe('a store outage', () => {
  test('is one line a second, with the number of requests that were refused since the last one', () => {
    const { log, lines } = openLogLines();
    let now = 5000;
    const refuse = createRefuse(log, () => now);

    for (const at of [5000, 5100, 5999, 6000, 9000]) {
      now = at;
      refuse(outage(), REQUEST);
    }

    expect(lines.map(({ message, requests }) => [message, requests])).toEqual([
      ['store_unavailable', 1],
      ['store_unavailable', 3],
      ['store_unavailable', 1],
    ]);
    expect(lines[0]).toMatchObject({
      level: 'warn',
      request_id: 'r-1',
      route: '/devices',
      problem: 'the store is away',
      cause: 'Error: EIO',
    });
  });

  test('is 503, counted and in the log on each path', async () => {
    const { log, lines } = openLogLines();
    const store = await openWatchedStore();
    const app = await openApp({}, { store: store.store, log });
    const { token } = await app.accepted();
    const { id, key } = await tenantAppOf(app).named();
    const asks: readonly (readonly [route: string, method: string, ask: () => Promise<Answer>])[] = [
      ['/api/internal/v1/devauth/tokens/verify', 'any', () => app.verify(token)],
      ['/api/:tenantId/devices/:deviceId/connect', 'POST', () => connectTo(app, id, key)],
      ['/api/management/v2/devauth/devices', 'GET', () => app.management('GET /devices')],
    ];

    const before = lines.length;
    store.break(outage());
    const answers: Answer[] = [];
    for (const [, , ask] of asks) answers.push(await ask());
    store.mend();
    const figures = await (await fetch(`${app.internalUrl}/metrics`)).text();

    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual(
      asks.map(() => [503, '1']),
    );
    expect(lines.slice(before).find(({ message }) => message === 'store_unavailable')).toMatchObject({
      route: asks[0]?.[0],
      requests: 1,
      problem: 'the store is away',
    });
    for (const [route, method] of asks) {
      expect(figures).toMatch(
        new RegExp(
          `^http_request_duration_seconds_count\\{route="${route}",method="${method}",status="5(03|xx)"\\} 1$`,
          'm',
        ),
      );
    }
    await app.close();
  });
});

const connectTo = (app: TestApp, id: string, key: string): Promise<Answer> =>
  app.public(`POST /api/${TENANT}/devices/${id}/connect`, { headers: { 'X-API-KEY': key } });

test('every other error is a bug: the caller gets the id of the request, and the log gets the rest', () => {
  const { log, lines } = openLogLines();

  const { reply, refused } = createRefuse(log)(new Error('a secret detail'), REQUEST);

  expect(refused).toBeUndefined();
  expect(reply).toEqual({ status: 500, headers: {}, body: { error: 'internal error', request_id: 'r-1' } });
  expect(lines).toEqual([
    {
      level: 'error',
      message: 'bug',
      request_id: 'r-1',
      route: '/devices',
      error: expect.stringContaining('a secret detail'),
    },
  ]);
});
