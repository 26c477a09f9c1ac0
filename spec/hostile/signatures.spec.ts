// Wrong signatures on real auth requests of an accepted device with each kind of key: each is refused with the same words, and
// before the store is read. The vectors test the port (spec/device-keys); here each class of fault is sent over HTTP.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Answer, type TestApp } from '../support/app/app.ts';
import { exchange, head } from '../support/raw-http.ts';
import { simulateDevice, type SimulatedDevice } from '../support/app/simulated-device.ts';
import { der, faultsOf, flip, KINDS, numbersOf, ORDERS, type Kind } from './signature-faults.ts';
import { AUTH_REQUESTS, expectRefusal, MANAGEMENT, VERIFY, without } from './tools.ts';

let app: TestApp;
const devices = new Map<Kind, SimulatedDevice>(KINDS.map((key) => [key, simulateDevice({ key })]));
beforeAll(async () => {
  app = await openApp();
  for (const device of devices.values()) await app.accepted(device);
});
afterAll(() => app.close());

const deviceOf = (kind: Kind): SimulatedDevice => devices.get(kind) ?? simulateDevice();

const submit = (body: Uint8Array, signature: string, to = app): Promise<Answer> =>
  to.public(`POST ${AUTH_REQUESTS}`, {
    body,
    headers: { 'Content-Type': 'application/json', ...(signature && { 'X-MEN-Signature': signature }) },
  });

const WRONG = { error: 'signature verification failed', request_id: expect.any(String) };

describe.each(KINDS)('a device with an %s key', (kind) => {
  const { body, signature } = deviceOf(kind).authRequest();
  const faults = faultsOf(kind, body, deviceOf(kind).privateKey);

  test('gets a token for its own signature', async () => {
    expect((await submit(body, signature)).status).toBe(200);
  });

  test.each(Object.entries(faults))('gets the one 401 for a signature %s', async (_what, bytes) => {
    const answer = await without(app, () => submit(body, bytes.toString('base64')));

    expectRefusal(answer, 401);
    expect(answer.body).toEqual(WRONG);
  });

  // T30
  test.each([
    ['without padding', (text: string) => text.replace(/=*$/, '') + (text.endsWith('=') ? '' : '=')],
    ['with padding too much', (text: string) => `${text}=`],
    ['with a space in it', (text: string) => `${text.slice(0, 8)} ${text.slice(8)}`],
    ['with a tab in it', (text: string) => `${text.slice(0, 8)}\t${text.slice(8)}`],
    ['in the alphabet of URLs', (text: string) => `-_${text.slice(2)}`],
    ['in hex', (text: string) => Buffer.from(text, 'base64').toString('hex')],
    ['with a prefix', (text: string) => `sha256=${text}`],
    ['in quotes', (text: string) => `"${text}"`],
    ['twice in a list', (text: string) => `${text}, ${text}`],
    ['percent-encoded', (text: string) => encodeURIComponent(`+${text}`)],
    ['that is no base64 at all', () => '!!!!'],
    ['of 10 kB', (text: string) => text + 'A'.repeat(10_000)],
    ['with bytes above ASCII', (text: string) => `${text}\u00ff`],
  ])('gets the one 401 for its own signature %s', async (_what, spell) => {
    const answer = await without(app, () => submit(body, spell(signature)));

    expectRefusal(answer, 401);
    expect(answer.body).toEqual(WRONG);
  });

  test('gets the one 401 where unused bits of the base64 are set, if there are any', async () => {
    const { body: padded, signature: text } = paddedRequest(deviceOf(kind));
    const at = text.indexOf('=') - 1;
    const set = text.slice(0, at) + ALPHABET.charAt(ALPHABET.indexOf(text.charAt(at)) + 1) + text.slice(at + 1);

    expect(Buffer.from(set, 'base64')).toEqual(Buffer.from(text, 'base64'));
    expect((await submit(padded, set)).body).toEqual(WRONG);
    expect((await submit(padded, text)).status).toBe(200);
  });

  // T31
  test.each([
    ['a space more', (text: string) => `${text} `],
    ['a line end more', (text: string) => `${text}\r\n`],
    ['a space within', (text: string) => text.replace(':', ': ')],
    ['another order', (text: string) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()))],
    ['another escape', (text: string) => text.replace('id_data', 'id_dat\\u0061')],
    ['a member more', (text: string) => text.replace(/\}$/, ',"extra":1}')],
  ])('gets the one 401 for the same value with %s', async (_what, change) => {
    const answer = await without(app, () => submit(Buffer.from(change(body.toString())), signature));

    expectRefusal(answer, 401);
    expect(answer.body).toEqual(WRONG);
  });

  // T32
  test.each(['pubkey', 'id_data', 'tenant_token'])('gets 400 if %s occurs twice under its signature', async (name) => {
    const victim = JSON.stringify(name === 'pubkey' ? deviceOf('P-256').pubkey : 'victim');
    const doubled = [name, `${name.slice(0, -1)}\\u00${name.charCodeAt(name.length - 1).toString(16)}`].flatMap(
      (spelled) => {
        const { body: full } = deviceOf(kind).authRequest({ tenant_token: '' });
        return [
          full.toString().replace('{', `{"${spelled}":${victim},`),
          full.toString().replace(/\}$/, `,"${spelled}":${victim}}`),
        ];
      },
    );

    for (const text of doubled.map((each) => Buffer.from(each))) {
      expectRefusal(await without(app, () => submit(text, deviceOf(kind).sign(text))), 400);
    }
  });

  test('gets 400 where the names are in another case: they are other names', async () => {
    const other = Buffer.from(body.toString().replace('pubkey', 'PubKey'));

    expectRefusal(await without(app, () => submit(other, deviceOf(kind).sign(other))), 400);
  });

  test('gets a token for an escaped name that occurs once: the verified bytes are used', async () => {
    const other = Buffer.from(body.toString().replace('pubkey', 'pub\\u006bey'));

    expect((await submit(other, deviceOf(kind).sign(other))).status).toBe(200);
  });

  // T30
  test('gets 400 without a signature, 401 for two and 431 for one of 100 kB', async () => {
    const request = `POST ${AUTH_REQUESTS}`;
    const lines = ['Content-Type: application/json', `Content-Length: ${body.length}`];
    const own = `X-MEN-Signature: ${signature}`;

    const [none, empty, two, huge] = await without(app, () =>
      Promise.all([
        exchange(app.publicUrl, head(request, ...lines), body),
        exchange(app.publicUrl, head(request, ...lines, 'X-MEN-Signature:'), body),
        exchange(app.publicUrl, head(request, ...lines, own, own), body),
        exchange(app.publicUrl, head(request, ...lines, `X-MEN-Signature: ${'A'.repeat(100_000)}`), body),
      ]),
    );

    expectRefusal(none, 400);
    expectRefusal(empty, 400);
    expectRefusal(two, 401);
    expectRefusal(huge, 431);
  });
});

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Returns one whose base64 ends in padding: ECDSA signatures differ in length, and those of 64 and 256 bytes always have padding.
 */
