import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Refused } from '../../../src/domain/errors.ts';
import { decommission } from '../../../src/service/fleet/decommission.ts';
import { setLimit } from '../../../src/service/fleet/set-limit.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { submitAuthRequest } from '../../../src/service/fleet/submit-auth-request.ts';
import { verifyToken } from '../../../src/service/fleet/verify-token.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { given } from '../../support/stores/given.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import {
  accepted,
  announcedByList,
  ask,
  feedOf,
  inParallel,
  OPERATOR,
  outcomeOf,
  requestOf,
  stored,
  tally,
  waiting,
} from './tools.ts';

describe('submitAuthRequest', () => {
  let opened: TestDeps;
  beforeEach(async () => {
    opened = await openDeps();
  });
  afterEach(() => opened.close());

  const all = () => opened.store.devices.list(OPERATOR.tenant, {}, { limit: 100, skip: 0 });

  describe('before the store', () => {
    test('a signature that is wrong is refused and the store is not asked', async () => {
      const [device, other] = [simulateDevice(), simulateDevice()];
      const good = requestOf(opened, device);
      const wrong = [
        { ...good, signature: requestOf(opened, other).signature },
        { ...good, bytes: Buffer.concat([good.bytes, Buffer.from(' ')]) },
        { ...good, signature: Buffer.alloc(0) },
        { ...good, key: opened.deps.keys.admit(other.pubkey) },
      ];

      for (const request of wrong) {
        expect(await outcomeOf(submitAuthRequest(opened.deps, request))).toBe('signature_wrong');
      }
      expect(opened.calls).toEqual([]);
    });

    test('a device without a tenant is refused and the store is not asked', async () => {
      const tenantTokens = {
        tenantOf: (token: string | undefined) => Promise.reject(new Refused('not_admitted', String(token))),
      };
      const request = { ...requestOf(opened, simulateDevice()), tenantToken: 'wrong' };

      await expect(submitAuthRequest({ ...opened.deps, tenantTokens }, request)).rejects.toThrow('wrong');
      expect(opened.calls).toEqual([]);
    });
  });

  describe('who is not admitted', () => {
    test('a device that nobody knows is put on record in one write, and told so', async () => {
      const { device } = await waiting(opened);

      expect(opened.calls.filter((call) => call === 'commit')).toHaveLength(1);
      expect(await stored(opened, device)).toMatchObject({ status: 'pending', tokens: [], revision: 1 });
      expect(opened.announced.map((events) => events.map(({ type }) => type))).toEqual([
        ['auth_set.added', 'device.changed'],
      ]);
    });

    test.each(['pending', 'rejected'] as const)('a device that is %s asks again and nothing is written', async (to) => {
      const known = await waiting(opened);
      await setStatus(opened.deps, { ...OPERATOR, ...known, status: to });
      const [before, feed] = [await stored(opened, known.device), await opened.store.feed.head()];
      opened.calls.splice(0);
      opened.announced.splice(0);

      expect(await outcomeOf(ask(opened, known.simulated))).toBe('not_admitted');
      expect(opened.calls).toEqual(['findByIdentity']);
      expect(opened.announced).toEqual([]);
      expect(await stored(opened, known.device)).toEqual(before);
      expect(await opened.store.feed.head()).toBe(feed);
    });

    test('a device on its way out is refused, whatever it was, and nothing is written', async () => {
      const orchestrated = { ...opened.deps, rules: { ...opened.deps.rules, orchestrated: true } };
      const known = await accepted(opened);
      await decommission(orchestrated, { ...OPERATOR, ...known });
      const before = await stored(opened, known.device);

      expect(await outcomeOf(ask(opened, known.simulated))).toBe('not_admitted');
      expect(await stored(opened, known.device)).toEqual(before);
    });

    test('a preauthorized device finds the tenant full: its set stays, and it comes in once there is room', async () => {
      const known = await announcedByList(opened);
      await setLimit(opened.deps, { ...OPERATOR, limit: 0 });
      const before = await stored(opened, known.device);

      expect(await outcomeOf(ask(opened, known.simulated))).toBe('limit_reached');
      expect(await stored(opened, known.device)).toEqual(before);

      await setLimit(opened.deps, { ...OPERATOR, limit: 1 });
      expect(await outcomeOf(ask(opened, known.simulated))).toBe('done');
    });

    test('among eleven waiting keys the one that asked longest ago is forgotten', async () => {
      const { identity } = simulateDevice();
      const [first, second, ...others] = inParallel(10, () => Promise.resolve(simulateDevice({ identity })));
      for (const next of [first, second, ...others, first]) {
        opened.clock.advance(1000);
        await outcomeOf(ask(opened, (await next)!));
      }

      const { device } = await waiting(opened, simulateDevice({ identity }));

      const keys = (await stored(opened, device)).authSets.map(({ pubkey }) => pubkey);
      expect(keys).toHaveLength(10);
      expect(keys).toContain((await first)!.pubkey);
      expect(keys).not.toContain((await second)!.pubkey);
    });

    test('when too many wait a device that nobody knows has to come back later, and nothing is written', async () => {
      const crowded = { ...opened, deps: { ...opened.deps, rules: { ...opened.deps.rules, maxPending: 1 } } };
      const { simulated } = await waiting(crowded);

      expect(await outcomeOf(ask(crowded, simulateDevice()))).toBe('too_many_requests');
      expect(await outcomeOf(ask(crowded, simulated))).toBe('not_admitted');
      expect((await all()).devices).toHaveLength(1);
    });

    test('only a key that is on record spends of a rate, and of its own', async () => {
      const { simulated, device } = await waiting(opened);
      expect(opened.spent).toEqual([]);

      await outcomeOf(ask(opened, simulated));

      expect(opened.spent).toEqual([`auth_request ${device} ${opened.deps.keys.admit(simulated.pubkey).fingerprint}`]);
    });
  });

  describe('who is admitted', () => {
    test('an accepted device gets a fresh token each time, in one write that tells nothing', async () => {
      const known = await accepted(opened);
      const head = await opened.store.feed.head();
      opened.calls.splice(0);

      const token = await ask(opened, known.simulated);

      expect(token).not.toBe(known.token);
      expect(await verifyToken(opened.deps, token)).toMatchObject({ device: { device: known.device } });
      expect(opened.calls.filter((call) => call === 'commit')).toHaveLength(1);
      expect(await opened.store.feed.head()).toBe(head);
      expect((await stored(opened, known.device)).checkInAt).toEqual(opened.clock.now());
    });

    test('a preauthorized device is accepted by asking, and gets a token at once', async () => {
      const known = await announcedByList(opened);

      const token = await ask(opened, known.simulated);

      expect(await stored(opened, known.device)).toMatchObject({ status: 'accepted' });
      expect(await outcomeOf(verifyToken(opened.deps, token))).toBe('done');
      expect((await opened.store.limits.get(OPERATOR.tenant)).used).toBe(1);
      expect(await feedOf(opened)).toEqual(['auth_set.added', 'device.changed', 'auth_set.changed', 'device.changed']);
    });

    test('at a third token the first is good no more', async () => {
      const known = await accepted(opened);
      const tokens = [known.token, await ask(opened, known.simulated), await ask(opened, known.simulated)];

      const outcomes = await Promise.all(tokens.map((token) => outcomeOf(verifyToken(opened.deps, token))));

      expect(outcomes).toEqual(['token_revoked', 'done', 'done']);
    });

    test('one identity in two tenants is two devices', async () => {
      const tenant = given.tenant();
      const elsewhere = { ...opened.deps, tenantTokens: { tenantOf: () => Promise.resolve(tenant) } };
      const known = await accepted(opened);

      const outcome = await outcomeOf(submitAuthRequest(elsewhere, requestOf(opened, known.simulated)));

      expect(outcome).toBe('not_admitted');
      expect(await opened.store.devices.count(tenant, { statuses: ['pending'] })).toBe(1);
      expect((await stored(opened, known.device)).status).toBe('accepted');
    });
  });

  describe('at once', () => {
    // With turns, and as on nodes of their own, where there are none.
    const nodes = [
      ['on one node', () => opened],
      [
        'on many nodes',
        () => ({
          ...opened,
          deps: { ...opened.deps, turns: { take: <T>(_: string, work: () => Promise<T>) => work() } },
        }),
      ],
    ] as const;

    test.each(nodes)('64 first requests of a device make one device with one set, %s', async (_, open) => {
      const device = simulateDevice();

      expect(await tally(inParallel(64, () => ask(open(), device)))).toEqual({ not_admitted: 64 });

      const { devices } = await all();
      expect(devices.map(({ authSets }) => authSets.length)).toEqual([1]);
      expect(await feedOf(opened)).toEqual(['auth_set.added', 'device.changed']);
    });

    test.each(nodes)(
      '64 requests of an accepted device each get a token, two of which are good, %s',
      async (_, open) => {
        const known = await accepted(opened);

        const tokens = await Promise.all(inParallel(64, () => ask(open(), known.simulated)));

        const outcomes = await tally(tokens.map((token) => verifyToken(opened.deps, token)));
        expect(new Set(tokens).size).toBe(64);
        expect(outcomes).toEqual({ done: 2, token_revoked: 62 });
        expect((await stored(opened, known.device)).tokens).toHaveLength(2);
      },
    );

    test.each(nodes)('64 preauthorized devices under a limit of 10 are 10, %s', async (_, open) => {
      const all = [];
      for (let index = 0; index < 64; index += 1) all.push(await announcedByList(opened));
      await setLimit(opened.deps, { ...OPERATOR, limit: 10 });

      const outcomes = await tally(all.map(({ simulated }) => ask(open(), simulated)));

      expect(outcomes).toEqual({ done: 10, limit_reached: 54 });
      expect(await opened.store.limits.get(OPERATOR.tenant)).toEqual({ limit: 10, used: 10 });
    });

    test.each(nodes)('two preauthorized keys of a device leave one accepted, with one slot, %s', async (_, open) => {
      const { identity } = simulateDevice();
      const [first, second] = [simulateDevice({ identity }), simulateDevice({ identity })];
      await announcedByList(opened, first);
      const { device } = await announcedByList(opened, second, { force: true });

      await tally([ask(open(), first), ask(open(), second)]);

      const { authSets, tokens } = await stored(opened, device);
      const [winner] = authSets.filter(({ status }) => status === 'accepted');
      expect(authSets.map(({ status }) => status).toSorted()).toEqual(['accepted', 'rejected']);
      expect(tokens.map(({ authSet }) => authSet)).toEqual([winner?.id]);
      expect((await opened.store.limits.get(OPERATOR.tenant)).used).toBe(1);
    });

    test('a device does not wait for one of the same identity in another tenant', async () => {
      const [device, tenant] = [simulateDevice(), given.tenant()];
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      const findByIdentity: typeof opened.deps.devices.findByIdentity = async (of, key) => {
        if (of === OPERATOR.tenant) await held;
        return opened.store.devices.findByIdentity(of, key);
      };
      const deps = { ...opened.deps, devices: { ...opened.store.devices, findByIdentity } };
      const elsewhere = { ...deps, tenantTokens: { tenantOf: () => Promise.resolve(tenant) } };

      const waits = outcomeOf(submitAuthRequest(deps, requestOf(opened, device)));
      expect(await outcomeOf(submitAuthRequest(elsewhere, requestOf(opened, device)))).toBe('not_admitted');

      release();
      expect(await waits).toBe('not_admitted');
    });

    test('a rejection among 32 requests leaves no token that is good', async () => {
      const known = await accepted(opened);

      const asking = inParallel(32, () => outcomeOf(ask(opened, known.simulated)));
      await setStatus(opened.deps, { ...OPERATOR, ...known, status: 'rejected' });
      await Promise.all(asking);

      expect(await stored(opened, known.device)).toMatchObject({ status: 'rejected', tokens: [] });
    });
  });
});
