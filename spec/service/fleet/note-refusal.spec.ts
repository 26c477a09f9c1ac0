import { afterEach, describe, expect, test } from '@jest/globals';
import { decommission } from '../../../src/service/fleet/decommission.ts';
import { preauthorize } from '../../../src/service/fleet/preauthorize.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { openDeps, type TestDeps, type TestDepsOptions } from '../../support/deps.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { announcedByList, announcement, ask, OPERATOR, outcomeOf, waiting, type Known } from './tools.ts';

let opened: TestDeps | undefined;
afterEach(() => opened?.close());

async function open(options: TestDepsOptions = {}): Promise<TestDeps> {
  opened = await openDeps(options);
  return opened;
}

const noted = ({ deps }: TestDeps, { device }: Pick<Known, 'device'>) =>
  deps.refusals.peek(OPERATOR.tenant, device).map(({ reason, times }) => ({ reason, times }));

const written = (of: TestDeps): number => of.calls.filter((name) => name === 'noteRefusals').length;

describe('a request that gets no token', () => {
  test('is noted with its reason, and written only at the flush, for any number of requests', async () => {
    const of = await open();
    const known = await waiting(of);

    for (let asks = 0; asks < 9; asks += 1) await outcomeOf(ask(of, known.simulated));

    expect(noted(of, known)).toEqual([{ reason: 'pending', times: 9 }]);
    expect(written(of)).toBe(0);
    await of.deps.refusals.flush();
    expect(written(of)).toBe(1);
    expect(await of.store.devices.listRefusals(OPERATOR.tenant, known.device)).toMatchObject([{ times: 9 }]);
  });

  test('of a rejected key is noted as rejected', async () => {
    const of = await open();
    const known = await waiting(of);
    await setStatus(of.deps, { ...OPERATOR, ...known, status: 'rejected' });

    await outcomeOf(ask(of, known.simulated));

    expect(noted(of, known)).toEqual([{ reason: 'rejected', times: 1 }]);
  });

  test('of a preauthorized device that meets the limit is noted, also for several at once', async () => {
    const of = await open({ limit: 0 });
    const known = await announcedByList(of);

    const outcomes = await Promise.all([1, 2].map(() => outcomeOf(ask(of, known.simulated))));

    expect(outcomes).toEqual(['limit_reached', 'limit_reached']);
    expect(noted(of, known)).toEqual([{ reason: 'no_room', times: 2 }]);
  });

  test('of a device that is being decommissioned is noted', async () => {
    const of = await open({ orchestrated: true });
    const known = await waiting(of);
    await decommission(of.deps, { ...OPERATOR, device: known.device });

    await outcomeOf(ask(of, known.simulated));

    expect(noted(of, known)).toEqual([{ reason: 'decommissioning', times: 1 }]);
  });

  test('under an eleventh key that waits, or a 51st key, is noted with the device', async () => {
    const of = await open();
    const known = await waiting(of);
    const { identity } = known.simulated;
    for (let keys = 1; keys < 10; keys += 1)
      await outcomeOf(ask(of, simulateDevice({ identity }), `198.51.100.${keys}`));
    const eleventh = await outcomeOf(ask(of, simulateDevice({ identity }), '203.0.113.1'));
    const first = noted(of, known);
    for (let keys = 10; keys < 50; keys += 1)
      await preauthorize(of.deps, { ...announcement(of, simulateDevice({ identity })), force: true });
    await setStatus(of.deps, { ...OPERATOR, ...known, status: 'accepted' });

    const last = await outcomeOf(ask(of, simulateDevice({ identity }), '203.0.113.2'));

    expect([eleventh, last]).toEqual(['too_many_requests', 'too_many_requests']);
    expect([first, noted(of, known)]).toEqual([
      [{ reason: 'places_full', times: 1 }],
      [{ reason: 'sets_full', times: 1 }],
    ]);
  });
});
