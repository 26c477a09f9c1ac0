import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Refused } from '../../../src/domain/errors.ts';
import { OWN_TENANT } from '../../../src/domain/ids.ts';
import { judgeClient, type BrokerRules, type ClientAsk } from '../../../src/service/fleet/judge-client.ts';
import { revokeDeviceTokens } from '../../../src/service/fleet/revoke-token.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import type { Devices } from '../../../src/store/store.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { accepted, OPERATOR } from './tools.ts';

const RULES: BrokerRules = {
  sessionSeconds: 600,
  checksClientId: true,
  vhosts: ['/', 'mqtt-{tenant}'],
  publish: ['devices/{device}/#'],
  subscribe: ['devices/{device}/#', 'all'],
};

let opened: TestDeps;
let known: Awaited<ReturnType<typeof accepted>>;
let id: string;
beforeEach(async () => {
  opened = await openDeps({ ttlSeconds: 3600 });
  known = await accepted(opened);
  id = known.device;
});
afterEach(() => opened.close());

const CONNECTS = { connects: true, namesLater: false };
const LATER = { connects: false, namesLater: true };

async function verdictOn(ask: Partial<ClientAsk>, rules: Partial<BrokerRules> = {}, devices?: Partial<Devices>) {
  const brokerRules = { ...RULES, ...rules };
  const deps = { ...opened.deps, brokerRules, devices: { ...opened.deps.devices, ...devices } };
  const verdict = await judgeClient(deps, { ...CONNECTS, ...ask });
  return verdict.verdict === 'deny' ? verdict.reason : verdict.verdict;
}

describe('a client that connects', () => {
  test('gets its device, its topics and the end of its session', async () => {
    const verdict = await judgeClient({ ...opened.deps, brokerRules: RULES }, { ...CONNECTS, token: known.token });

    expect(verdict).toEqual({
      verdict: 'allow',
      client: { device: id, tenant: OWN_TENANT },
      until: new Date(opened.clock.now().getTime() + 600_000),
      topics: { publish: [`devices/${id}/#`], subscribe: [`devices/${id}/#`, 'all'] },
    });
  });

  test('has no session that is longer than its token lives', async () => {
    const brokerRules = { ...RULES, sessionSeconds: 100_000 };
    const verdict = await judgeClient({ ...opened.deps, brokerRules }, { ...CONNECTS, token: known.token });
    const { exp } = JSON.parse(Buffer.from(known.token.split('.')[1] ?? '', 'base64url').toString());

    expect(verdict).toMatchObject({ until: new Date(exp * 1000) });
  });

  test('has its token as password, or as user name without a password', async () => {
    expect(await verdictOn({ token: known.token, username: id })).toBe('allow');
    expect(await verdictOn({ username: known.token })).toBe('allow');
    expect(await verdictOn({ username: known.token, namesLater: true })).toBe('allow');
    expect(await verdictOn({ token: '', username: known.token })).toBe('allow');
  });

  test('without a token is denied, with any name', async () => {
    expect(await verdictOn({})).toBe('missing');
    expect(await verdictOn({ username: id, token: '' })).toBe('missing');
    expect(await verdictOn({ username: id, clientId: id, certCommonName: id })).toBe('missing');
  });

  test('is denied with a token that is not good; a revoked one has another reason', async () => {
    expect(await verdictOn({ token: 'x' })).toBe('invalid');
    expect(await verdictOn({ token: `${known.token}x` })).toBe('invalid');
    opened.clock.advance(3_600_000);
    expect(await verdictOn({ token: known.token })).toBe('expired');
  });

  test('is denied from the moment its token is revoked', async () => {
    expect(await verdictOn({ token: known.token })).toBe('allow');
    await revokeDeviceTokens(opened.deps, { ...OPERATOR, device: known.device });

    expect(await verdictOn({ token: known.token })).toBe('revoked');
  });

  test('has the name of its device, also behind its tenant, and no other', async () => {
    const other = await accepted(opened);

    expect(await verdictOn({ token: known.token, username: `default/${id}`, namesLater: false })).toBe('name');
    expect(await verdictOn({ token: known.token, username: other.device })).toBe('name');
    expect(await verdictOn({ token: other.token, username: id })).toBe('name');
    expect(await verdictOn({ token: known.token, username: `acme/${id}` })).toBe('name');
  });

  test('needs a name where the broker asks by it later', async () => {
    expect(await verdictOn({ token: known.token, namesLater: true })).toBe('name');
    expect(await verdictOn({ token: known.token, username: id, namesLater: true })).toBe('allow');
  });

  test('has a client id that begins with its device id, unless the setting lets it have any', async () => {
    expect(await verdictOn({ token: known.token, clientId: `${id}-2` })).toBe('allow');
    expect(await verdictOn({ token: known.token, clientId: 'another' })).toBe('client_id');
    expect(await verdictOn({ token: known.token, clientId: 'another' }, { checksClientId: false })).toBe('allow');
  });

  test('has a certificate of its device, if it has one', async () => {
    expect(await verdictOn({ token: known.token, certCommonName: id })).toBe('allow');
    expect(await verdictOn({ token: known.token, certCommonName: 'another' })).toBe('certificate');
  });
});

