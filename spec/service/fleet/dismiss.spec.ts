import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decommission } from '../../../src/service/fleet/decommission.ts';
import { dismiss } from '../../../src/service/fleet/dismiss.ts';
import { verifyToken } from '../../../src/service/fleet/verify-token.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { given } from '../../support/stores/given.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import {
  accepted,
  announcedByList,
  inParallel,
  OPERATOR,
  outcomeOf,
  stored,
  tally,
  waiting,
  type Known,
} from './tools.ts';

describe('dismiss', () => {
  let opened: TestDeps;
  beforeEach(async () => {
    opened = await openDeps({ orchestrated: true });
  });
  afterEach(() => opened.close());

  const remove = (known: Pick<Known, 'device' | 'authSet'>) => dismiss(opened.deps, { ...OPERATOR, ...known });

  test('an accepted set is removed with its tokens and frees its slot; the device stays, without a set', async () => {
    const known = await accepted(opened);

    await remove(known);

    expect(await outcomeOf(verifyToken(opened.deps, known.token))).toBe('token_revoked');
    expect(await stored(opened, known.device)).toMatchObject({ status: 'noauth', authSets: [], tokens: [] });
    expect((await opened.store.limits.get(OPERATOR.tenant)).used).toBe(0);
  });

  test('the same key may ask again, as a new set', async () => {
    const known = await waiting(opened);
    await remove(known);

    const again = await waiting(opened, known.simulated);

    expect(again.device).toBe(known.device);
    expect(again.authSet).not.toBe(known.authSet);
  });

  test('the last set takes the device along when it is preauthorized, also with an orchestrator', async () => {
    const known = await announcedByList(opened);

    await remove(known);

    expect(await opened.store.devices.find(OPERATOR.tenant, known.device)).toBeUndefined();
  });

  test('a preauthorized set that is not the last leaves the device', async () => {
    const known = await waiting(opened);
    const second = await announcedByList(opened, simulateDevice({ identity: known.simulated.identity }), {
      force: true,
    });

    await remove(second);

    expect(await stored(opened, known.device)).toMatchObject({ status: 'pending' });
  });

  test('an unknown set, a set of another device, or of a device that is being decommissioned is not found', async () => {
    const [known, other, leaving] = [await waiting(opened), await waiting(opened), await waiting(opened)];
    await decommission(opened.deps, { ...OPERATOR, ...leaving });

    expect(await outcomeOf(remove({ ...known, authSet: other.authSet }))).toBe('auth_set_not_found');
    expect(await outcomeOf(remove({ ...known, device: given.unknownId() }))).toBe('device_not_found');
    expect(await outcomeOf(remove(leaving))).toBe('device_not_found');
  });

  test('64 times at once is done once, and the slot given once', async () => {
    const known = await accepted(opened);
    await accepted(opened);

    expect(await tally(inParallel(64, () => remove(known)))).toEqual({ done: 1, auth_set_not_found: 63 });
    expect((await opened.store.limits.get(OPERATOR.tenant)).used).toBe(1);
  });
});
