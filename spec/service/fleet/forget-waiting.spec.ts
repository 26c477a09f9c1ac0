import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { forgetDisplaced, forgetSilent } from '../../../src/service/fleet/forget-waiting.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { accepted, ask, feedOf, OPERATOR, outcomeOf, stored, waiting } from './tools.ts';

const DAY = 86_400_000;

describe('forgetSilent', () => {
  let opened: TestDeps;
  beforeEach(async () => {
    opened = await openDeps();
  });
  afterEach(() => opened.close());

  const daysAgo = (days: number): Date => new Date(opened.clock.now().getTime() - days * DAY);

  test('a pending device that has not asked for so long is removed; one that asks stays', async () => {
    const [silent, asking] = [await waiting(opened), await waiting(opened)];
    opened.clock.advance(20 * DAY);
    await outcomeOf(ask(opened, asking.simulated));
    await opened.deps.asks.flush();
    opened.clock.advance(11 * DAY);

    await forgetSilent(opened.deps, daysAgo(30));

    expect(await opened.store.devices.find(OPERATOR.tenant, silent.device)).toBeUndefined();
    expect(await stored(opened, asking.device)).toMatchObject({ status: 'pending' });
    expect((await feedOf(opened)).slice(-2)).toEqual(['auth_set.dismissed', 'device.removed']);
    expect(opened.announced.at(-1)).toMatchObject([{ by: 'silent', origin: { actor: 'system' } }, {}]);
  });

  test('a pending key of an accepted device is removed, and the device stays accepted', async () => {
    const known = await accepted(opened);
    await waiting(opened, simulateDevice({ identity: known.simulated.identity }));
    opened.clock.advance(31 * DAY);

    await forgetSilent(opened.deps, daysAgo(30));

    expect(await stored(opened, known.device)).toMatchObject({
      status: 'accepted',
      authSets: [{ status: 'accepted' }],
    });
  });

  test.each(['accepted', 'rejected'] as const)('a device that is %s is never removed', async (status) => {
    const known = await waiting(opened);
    await setStatus(opened.deps, { ...OPERATOR, ...known, status });
    opened.clock.advance(400 * DAY);

    await forgetSilent(opened.deps, daysAgo(30));
    await forgetDisplaced(opened.deps, daysAgo(0));

    expect(await stored(opened, known.device)).toMatchObject({ status });
  });

  test('an ask is written at most once in half an hour', async () => {
    const known = await waiting(opened);
    const askedAt = async () => {
      await opened.deps.asks.flush();
      return (await stored(opened, known.device)).authSets[0]?.askedAt?.getTime();
    };
    const first = opened.clock.now().getTime();

    opened.clock.advance(29 * 60_000);
    await outcomeOf(ask(opened, known.simulated));
    expect(await askedAt()).toBe(first);
    opened.clock.advance(60_000);
    await outcomeOf(ask(opened, known.simulated, '203.0.113.9'));

    expect(await askedAt()).toBe(opened.clock.now().getTime());
    expect((await stored(opened, known.device)).authSets[0]?.from).toBe('203.0.113.9');
  });
});