test('a virtual host is opened where the rules name it for the tenant, and no other', async () => {
  expect(await verdictOn({ token: known.token, vhost: '/' })).toBe('allow');
  expect(await verdictOn({ token: known.token, vhost: 'mqtt-default' })).toBe('allow');
  expect(await verdictOn({ token: known.token, vhost: 'mqtt-acme' })).toBe('vhost');
  expect(await verdictOn({ ...LATER, username: id, vhost: 'mqtt-acme' })).toBe('vhost');
  expect(await verdictOn({ ...LATER, username: id, vhost: '' })).toBe('vhost');
});

describe('topics', () => {
  test("are allowed if all of them are the client's own", async () => {
    const ask = { token: known.token, connects: false };

    expect(await verdictOn({ ...ask, publish: [`devices/${id}/up`] })).toBe('allow');
    expect(await verdictOn({ ...ask, subscribe: [`devices/${id}/#`, 'all'] })).toBe('allow');
    expect(await verdictOn({ ...ask, publish: ['all'] })).toBe('topic');
    expect(await verdictOn({ ...ask, subscribe: [`devices/${id}/#`, '#'] })).toBe('topic');
  });
});

describe('a call without a token', () => {
  test('is judged by the device that the name is', async () => {
    const publish = [`devices/${id}/up`];

    expect(await verdictOn({ ...LATER, username: id, publish })).toBe('allow');
    expect(await verdictOn({ ...LATER, username: `default/${id}`, publish })).toBe('name'); // one name for one client
    expect(await verdictOn({ ...LATER, username: 'nobody', publish })).toBe('revoked');
    expect(await verdictOn({ ...LATER, username: `acme/${id}`, publish })).toBe('revoked');
    expect(await verdictOn({ ...LATER, publish })).toBe('missing');
    expect(await verdictOn({ ...LATER, username: id, publish: ['devices/x/up'] })).toBe('topic');
  });

  test('is denied from the moment the device has no live token', async () => {
    const asked = { ...LATER, username: id };
    opened.clock.advance(3_600_000);
    expect(await verdictOn(asked)).toBe('revoked');
    opened.clock.advance(-3_600_000);
    expect(await verdictOn(asked)).toBe('allow');

    await revokeDeviceTokens(opened.deps, { ...OPERATOR, device: known.device });

    expect(await verdictOn(asked)).toBe('revoked');
  });

  test('is denied for a device that is not accepted', async () => {
    await setStatus(opened.deps, { ...OPERATOR, ...known, status: 'rejected' });

    expect(await verdictOn({ ...LATER, username: id })).toBe('revoked');
  });
});

describe('without a verdict', () => {
  test.each<[string, Partial<Devices>]>([
    ['a store that fails', { tokenState: () => Promise.reject(new Refused('store_unavailable', 'gone')) }],
    ['a store that does not answer within a second', { tokenState: () => new Promise(() => undefined) }],
  ])('%s is neither an allowance nor a denial', async (_, devices) => {
    expect(await verdictOn({ token: known.token }, {}, devices)).toBe('unknown');
  });

  test('a bug is not a verdict either: it is thrown', async () => {
    const devices: Partial<Devices> = { tokenState: () => Promise.reject(new TypeError('bug')) };

    await expect(verdictOn({ token: known.token }, {}, devices)).rejects.toThrow('bug');
  });
});
