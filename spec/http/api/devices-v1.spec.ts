// The devices' API over HTTP: which requests get a token, which are refused, and the order of the checks.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';
import { openTenants } from '../../support/app/fleet.ts';
import { exchange, head } from '../../support/raw-http.ts';
import { simulateDevice, type SimulatedDevice, type SimulatedKey } from '../../support/app/simulated-device.ts';

const PATH = '/api/devices/v1/authentication/auth_requests';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

/** Sends the text as the body, signed by the device unless the headers say otherwise. */
const post = (device: SimulatedDevice, body: string, headers: Record<string, string> = {}): Promise<Answer> =>
  app.public(`POST ${PATH}`, {
    body,
    headers: { 'Content-Type': 'application/json', 'X-MEN-Signature': device.sign(Buffer.from(body)), ...headers },
  });

const bodyOf = (device: SimulatedDevice, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ id_data: JSON.stringify(device.identity), pubkey: device.pubkey, ...more });

const count = async (): Promise<number> => (await app.management('GET /devices/count')).body.count;

describe('a token', () => {
  test.each<SimulatedKey>(['P-256', 'P-384', 'RSA', 'Ed25519'])(
    'is given to an accepted device with a key of type %s',
    async (key) => {
      const { id, token } = await app.accepted(simulateDevice({ key }));

      expect((await app.verify(token)).headers.get('x-men-device-id')).toBe(id);
    },
  );

  test('is the whole body, as application/jwt, and must not be stored', async () => {
    const { device } = await app.accepted();

    const { status, headers, text } = await app.ask(device);

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/jwt');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  test('is the same one, signed anew, while it has half its life left', async () => {
    const { device, token: first } = await app.accepted();

    const second = (await app.ask(device)).text;

    expect(second.split('.')[1]).toBe(first.split('.')[1]);
    expect((await app.verify(first)).status).toBe(200);
    expect((await app.verify(second)).status).toBe(200);
  });

  test('depends on the bytes that were sent, however they are spelled', async () => {
    const { device } = await app.accepted(simulateDevice({ identity: { sn: '7', mac: 'x' } }));
    const spelled = ` {"pubkey" : ${JSON.stringify(device.pubkey)},\n"id_data":"{ \\"mac\\":\\"x\\" , \\"sn\\":\\"7\\"}" }\n`;

    expect((await post(device, spelled)).status).toBe(200);
  });
});

describe('a refusal', () => {
  const device = simulateDevice();
  const { pubkey } = device;
  const rsa1024 = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' });
  const x25519 = generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' });

  const json = (body: unknown): string => JSON.stringify(body);

  // In the order of the checks: each body has this fault and all later ones.
  test.each([
    ['no body', '', /^failed to decode auth request: /],
    ['half a body', '{', /^failed to decode auth request: /],
    ['a body with a name twice', '{"id_data":"{}","id_data":"{}"}', /^failed to decode auth request: .*twice/],
    ['an array', '[]', /^failed to decode auth request: /],
    ['id_data that is a number', '{"id_data":5}', /^failed to decode auth request: /],
    ['no id_data', '{}', /^invalid auth request: id_data must be provided$/],
    ['empty id_data', '{"id_data":""}', /^invalid auth request: id_data must be provided$/],
    ['null id_data', '{"id_data":null,"pubkey":"x"}', /^invalid auth request: id_data must be provided$/],
    ['no pubkey', '{"id_data":"[]"}', /^invalid auth request: pubkey must be provided$/],
    ['null pubkey', '{"id_data":"[]","pubkey":null}', /^invalid auth request: pubkey must be provided$/],
    [
      'a pubkey that is not a key',
      '{"id_data":"[]","pubkey":"no key"}',
      /^invalid auth request: cannot decode public key/,
    ],
    ['an X25519 key', json({ id_data: '[]', pubkey: x25519 }), /^invalid auth request: .*key/],
    ['RSA-1024', json({ id_data: '[]', pubkey: rsa1024 }), /^invalid auth request: .*at least 2048 bits$/],
    ['id_data that holds an array', json({ id_data: '[]', pubkey }), /^invalid auth request: identity data/],
    ['id_data that holds null', json({ id_data: 'null', pubkey }), /^invalid auth request: identity data/],
    ['id_data that holds {}', json({ id_data: '{}', pubkey }), /^invalid auth request: identity data/],
    ['id_data that holds no JSON', json({ id_data: '{"a":', pubkey }), /^invalid auth request: malformed JSON/],
    ['no signature', json({ id_data: '{"mac":"refused"}', pubkey }), /^missing request signature header$/],
  ])('of %s is 400', async (_what, body, text) => {
    const answer = await post(device, body, { 'X-MEN-Signature': '' });

    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatch(text);
  });

  test.each([
    ['no base64', '!!!'],
    ['base64 without its padding', 'QUI'],
    ['base64url', 'QUI_QUI-'],
    ['no signature', 'AAAA'],
  ])('of a signature that is %s is 401', async (_what, signature) => {
    const answer = await post(device, bodyOf(device), { 'X-MEN-Signature': signature });

    expect([answer.status, answer.body.error]).toEqual([401, 'signature verification failed']);
  });

  test('with the signature of another key or over another body is 401, and nothing is stored', async () => {
    const before = await count();
    const body = bodyOf(device);

    const foreign = await post(device, body, { 'X-MEN-Signature': simulateDevice().sign(Buffer.from(body)) });
    const other = await post(device, `${body} `, { 'X-MEN-Signature': device.sign(Buffer.from(body)) });

    expect([foreign.status, other.status]).toEqual([401, 401]);
    expect(foreign.body.error).toBe('signature verification failed');
    expect(await count()).toBe(before);
  });

  test('gives the same answer to a pending and a rejected device', async () => {
    const seen = await app.pending();
    const waiting = await app.ask(seen.device);
    await app.setStatus(seen, 'rejected');
    const rejected = await app.ask(seen.device);

    for (const { status, body } of [waiting, rejected]) {
      expect([status, body.error]).toEqual([401, 'dev auth: unauthorized']);
    }
  });

  test.each([
    ['no content type', '', 415],
    ['text', 'text/plain', 415],
    ['another charset', 'application/json; charset=latin1', 415],
    ['JSON with the charset', 'application/json; charset=UTF-8', 401],
  ])('of a body sent as %s', async (_what, type, status) => {
    const sender = simulateDevice();

    expect((await post(sender, bodyOf(sender), { 'Content-Type': type })).status).toBe(status);
  });

  test('of a compressed body is 415, for the signature is over the bytes that were sent', async () => {
    expect((await post(device, bodyOf(device), { 'Content-Encoding': 'gzip' })).status).toBe(415);
  });

  test('of a body that is no UTF-8 is 400', async () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': device.sign(body) };

    const answer = await app.public(`POST ${PATH}`, { body, headers });

    expect([answer.status, answer.body.error]).toEqual([400, 'failed to decode auth request: body is not valid UTF-8']);
  });

  test('of a body over 64 KiB is 413, announced or chunked', async () => {
    const big = bodyOf(device, { pad: 'x'.repeat(65_536) });
    const chunked = await exchange(
      app.publicUrl,
      head(`POST ${PATH}`, 'Content-Type: application/json', 'Transfer-Encoding: chunked'),
      `${big.length.toString(16)}\r\n${big}\r\n0\r\n\r\n`,
    );

    const announced = await post(device, big);

    expect([announced.status, announced.body.error]).toEqual([413, 'request body too large']);
    expect(chunked.status).toBe(413);
  });

  test('of query parameters is 400', async () => {
    const { status } = await app.public(`POST ${PATH}?x=1`, { body: { id_data: '{}' } });

    expect(status).toBe(400);
  });
});