function paddedRequest(device: SimulatedDevice) {
  for (;;) {
    const request = device.authRequest();
    if (request.signature.endsWith('=')) return request;
  }
}

// T26
test.each(['P-256', 'P-384'] as const)(
  '%s: n - s is a signature too, and nothing is remembered by its bytes',
  async (curve) => {
    const { body } = deviceOf(curve).authRequest();
    const { r, s } = numbersOf(body, deviceOf(curve).privateKey);

    const one = await submit(body, der(r, s).toString('base64'));
    const other = await submit(body, der(r, ORDERS[curve] - s).toString('base64'));

    expect([one.status, other.status]).toEqual([200, 200]);
    expect(one.text).not.toBe(other.text);
  },
);

// T36
test('a signature is no credential anywhere else', async () => {
  const { body, signature } = deviceOf('P-256').authRequest();
  const headers = { 'X-MEN-Signature': signature, 'Content-Type': 'application/json' };

  const [preauthorize, list, verify] = await without(app, () =>
    Promise.all([
      app.public(`POST ${MANAGEMENT}/devices`, { body, headers }),
      app.public(`GET ${MANAGEMENT}/devices`, { headers }),
      fetch(app.internalUrl + VERIFY, { headers }),
    ]),
  );

  expect([preauthorize.status, list.status, verify.status]).toEqual([401, 401, 401]);
});

// T38
describe('with a store that is away', () => {
  let failing: TestApp;
  beforeAll(async () => {
    failing = await openApp();
    await failing.service.store.close();
  });
  afterAll(() => failing.close());

  test.each(KINDS)('a wrong signature of an %s key is still 401, and a right one 503', async (kind) => {
    const device = deviceOf(kind);
    const { body, signature } = device.authRequest();
    const wrong = Buffer.from(signature, 'base64');

    expect((await submit(body, flip(wrong, wrong.length - 1).toString('base64'), failing)).body).toEqual(WRONG);
    expectRefusal(await submit(body, signature, failing), 503);
  });
});
