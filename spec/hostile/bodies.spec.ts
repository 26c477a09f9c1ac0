// Bodies that the reader refuses (D7): each bad body at each operation that has one, also with a good signature.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { openApp, type Answer, type Seen, type TestApp } from '../support/app/app.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { tenantAppOf } from '../support/app/tenant-app.ts';
import { AUTH_REQUESTS, expectRefusal, isServing, without } from './tools.ts';

let app: TestApp;
let seen: Seen;
let named: string;
beforeAll(async () => {
  app = await openApp();
  seen = await app.pending();
  named = await tenantAppOf(app).create();
});
afterEach(async () => expect(await isServing(app)).toBe(true));
afterAll(() => app.close());

type Send = (body: Uint8Array, headers: Readonly<Record<string, string>>) => Promise<Answer>;

interface Target {
  readonly good: () => Readonly<Record<string, unknown>>;
  readonly send: Send;
  readonly maxBytes?: number;
}

const device = simulateDevice();

/** Every operation with a body, and a valid body for it. */
const TARGETS: Readonly<Record<string, Target>> = {
  'an auth request, signed': {
    good: () => ({ id_data: JSON.stringify(device.identity), pubkey: device.pubkey }),
    maxBytes: 65_536,
    send: (body, headers) =>
      app.public(`POST ${AUTH_REQUESTS}`, { body, headers: { 'X-MEN-Signature': device.sign(body), ...headers } }),
  },
  preauthorize: {
    good: () => ({ identity_data: device.identity, pubkey: device.pubkey }),
    send: (body, headers) => app.management('POST /devices', { body, headers }),
  },
  search: {
    good: () => ({ status: 'pending' }),
    send: (body, headers) => app.management('POST /devices/search', { body, headers }),
  },
  'a status': {
    good: () => ({ status: 'accepted' }),
    send: (body, headers) => app.management(`PUT /devices/${seen.id}/auth/${seen.authSet}/status`, { body, headers }),
  },
  'a limit': {
    good: () => ({ limit: 7 }),
    send: (body, headers) => app.internal('PUT /tenant//limits/max_devices', { body, headers }),
  },
  'an API key': {
    good: () => ({ scopes: ['devices:read'] }),
    send: (body, headers) => app.internal('POST /api-keys', { body, headers }),
  },
  'a tenant device': {
    good: () => ({ name: 'Gate 4' }),
    send: (body, headers) => asTenant('POST', body, headers),
  },
  'a change of a tenant device': {
    good: () => ({ name: 'Gate 5' }),
    send: (body, headers) => asTenant(`PUT /${named}`, body, headers),
  },
};

const asTenant = (request: string, body: Uint8Array, headers: Readonly<Record<string, string>>): Promise<Answer> => {
  const tenant = tenantAppOf(app);
  return tenant.devices(request, { body, headers: { ...tenant.user(['Device.Create', 'Device.Update']), ...headers } });
};

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** The bad value is in an unknown member: it is refused before it could be ignored. */
const withMember = (good: string, value: string, name = '"extra"'): string => good.replace(/\}$/, `,${name}:${value}}`);

const INVALID_UTF8 = {
  ff: [0xff],
  overlong: [0xc0, 0x80],
  surrogate: [0xed, 0xa0, 0x80],
  cut: [0xe2, 0x82],
  high: [0xf5, 0x80, 0x80, 0x80],
};