describe('requests of stock clients', () => {
  test.each([{}, { tenant_token: '' }, { tenant_token: null }, { tenant_token: 'any text' }, { extra: [1] }])(
    'an auth request with %j waits for an operator',
    async (more) => {
      const device = simulateDevice();

      const answer = await post(device, bodyOf(device, more));

      expect([answer.status, answer.body.error]).toEqual([401, 'dev auth: unauthorized']);
      expect((await app.pending(device)).device).toBe(device);
    },
  );

  test.each(['Bearer x.y.z', 'Basic dTpw', 'nonsense'])(
    'an Authorization header is not looked at: %s',
    async (header) => {
      const { device } = await app.accepted();

      const { status } = await post(device, bodyOf(device), { Authorization: header });

      expect(status).toBe(200);
    },
  );

  test('a device of an old fleet with an RSA-1024 key is admitted only if the installation allows it', async () => {
    const old = await openApp({ DEVICEAUTH_DEVICE_KEY_MIN_RSA_BITS: '1024' });
    try {
      const { device, token } = await old.accepted(simulateDevice({ key: 'RSA-1024' }));

      expect((await old.verify(token)).status).toBe(200);
      expect((await app.ask(device)).status).toBe(400);
    } finally {
      await old.close();
    }
  });

  test('a device that an orchestrator decommissions is refused until it is removed', async () => {
    const orchestrated = await openApp({ DEVICEAUTH_ORCHESTRATOR_ADDR: 'http://localhost:9' });
    try {
      const seen = await orchestrated.accepted();
      await orchestrated.management(`DELETE /devices/${seen.id}`);

      expect((await orchestrated.ask(seen.device)).body.error).toBe('dev auth: unauthorized');
      expect((await orchestrated.management('GET /devices/count')).body.count).toBe(1);
    } finally {
      await orchestrated.close();
    }
  });
});

describe('tenant tokens, where the installation reads them', () => {
  const tenants = openTenants();
  let served: TestApp;
  beforeAll(async () => {
    served = await openApp(tenants.settings);
  });
  afterAll(() => served.close());

  test('bring the device into their tenant', async () => {
    const { id } = await tenants.fleet(served, 'acme').pending();

    expect((await served.management(`GET /devices/${id}`, { tenant: 'acme' })).status).toBe(200);
    expect((await served.management(`GET /devices/${id}`)).status).toBe(404);
  });

  test.each([undefined, null, '', 'x.y.z', openTenants().tokenOf('acme')])(
    'missing or wrong is 401, and nothing is stored: %s',
    async (token) => {
      const before = (await served.internal('GET /tenants/acme/devices/count')).body.count;

      const refused = await served.ask(simulateDevice(), { tenant_token: token });

      expect([refused.status, refused.body.error]).toEqual([401, 'dev auth: unauthorized']);
      expect((await served.internal('GET /tenants/acme/devices/count')).body.count).toBe(before);
      expect((await served.internal('GET /tenants//devices/count')).body.count).toBe(0);
    },
  );
});
