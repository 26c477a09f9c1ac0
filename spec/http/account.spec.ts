// Each request that was begun has one line in the log and one count, however its connection ends. A request that was not begun has
// neither.
import { expect, test } from '@jest/globals';
import { openApp } from '../support/app/app.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { openLogLines } from '../support/log-lines.ts';
import { converse } from '../support/raw-http.ts';
import { openWatchedStore } from '../support/stores/watched-store.ts';
import { until } from '../support/until.ts';

test('a command whose connection is reset counts as 499, and requests that wait behind it never run', async () => {
  const { log, lines } = openLogLines();
  const held = await openWatchedStore();
  const app = await openApp({}, { store: held.store, log });
  const put = (id: string) =>
    [
      'PUT /api/internal/v1/devauth/tenant//limits/max_devices HTTP/1.1',
      'Host: localhost',
      `X-MEN-RequestID: ${id}`,
      'Content-Type: application/json',
      'Content-Length: 12',
      '',
      '{"limit": 5}',
    ].join('\r\n');
  const ids = ['5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11', '5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c12'] as const;
  const { say, socket } = await converse(app.internalUrl);
  const before = held.calls.length;
  held.hold();

  say(put(ids[0]), put(ids[1]));
  await until('the first one asks the store', () => held.calls.length > before);
  socket.resetAndDestroy();
  const requests = () => lines.filter(({ message }) => message === 'request');
  await until('it is accounted for', () => requests().length > 0);
  await held.letGo();
  const figures = await (await fetch(`${app.internalUrl}/metrics`)).text();

  expect(requests().filter(({ method }) => method === 'PUT')).toEqual([
    expect.objectContaining({ request_id: ids[0], method: 'PUT', status: 499, complete: false }),
  ]);
  expect(figures).toMatch(
    /^http_request_duration_seconds_count\{route="[^"]*limits[^"]*",method="PUT",status="499"\} 1$/m,
  );
  expect(held.calls.slice(before).filter((name) => name === 'limits.set')).toHaveLength(1);
  await app.close();
});

test('an auth request with a good signature that is refused names the device and the auth set, and others do not', async () => {
  const { log, lines } = openLogLines();
  const app = await openApp({ DEVICEAUTH_MAX_DEVICES: '0' }, { log });
  const { id, authSet, device } = await app.pending();
  const preauthorized = simulateDevice();
  const created = await app.preauthorize(preauthorized);

  await app.ask(device);
  await app.ask(preauthorized);
  await app.public('POST /api/devices/v1/authentication/auth_requests', {
    headers: { 'Content-Type': 'application/json', 'X-MEN-Signature': 'AAAA' },
    body: device.authRequest().body.toString(),
  });
  const refusals = () =>
    lines.filter(({ message, route }) => message === 'request' && String(route).includes('auth_req'));
  await until('all are accounted for', () => refusals().length === 4);

  expect(refusals().map((line) => [line['refused'], line['device'], line['authSet']])).toEqual([
    ['not_admitted', id, authSet],
    ['not_admitted', id, authSet],
    ['limit_reached', created.headers.get('location')?.replace(/^.*devices\//, ''), undefined],
    ['signature_wrong', undefined, undefined],
  ]);
  await app.close();
});
