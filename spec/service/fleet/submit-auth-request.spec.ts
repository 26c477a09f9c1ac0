import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Refused } from '../../../src/domain/errors.ts';
import { revocationsOf } from '../../../src/domain/revocation.ts';
import { decommission } from '../../../src/service/fleet/decommission.ts';
import { purgeTokens, revokeDeviceTokens } from '../../../src/service/fleet/revoke-token.ts';
import { setLimit } from '../../../src/service/fleet/set-limit.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { submitAuthRequest } from '../../../src/service/fleet/submit-auth-request.ts';
import { verifyToken } from '../../../src/service/fleet/verify-token.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { given } from '../../support/stores/given.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { accepted, announcedByList, ask, feedOf, OPERATOR, outcomeOf, requestOf, stored, waiting } from './tools.ts';

describe('submitAuthRequest', () => {
  let opened: TestDeps;
  beforeEach(async () => {
    opened = await openDeps();
  });
  afterEach(() => opened.close());

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

  describe('a device that is not accepted', () => {
    test('an unknown device is stored in one write, and refused', async () => {
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

    test('a device that is being decommissioned is refused, and nothing is written', async () => {
      const orchestrated = { ...opened.deps, rules: { ...opened.deps.rules, orchestrated: true } };
      const known = await accepted(opened);
      await decommission(orchestrated, { ...OPERATOR, ...known });
      const before = await stored(opened, known.device);

      expect(await outcomeOf(ask(opened, known.simulated))).toBe('not_admitted');
      expect(await stored(opened, known.device)).toEqual(before);
    });

    test('a preauthorized device without room keeps its set, and is accepted when there is room', async () => {
      const known = await announcedByList(opened);
      await setLimit(opened.deps, { ...OPERATOR, limit: 0 });
      const before = await stored(opened, known.device);

      expect(await outcomeOf(ask(opened, known.simulated))).toBe('limit_reached');
      expect(await stored(opened, known.device)).toEqual(before);

      await setLimit(opened.deps, { ...OPERATOR, limit: 1 });
      expect(await outcomeOf(ask(opened, known.simulated))).toBe('done');
    });

    test('when all places are taken a stranger is refused, and nothing is written', async () => {
      const crowded = await openDeps({ maxPending: 1 });
      const { simulated } = await waiting(crowded);
      const head = await crowded.store.feed.head();

      expect(await outcomeOf(ask(crowded, simulateDevice()))).toBe('too_many_requests');
      expect(await outcomeOf(ask(crowded, simulated))).toBe('not_admitted');
      expect(await crowded.store.feed.head()).toBe(head);
      expect(crowded.strangers).toEqual(['placed', 'tenant']);
      await crowded.close();
    });

    test('only a pair that waits spends of the rate, and of its own', async () => {
      const { simulated, device } = await waiting(opened);
      expect(opened.spent).toEqual([]);

      await outcomeOf(ask(opened, simulated));

      expect(opened.spent).toEqual([`${device} ${opened.deps.keys.admit(simulated.pubkey).fingerprint}`]);
    });
  });

  describe('a device that is accepted', () => {
    test('without reuse an accepted device gets a fresh token each time, in one read and one write that announces nothing', async () => {
      const known = await accepted(opened);
      const head = await opened.store.feed.head();
      opened.calls.splice(0);

      const token = await ask(opened, known.simulated);
      const calls = [...opened.calls];

      expect(token).not.toBe(known.token);
      expect(calls).toEqual(['findByIdentity', 'commit']);
      expect(await verifyToken(opened.deps, token)).toMatchObject({ device: { device: known.device } });
      expect(await opened.store.feed.head()).toBe(head);
      expect((await stored(opened, known.device)).checkInAt).toEqual(opened.clock.now());
    });

    describe('with reuse of tokens', () => {
      let reusing: TestDeps;
      beforeEach(async () => {
        reusing = await openDeps({ reusePercent: 50, maxPerAuthSet: 5 });
      });
      afterEach(() => reusing.close());

      const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

      test('an accepted device gets its token again: one read, no write, and nothing is spent', async () => {
        const known = await accepted(reusing);
        const [before, head] = [await stored(reusing, known.device), await reusing.store.feed.head()];
        reusing.calls.splice(0);

        const token = await ask(reusing, known.simulated);

        expect(claimsOf(token)).toEqual(claimsOf(known.token));
        expect(reusing.calls).toEqual(['findByIdentity']);
        expect(reusing.spent).toEqual([]);
        expect(await stored(reusing, known.device)).toEqual(before);
        expect(await reusing.store.feed.head()).toBe(head);
      });

      test('its check-in is noted, and written with the others', async () => {
        const known = await accepted(reusing);
        reusing.clock.advance(60_000);

        await ask(reusing, known.simulated);
        await reusing.deps.checkIns.flush();

        expect((await stored(reusing, known.device)).checkInAt).toEqual(reusing.clock.now());
      });

      test('once less than half of its life is left there is a new one, and the old one stays good', async () => {
        const known = await accepted(reusing);
        reusing.clock.advance(1800_000);

        const tokens = [await ask(reusing, known.simulated), await ask(reusing, known.simulated)];

        expect(claimsOf(tokens[0]!).jti).not.toBe(claimsOf(known.token).jti);
        expect(claimsOf(tokens[1]!)).toEqual(claimsOf(tokens[0]!));
        expect(await outcomeOf(verifyToken(reusing.deps, known.token))).toBe('done');
      });

      test('a token that was issued right after a purge, which offline verifiers refuse, is not given again', async () => {
        const known = await accepted(reusing);
        await purgeTokens(reusing.deps, OPERATOR);
        reusing.clock.advance(5_000);
        const refused = await ask(reusing, known.simulated);
        reusing.clock.advance(2_000);

        const token = await ask(reusing, known.simulated);
        const again = await ask(reusing, known.simulated);

        const entries = await reusing.store.feed.readRevocations({ after: 0, since: new Date(0), limit: 10 });
        const [item] = entries.flatMap(({ event, writtenAt }) => revocationsOf(event, writtenAt, 3600));
        const before = item?.kind === 'tenant' ? item.before : NaN;
        expect(claimsOf(refused).iat).toBeLessThanOrEqual(before);
        expect(claimsOf(token).iat).toBeGreaterThan(before);
        expect(claimsOf(again)).toEqual(claimsOf(token));
      });

      test('a revoked token is never given again', async () => {
        const known = await accepted(reusing);
        await revokeDeviceTokens(reusing.deps, { ...OPERATOR, device: known.device });

        const token = await ask(reusing, known.simulated);

        expect(claimsOf(token).jti).not.toBe(claimsOf(known.token).jti);
        expect(await outcomeOf(verifyToken(reusing.deps, known.token))).toBe('token_revoked');
      });
    });

    test('a preauthorized device is accepted by asking, and gets a token at once', async () => {
      const known = await announcedByList(opened);

      const token = await ask(opened, known.simulated);

      expect(await stored(opened, known.device)).toMatchObject({ status: 'accepted' });
      expect(await outcomeOf(verifyToken(opened.deps, token))).toBe('done');
      expect((await opened.store.limits.get(OPERATOR.tenant)).used).toBe(1);
      expect(await feedOf(opened)).toEqual(['auth_set.added', 'device.changed', 'auth_set.changed', 'device.changed']);
    });

    test('a token more than a set may have supersedes the oldest', async () => {
      const known = await accepted(opened);
      const tokens = [known.token, await ask(opened, known.simulated), await ask(opened, known.simulated)];

      const outcomes = await Promise.all(tokens.map((token) => outcomeOf(verifyToken(opened.deps, token))));

      expect(outcomes).toEqual(['token_revoked', 'done', 'done']);
      await expect(verifyToken(opened.deps, known.token)).rejects.toMatchObject({ details: { reason: 'superseded' } });
      expect(await feedOf(opened)).toContain('tokens.superseded');
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
});
