import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { setLimit } from '../../../src/service/fleet/set-limit.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { submitAuthRequest } from '../../../src/service/fleet/submit-auth-request.ts';
import { verifyToken } from '../../../src/service/fleet/verify-token.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import type { Turn } from '../../../src/time/turns.ts';
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
} from './tools.ts';

describe('submitAuthRequest', () => {
  let opened: TestDeps;
  beforeEach(async () => {
    opened = await openDeps();
  });
  afterEach(() => opened.close());

  const all = () => opened.store.devices.list(OPERATOR.tenant, {}, { limit: 100, skip: 0 });

  describe('at once', () => {
    const withoutTurns = <T>(_: string, work: (turn: Turn) => Promise<T>) => work('at once');

    // With turns, and without turns as on different nodes.
    const nodes = [
      ['on one node', () => opened],
      [
        'on many nodes',
        () => ({
          ...opened,
          deps: { ...opened.deps, turns: { known: withoutTurns, strangers: withoutTurns } },
        }),
      ],
    ] as const;

    test.each(nodes)('64 first requests of a device make one device with one set, %s', async (_, open) => {
      const device = simulateDevice();

      const outcomes = await tally(inParallel(64, () => ask(open(), device)));

      const { not_admitted: told = 0, too_many_requests: refused = 0 } = outcomes;
      expect(told).toBeGreaterThanOrEqual(5);
      expect(told + refused).toBe(64);
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
