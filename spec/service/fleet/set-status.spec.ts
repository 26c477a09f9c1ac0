import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AUTH_SET_STATUSES } from '../../../src/domain/device.ts';
import { decommission } from '../../../src/service/fleet/decommission.ts';
import { setLimit } from '../../../src/service/fleet/set-limit.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { verifyToken } from '../../../src/service/fleet/verify-token.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { given } from '../../support/stores/given.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import {
  accepted,
  announcedByList,
  ask,
  inParallel,
  OPERATOR,
  outcomeOf,
  stored,
  tally,
  waiting,
  type Known,
} from './tools.ts';

describe('setStatus', () => {
  let opened: TestDeps;
  beforeEach(async () => {
    opened = await openDeps({ orchestrated: true });
  });
  afterEach(() => opened.close());

  const set = (known: Pick<Known, 'device' | 'authSet'>, status: (typeof AUTH_SET_STATUSES)[number]) =>
    outcomeOf(setStatus(opened.deps, { ...OPERATOR, ...known, status }));
  const used = async () => (await opened.store.limits.get(OPERATOR.tenant)).used;

  test('accepted, a device takes a slot and gets a token; rejected, it frees the slot and the token is refused', async () => {
    const known = await accepted(opened);
    expect(await used()).toBe(1);

    expect(await set(known, 'rejected')).toBe('done');

    expect(await outcomeOf(verifyToken(opened.deps, known.token))).toBe('token_revoked');
    expect(await used()).toBe(0);
  });

  test('accepted again, the old token stays dead', async () => {
    const known = await accepted(opened);
    await set(known, 'rejected');
    await set(known, 'accepted');

    const fresh = await ask(opened, known.simulated);

    expect(await outcomeOf(verifyToken(opened.deps, known.token))).toBe('token_revoked');
    expect(await outcomeOf(verifyToken(opened.deps, fresh))).toBe('done');
  });

  test('if another key is accepted, the first one is rejected and its token refused; the device keeps one slot', async () => {
    const first = await accepted(opened);
    const second = await waiting(opened, simulateDevice({ identity: first.simulated.identity }));

    expect(await set(second, 'accepted')).toBe('done');

    expect(second.device).toBe(first.device);
    expect(await outcomeOf(verifyToken(opened.deps, first.token))).toBe('token_revoked');
    expect((await stored(opened, first.device)).authSets.map(({ status }) => status)).toEqual(['rejected', 'accepted']);
    expect(await used()).toBe(1);
  });

  test('the status it has is done, and nothing is written', async () => {
    const known = await waiting(opened);
    opened.announced.splice(0);

    expect(await set(known, 'pending')).toBe('done');
    expect(await stored(opened, known.device)).toMatchObject({ revision: 1 });
    expect(opened.announced).toEqual([]);
  });

  test('the order of refusals: set, same, transition, limit', async () => {
    const waits = await waiting(opened);
    const announced = await announcedByList(opened);
    await setLimit(opened.deps, { ...OPERATOR, limit: 0 });

    expect(await set({ ...waits, device: given.unknownId() }, 'accepted')).toBe('device_not_found');
    expect(await set({ ...waits, device: announced.device }, 'accepted')).toBe('auth_set_not_found');
    expect(await set(announced, 'preauthorized')).toBe('done');
    expect(await set(announced, 'accepted')).toBe('illegal_transition');
    expect(await set(waits, 'accepted')).toBe('limit_reached');
    expect(await set(waits, 'rejected')).toBe('done');
  });

  test('a device of another tenant is not found', async () => {
    const known = await waiting(opened);

    const work = setStatus(opened.deps, { ...OPERATOR, ...known, tenant: given.tenant(), status: 'accepted' });

    expect(await outcomeOf(work)).toBe('device_not_found');
  });

  test.each(AUTH_SET_STATUSES)('%s: a device that is being decommissioned is not found', async (status) => {
    const known = await accepted(opened);
    await decommission(opened.deps, { ...OPERATOR, ...known });

    expect(await set(known, status)).toBe('device_not_found');
  });

  test('the same accept 64 times at once is done 64 times, written and announced once', async () => {
    const known = await waiting(opened);
    opened.announced.splice(0);

    expect(
      await tally(inParallel(64, () => setStatus(opened.deps, { ...OPERATOR, ...known, status: 'accepted' }))),
    ).toEqual({
      done: 64,
    });
    expect(await stored(opened, known.device)).toMatchObject({ status: 'accepted', revision: 2 });
    expect(opened.announced).toHaveLength(1);
    expect(await used()).toBe(1);
  });

  test('two keys accepted at once leave one accepted, with one slot', async () => {
    const first = await waiting(opened);
    const second = await waiting(opened, simulateDevice({ identity: first.simulated.identity }));

    await Promise.all([set(first, 'accepted'), set(second, 'accepted')]);

    const { authSets } = await stored(opened, first.device);
    expect(authSets.map(({ status }) => status).toSorted()).toEqual(['accepted', 'rejected']);
    expect(await used()).toBe(1);
  });
});
