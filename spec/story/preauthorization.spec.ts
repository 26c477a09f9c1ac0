// A list made in the factory, and devices that exist already.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../support/app/app.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';

describe('devices announced by the factory', () => {
  const announced = simulateDevice();
  const impostor = simulateDevice({ identity: announced.identity });
  const repaired = simulateDevice({ identity: announced.identity });
  let app: TestApp;
  let id: string;
  let token: string;
  beforeAll(async () => {
    app = await openApp();
  });
  afterAll(() => app.close());

  test('are expected before they ever connect', async () => {
    const { status, headers } = await app.preauthorize(announced);
    id = (headers.get('location') ?? '').replace('devices/', '');

    expect(status).toBe(201);
    expect((await app.management(`GET /devices/${id}`)).body.status).toBe('preauthorized');
  });

  test('are not accepted with another key, which waits for an operator', async () => {
    expect((await app.ask(impostor)).status).toBe(401);
    expect((await app.management(`GET /devices/${id}`)).body.status).toBe('preauthorized');
  });

  test('get their token at the first request, without anyone deciding', async () => {
    const asked = await app.ask(announced);
    token = asked.text;

    expect(asked.status).toBe(200);
    expect((await app.verify(token)).headers.get('x-men-device-id')).toBe(id);
    expect((await app.management(`GET /devices/${id}`)).body.status).toBe('accepted');
  });

  test('conflict with a list that preauthorizes them again: the answer has the device, and nothing changes', async () => {
    const { status, text } = await app.preauthorize(announced);

    expect(status).toBe(409);
    expect(text).toBe((await app.management(`GET /devices/${id}`)).text);
    expect((await app.verify(token)).status).toBe(200);
  });

  test('stay accepted when the list is sent again with force', async () => {
    const { status, headers } = await app.preauthorize(announced, { force: true });

    expect([status, headers.get('location')]).toEqual([201, `devices/${id}`]);
    expect((await app.verify(token)).status).toBe(200);
  });

  test('can get a second key with force, which replaces the first when the device connects with it', async () => {
    await app.preauthorize(repaired, { force: true });
    const before = await app.verify(token);
    const asked = await app.ask(repaired);

    expect(before.status).toBe(200);
    expect(asked.status).toBe(200);
    expect((await app.verify(asked.text)).headers.get('x-men-device-id')).toBe(id);
    expect((await app.verify(token)).status).toBe(401);
  });

  test('are forgotten when the only key that was announced is dismissed', async () => {
    const other = simulateDevice();
    const location = (await app.preauthorize(other)).headers.get('location') ?? '';
    const { body } = await app.management(`GET /${location}`);
    await app.management(`DELETE /${location}/auth/${body.auth_sets[0].id}`);

    expect((await app.management(`GET /${location}`)).status).toBe(404);
    expect((await app.ask(other)).status).toBe(401);
  });
});