const BAD: readonly (readonly [string, (good: string, room: number) => string | Uint8Array])[] = [
  ['its first name twice', (good) => good.replace(/^\{("\w+"):/, '{$1:null,$1:')],
  [
    'its first name twice, once escaped',
    (good) =>
      good.replace(
        /^\{"(\w)(\w*)":/,
        (_, a: string, b: string) => `{"\\u00${a.charCodeAt(0).toString(16)}${b}":null,"${a}${b}":`,
      ),
  ],
  ['a name twice, deep inside', (good) => withMember(good, '[{"a":{"b":1,"b":1}}]')],
  ['arrays as deep as its size allows', (good, room) => withMember(good, '['.repeat(room / 2) + ']'.repeat(room / 2))],
  [
    'objects as deep as its size allows',
    (good, room) => withMember(good, '{"a":'.repeat(room / 6) + '1' + '}'.repeat(room / 6)),
  ],
  ['arrays as deep as its size allows that never close', (good, room) => withMember(good, '['.repeat(room))],
  ['an integer that no double holds', (good) => withMember(good, '9007199254740993')],
  ['a negative integer that no double holds', (good) => withMember(good, '-9007199254740993')],
  ['a number without end', (good) => withMember(good, '1e400')],
  ['a number that is not quite nothing', (good) => withMember(good, '1e-400')],
  ['minus nothing', (good) => withMember(good, '-0')],
  ['a number of 64 kB', (good) => withMember(good, '1'.repeat(40_000))],
  ['__proto__', (good) => withMember(good, '{"isAdmin":true}', '"__proto__"')],
  ['__proto__, escaped', (good) => withMember(good, '{}', '"\\u005f_proto__"')],
  ['__proto__, deep inside', (good) => withMember(good, '[{"a":{"__proto__":{}}}]')],
  ['a lone surrogate', (good) => withMember(good, '"\\ud800"')],
  ['a lone surrogate as a name', (good) => withMember(good, '1', '"\\udc00"')],
  ['a byte order mark', (good) => `\ufeff${good}`],
  ['a NUL behind it', (good) => `${good}\u0000`],
  ['a control character in a text', (good) => withMember(good, '"\u0001"')],
  ['a comma too many', (good) => good.replace(/\}$/, ',}')],
  ['a comment', (good) => good.replace('{', '{/**/')],
  ['quotes that are none', (good) => good.replaceAll('"', "'")],
  ['NaN', (good) => withMember(good, 'NaN')],
  ['its end cut off', (good) => good.slice(0, -1)],
  ['another one behind it', (good) => good + good],
  ['a character like white space', (good) => `\u00a0${good}`],
  ['an array around it', (good) => `[${good}]`],
  ['a text around it', (good) => JSON.stringify(good)],
  ...Object.entries(INVALID_UTF8).map(
    ([name, bytes]) =>
      [
        `invalid UTF-8 (${name})`,
        (good: string) =>
          Buffer.concat([Buffer.from(good.replace(/\}$/, ',"extra":"')), Buffer.from(bytes), Buffer.from('"}')]),
      ] as const,
  ),
];

// T32, T34, T44, T47, T142, T143, T43, T50
describe.each(Object.entries(TARGETS))('the body of %s', (_name, { good, send, maxBytes = 1_048_576 }) => {
  test.each(BAD)('with %s is 400, and nothing happens', async (_what, spoil) => {
    const text = JSON.stringify(good());
    const bad = Buffer.from(spoil(text, maxBytes - text.length - 20));

    const answer = await without(app, () => send(bad, JSON_TYPE));

    expectRefusal(answer, 400);
  });

  test.each(['null', 'true', '7', '""', ' ', '[]'])('that is %j is 400', async (text) => {
    expectRefusal(await without(app, () => send(Buffer.from(text), JSON_TYPE)), 400);
  });

  // T33, T129
  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-7',
    'application/json; charset=utf-16le',
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-8; charset=utf-7',
    'application/json, text/plain',
    'json',
  ])('sent as %s is 415', async (type) => {
    const answer = await without(app, () => send(Buffer.from(JSON.stringify(good())), { 'Content-Type': type }));

    expectRefusal(answer, 415);
  });

  test('in UTF-16 or UTF-7 is no JSON', async () => {
    const utf16 = Buffer.from(JSON.stringify(good()), 'utf16le');
    const utf7 = Buffer.from(JSON.stringify(good()).replaceAll('{', '+AHs-').replaceAll('}', '+AH0-'));

    for (const bytes of [utf16, Buffer.concat([Buffer.of(0xff, 0xfe), utf16]), utf7]) {
      expectRefusal(await without(app, () => send(bytes, JSON_TYPE)), 400);
    }
  });

  // T131
  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity, gzip', gzipSync],
    ['x-unknown', (bytes: Buffer) => bytes],
    ['gzip', (bytes: Buffer) => bytes],
  ])('encoded as %s is 415', async (encoding, encode) => {
    const bytes = encode(Buffer.from(JSON.stringify(good())));

    const answer = await without(app, () => send(bytes, { ...JSON_TYPE, 'Content-Encoding': encoding }));

    expectRefusal(answer, 415);
  });
});
