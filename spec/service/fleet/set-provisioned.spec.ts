import { describe, expect, test } from '@jest/globals';
import { decommission } from '../../../src/service/fleet/decommission.ts';
import { setProvisioned } from '../../../src/service/fleet/set-provisioned.ts';
import { openDeps } from '../../support/deps.ts';
import { given } from '../../support/stores/given.ts';
import { OPERATOR, outcomeOf, stored, waiting } from './tools.ts';

describe('setProvisioned', () => {
  test('the flag is as given', async () => {
    const opened = await openDeps();
    const { device } = await waiting(opened);

    for (const provisioned of [true, true, false]) {
      await setProvisioned(opened.deps, { ...OPERATOR, device, provisioned });

      expect((await stored(opened, device)).provisioned).toBe(provisioned);
    }
    expect((await stored(opened, device)).revision).toBe(3);
    await opened.close();
  });

  test('an unknown device, or one that is being decommissioned, is not found', async () => {
    const opened = await openDeps({ orchestrated: true });
    const { device } = await waiting(opened);
    await decommission(opened.deps, { ...OPERATOR, device });

    for (const id of [device, given.unknownId()]) {
      const work = setProvisioned(opened.deps, { ...OPERATOR, device: id, provisioned: true });

      expect(await outcomeOf(work)).toBe('device_not_found');
    }
    await opened.close();
  });
});
