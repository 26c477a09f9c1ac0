import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { identityFromText } from '../../../src/domain/identity.ts';
import { decommission } from '../../../src/service/fleet/decommission.ts';
import { preauthorize } from '../../../src/service/fleet/preauthorize.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { submitAuthRequest } from '../../../src/service/fleet/submit-auth-request.ts';
import { verifyToken } from '../../../src/service/fleet/verify-token.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { given } from '../../support/stores/given.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import {
  accepted,
  announcedByList,
  announcement,
  ask,
  inParallel,
  OPERATOR,
  outcomeOf,
  requestOf,
  stored,
  tally,
  waiting,
} from './tools.ts';

describe('preauthorize', () => {
  let opened: TestDeps;
  beforeEach(async () => {
    opened = await openDeps({ orchestrated: true });
  });
  afterEach(() => opened.close());

  const force = (simulated = simulateDevice()) =>
    preauthorize(opened.deps, { ...announcement(opened, simulated), force: true });
  const statuses = async (device: Parameters<typeof stored>[1]) =>
    (await stored(opened, device)).authSets.map(({ status }) => status);

  test('answers the id of a device that is on record, preauthorized, and takes no slot', async () => {
    const simulated = simulateDevice();

    const device = await preauthorize(opened.deps, announcement(opened, simulated));

    expect(await stored(opened, device)).toMatchObject({ status: 'preauthorized', revision: 1 });
    expect((await opened.store.limits.get(OPERATOR.tenant)).used).toBe(0);
  });

  test('matches a device that spells its identity differently (T52)', async () => {
    const simulated = simulateDevice({ identity: { mac: 'aé', serial: 100 } });
    const { device } = await announcedByList(opened, simulated);

    const identity = identityFromText(String.raw`{ "serial": 1e2, "m\u0061c": "a\u00e9" }`);
    const token = await submitAuthRequest(opened.deps, { ...requestOf(opened, simulated), identity });

    expect(await verifyToken(opened.deps, token)).toMatchObject({ device: { device } });
  });

  test('a known device is refused, and is in the refusal (T52)', async () => {
    const known = await accepted(opened);
    await accepted(opened);

    const work = preauthorize(opened.deps, announcement(opened, known.simulated));

    await expect(work).rejects.toMatchObject({
      code: 'device_exists',
      details: { device: await stored(opened, known.device) },
    });
  });

  test('the same identity in another tenant is not in the way', async () => {
    const { simulated } = await waiting(opened);

    const work = preauthorize(opened.deps, { ...announcement(opened, simulated), tenant: given.tenant() });

    expect(await outcomeOf(work)).toBe('done');
  });

  describe('with force', () => {
    test('an unknown device is created', async () => {
      expect(await statuses(await force())).toEqual(['preauthorized']);
    });

    test("a new key of a device that is there is added, and the device's own id answered", async () => {
      const known = await accepted(opened);

      const device = await force(simulateDevice({ identity: known.simulated.identity }));

      expect(device).toBe(known.device);
      expect(await statuses(device)).toEqual(['accepted', 'preauthorized']);
      expect(await outcomeOf(verifyToken(opened.deps, known.token))).toBe('done');
    });

    test.each(['pending', 'rejected'] as const)(
      'a set that is %s becomes preauthorized, and is let in',
      async (status) => {
        const known = await waiting(opened);
        await setStatus(opened.deps, { ...OPERATOR, ...known, status });

        expect(await statuses(await force(known.simulated))).toEqual(['preauthorized']);
        expect(await outcomeOf(ask(opened, known.simulated))).toBe('done');
      },
    );

    test('a list that is run again throws no running device out, and writes nothing', async () => {
      const known = await accepted(opened);
      const before = await stored(opened, known.device);

      expect(await force(known.simulated)).toBe(known.device);

      expect(await stored(opened, known.device)).toEqual(before);
      expect(await outcomeOf(verifyToken(opened.deps, known.token))).toBe('done');
    });

    test('a device that is being decommissioned is refused', async () => {
      const known = await waiting(opened);
      await decommission(opened.deps, { ...OPERATOR, ...known });

      expect(await outcomeOf(force(known.simulated))).toBe('device_exists');
    });
  });

  test('64 times at once creates one device and refuses the other 63 (T179)', async () => {
    const simulated = simulateDevice();

    const outcomes = await tally(inParallel(64, () => preauthorize(opened.deps, announcement(opened, simulated))));

    expect(outcomes).toEqual({ done: 1, device_exists: 63 });
    expect(await opened.store.devices.count(OPERATOR.tenant, {})).toBe(1);
  });

  test('64 times at once with force answers one id', async () => {
    const simulated = simulateDevice();

    const ids = await Promise.all(inParallel(64, () => force(simulated)));

    expect(new Set(ids).size).toBe(1);
    expect(await statuses(ids[0]!)).toEqual(['preauthorized']);
  });
});
