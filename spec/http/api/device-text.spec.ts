// A page is written as text, with the bytes that its values would have.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import type { Device } from '../../../src/domain/device.ts';
import { Refused } from '../../../src/domain/errors.ts';
import { identityOf } from '../../../src/domain/identity.ts';
import { deviceId } from '../../../src/domain/ids.ts';
import { devicesText, deviceText } from '../../../src/http/api/device-text.ts';
import { deviceView } from '../../../src/http/api/views.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { given } from '../../support/stores/given.ts';
import { describeEmbedded } from '../../support/stores/stores.ts';

const pemOf = (type: 'rsa' | 'ed25519') => {
  const { publicKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
};

const identified = (attributes: object): Device => given.device({ identity: identityOf(attributes) });

describe('deviceText', () => {
  const at = new Date('2026-11-28T09:08:07.006Z');
  test.each<[string, Device]>([
    ['a device', given.device()],
    ['no auth set', given.device({ authSets: [], status: 'noauth' })],
    ['several auth sets', given.device({ authSets: [given.authSet(), given.authSet({ status: 'rejected' })] })],
    [
      'keys with a type',
      given.device({
        authSets: [given.authSet({ pubkey: pemOf('rsa') }), given.authSet({ pubkey: pemOf('ed25519') })],
      }),
    ],
    [
      'a key set that leaves',
      given.device({ authSets: [given.authSet({ leavingAt: at, from: '192.0.2.1', askedAt: at })] }),
    ],
    ['a check-in', given.device({ checkInAt: at })],
    ['a device that leaves', given.device({ decommissioningSince: at })],
    ['an id with a quote', given.device({ id: deviceId('a"b\\c') })],
    ['names that are numbers', identified({ b: 1, 10: 'ten', 2: { 9: 1, 1: 'one', a: [] } })],
    ['texts beyond ASCII', identified({ 'ä\u2028"\\': '\u0001 \u{1f600} \ud7ff', a: '\u007f' })],
    ['numbers', identified({ a: 1e21, b: -0, c: 0.1, d: 1e-7, e: true })],
  ])('writes %s as JSON.stringify writes its view', (_name, device) => {
    expect(deviceText(device)).toBe(JSON.stringify(deviceView(device)));
  });

  test('writes any identity that is admitted as JSON.stringify writes its view', () => {
    const identities = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 }));

    fc.assert(
      fc.property(identities, (attributes) => {
        const device = admitted(attributes);
        fc.pre(device !== undefined);
        expect(devicesText([device, device]).text).toBe(JSON.stringify([device, device].map(deviceView)));
      }),
    );
  });
});

/** `undefined` for an identity that is refused. */
function admitted(attributes: object): Device | undefined {
  try {
    return identified(attributes);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

describeEmbedded('a page', () => {
  let app: TestApp;
  beforeAll(async () => {
    const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
    app = await openApp({}, { store });
    for (let made = 0; made < 3; made += 1) await app.pending(simulateDevice());
  });
  afterAll(() => app.close());

  test.each([
    ['GET /devices', 3],
    ['GET /devices?per_page=2', 2],
    ['GET /devices?identity.none=*', 0],
    ['GET /devices?status=accepted', 0],
  ])('of %s is the text that JSON.stringify writes for its %d devices', async (request, devices) => {
    const { text, headers } = await app.management(request);

    expect(text).toBe(JSON.stringify(JSON.parse(text)));
    expect(JSON.parse(text)).toHaveLength(devices);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });
});
