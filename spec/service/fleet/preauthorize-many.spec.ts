import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Refused } from '../../../src/domain/errors.ts';
import { identityOf } from '../../../src/domain/identity.ts';
import { preauthorizeMany, type Preauthorized } from '../../../src/service/fleet/preauthorize-many.ts';
import { decommission } from '../../../src/service/fleet/decommission.ts';
import type { ChangeDeps } from '../../../src/service/fleet/change-device.ts';
import { simulateDevice, type SimulatedDevice } from '../../support/app/simulated-device.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { accepted, announcedByList, OPERATOR, stored, waiting } from './tools.ts';

let opened: TestDeps;
beforeEach(async () => {
  opened = await openDeps({ orchestrated: true });
});
afterEach(() => opened.close());

interface How {
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly deps?: ChangeDeps;
}

const list = (simulated: readonly SimulatedDevice[], { force = false, dryRun = false, deps = opened.deps }: How = {}) =>
  preauthorizeMany(deps, {
    ...OPERATOR,
    force,
    dryRun,
    devices: simulated.map(({ identity, pubkey }) => ({
      identity: identityOf(identity),
      key: opened.deps.keys.admit(pubkey),
    })),
  });
const told = ({ results }: Preauthorized) => results.map((result) => result?.result);
const several = (count: number) => Array.from({ length: count }, () => simulateDevice());

/** The devices with another `commitMany`. */
const committing = (commitMany: ChangeDeps['devices']['commitMany']): ChangeDeps => ({
  ...opened.deps,
  devices: Object.assign(Object.create(opened.deps.devices), { commitMany }),
});

describe('preauthorizeMany', () => {
  test('creates unknown devices and leaves known ones, with a result for each in order', async () => {
    const known = await announcedByList(opened);
    const [one, other] = several(2);

    const { results } = await list([
      one!,
      known.simulated,
      simulateDevice({ identity: known.simulated.identity }),
      other!,
    ]);

    expect(results.map((result) => result?.result)).toEqual(['created', 'exists', 'other_key', 'created']);
    expect(results[1]).toMatchObject({ device: known.device, authSet: known.authSet });
    expect((await stored(opened, results[3]!.device!)).authSets).toMatchObject([
      { id: results[3]?.authSet, status: 'preauthorized' },
    ]);
  });

  test('announces each new device, and nothing in a dry run', async () => {
    const devices = several(3);

    await list(devices, { dryRun: true });
    const before = opened.announced.length;
    await list(devices);

    expect([before, opened.announced.length]).toEqual([0, 3]);
  });

  test('takes no slot', async () => {
    await list(several(3));

    expect((await opened.store.limits.get(OPERATOR.tenant)).used).toBe(0);
  });

  test('leaves a device that is being decommissioned, with force too', async () => {
    const leaving = await accepted(opened);
    await decommission(opened.deps, { ...OPERATOR, device: leaving.device });
    const other = simulateDevice({ identity: leaving.simulated.identity });

    expect(told(await list([other], { force: true }))).toEqual(['decommissioning']);
    expect((await stored(opened, leaving.device)).authSets).toHaveLength(1);
  });

  test('with force writes a known device once: the second time it is there', async () => {
    const seen = await waiting(opened);

    expect(told(await list([seen.simulated], { force: true }))).toEqual(['updated']);
    expect(told(await list([seen.simulated], { force: true }))).toEqual(['exists']);
    expect((await stored(opened, seen.device)).revision).toBe(2);
  });

  test('sees a device that asks for itself in between', async () => {
    const [simulated] = several(1);
    const { devices } = opened.deps;
    let hasAsked = false;
    const deps = committing(async (...call) => {
      if (!hasAsked) await waiting(opened, simulated);
      hasAsked = true;
      return devices.commitMany(...call);
    });

    const { results } = await list([simulated!], { deps });

    expect(results).toMatchObject([{ result: 'exists' }]);
    expect((await stored(opened, results[0]!.device!)).status).toBe('pending');
  });

  test('reports what was written before the store refused, and why the rest was not decided', async () => {
    const devices = several(3);
    const down = new Refused('store_unavailable', 'the disk is full');
    const deps = committing(async (tenant, changes) => {
      const [first] = await opened.deps.devices.commitMany(tenant, changes.slice(0, 1));
      return [first!, down, down];
    });

    const { results, refusal } = await list(devices, { deps });

    expect(results.map((result) => result?.result)).toEqual(['created', undefined, undefined]);
    expect(refusal).toBe(down);
    expect(told(await list(devices))).toEqual(['exists', 'created', 'created']);
  });

  test('gives up a device that others keep writing', async () => {
    const deps = committing((_tenant, changes) => Promise.resolve(changes.map(() => 'identity-taken' as const)));

    const { results, refusal } = await list(several(1), { deps });

    expect([results, refusal?.code]).toEqual([[undefined], 'conflict']);
  });
});
