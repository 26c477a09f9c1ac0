// A connect in its plainest form is answered before Express. The answer, the log and the counts are the same on both paths.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { keyIdOf, writeKey } from '../../../src/domain/api-key.ts';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';
import { TENANT, tenantAppOf, type TenantAppDevice, type TenantApp } from '../../support/app/tenant-app.ts';

const REQUEST_ID = '5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11';
/** The first is answered on the short path, the second on the long one. */
const WAYS = ['application/json', 'application/json;q=1'];

let app: TestApp;
let acme: TenantApp;
let device: TenantAppDevice;
let disabled: TenantAppDevice;
let own: TenantAppDevice;
beforeAll(async () => {
  app = await openApp({ DEVICEAUTH_WRONG_KEYS_PER_SECOND: '1000000' });
  acme = tenantAppOf(app);
  [device, disabled] = [await acme.named(), await acme.named()];
  await acme.devices(`PUT /${disabled.id}`, { body: { isEnabled: false } });
  const made = await acme.devices('POST', { tenant: '' });
  const reset = await acme.devices(`POST /${made.body.deviceId}/connections/reset`, { tenant: '' });
  own = { id: made.body.deviceId, key: reset.body.apiKey };
});
afterAll(() => app.close());

const forged = () => writeKey('ddk', keyIdOf(device.id), randomBytes(32));

describe('both ways', () => {
  test.each<[string, number, () => readonly [path: string, key: string]]>([
    ['the right key', 200, () => [`/api/${TENANT}/devices/${device.id}`, device.key]],
    ['a device of the own tenant', 200, () => [`/api/default/devices/${own.id}`, own.key]],
    ['a disabled device', 400, () => [`/api/${TENANT}/devices/${disabled.id}`, disabled.key]],
    ['a wrong secret', 401, () => [`/api/${TENANT}/devices/${device.id}`, forged()]],
    ["another device's key", 401, () => [`/api/${TENANT}/devices/${device.id}`, disabled.key]],
    ['another tenant', 401, () => [`/api/umbrella/devices/${device.id}`, device.key]],
    ['a tenant that cannot be', 401, () => [`/api/internal/devices/${device.id}`, device.key]],
    ['a wrong key', 401, () => [`/api/${TENANT}/devices/${device.id}`, `${device.key}0`]],
  ])('%s is %d, with the same bytes and the same headers that matter', async (_, status, of) => {
    const [path, key] = of();

    const [short, long] = await Promise.all(
      WAYS.map((accept) =>
        app.public(`POST ${path}/connect`, {
          headers: { 'X-API-KEY': key, Accept: accept, 'X-MEN-RequestID': REQUEST_ID },
        }),
      ),
    );

    expect(short?.status).toBe(status);
    expect(shownOf(short)).toEqual(shownOf(long));
  });

  test('are one route in the figures', async () => {
    const counted = async () => {
      const figures =
        (await app.public('GET /metrics')).text + (await fetch(`${app.internalUrl}/metrics`).then((r) => r.text()));
      const line = figures
        .split('\n')
        .find((text) => text.includes('_count{') && text.includes('/connect"') && text.includes('"200"'));
      return Number(line?.split(' ').at(-1) ?? 0);
    };
    const before = await counted();

    for (const accept of WAYS) {
      const headers = { 'X-API-KEY': device.key, Accept: accept };
      expect((await acme.devices(`POST /${device.id}/connect`, { headers })).status).toBe(200);
    }

    expect(await counted()).toBe(before + 2);
  });
});

test.each([
  ['a query', '?x=1', undefined],
  ['a body', '', '{}'],
])('%s is refused or ignored as the document says', async (_, query, body) => {
  const headers = { 'X-API-KEY': device.key };

  const answer = await acme.devices(`POST /${device.id}/connect${query}`, { headers, body });

  expect(answer.status).toBe(query === '' ? 200 : 400);
});

const shownOf = (answer: Answer | undefined) => ({
  status: answer?.status,
  text: answer?.text,
  headers: ['content-type', 'cache-control', 'x-men-requestid', 'www-authenticate', 'x-content-type-options'].map(
    (name) => answer?.headers.get(name),
  ),
});
