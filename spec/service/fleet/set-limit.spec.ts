import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { setLimit } from '../../../src/service/fleet/set-limit.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { verifyToken } from '../../../src/service/fleet/verify-token.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { given } from '../../support/stores/given.ts';
import { accepted, OPERATOR, outcomeOf, tally, waiting, type Known } from './tools.ts';

describe('setLimit', () => {
  let opened: TestDeps;
  beforeEach(async () => {
    opened = await openDeps();
  });
  afterEach(() => opened.close());

  const limit = (to: number) => setLimit(opened.deps, { ...OPERATOR, limit: to });
  const accept = (known: Known) => setStatus(opened.deps, { ...OPERATOR, ...known, status: 'accepted' });

  test('holds for every accept from now on', async () => {
    const [first, second] = [await waiting(opened), await waiting(opened)];

    await limit(1);

    expect([await outcomeOf(accept(first)), await outcomeOf(accept(second))]).toEqual(['done', 'limit_reached']);
  });

  test('lowered, it rejects no device', async () => {
    const { token } = await accepted(opened);
    await accepted(opened);

    await limit(1);

    expect(await opened.store.limits.get(OPERATOR.tenant)).toEqual({ limit: 1, used: 2 });
    expect(await outcomeOf(verifyToken(opened.deps, token))).toBe('done');
  });

  test('-1 takes it away', async () => {
    await limit(0);
    const known = await waiting(opened);

    await limit(-1);

    expect(await outcomeOf(accept(known))).toBe('done');
  });

  test('is the limit of one tenant', async () => {
    await setLimit(opened.deps, { ...OPERATOR, tenant: given.tenant(), limit: 0 });

    expect((await opened.store.limits.get(OPERATOR.tenant)).limit).toBe(-1);
  });

  test('is announced, and is in the feed', async () => {
    await limit(7);

    const [entry] = await opened.store.feed.read(0, 10);
    expect(entry?.event).toMatchObject({ type: 'limit.changed', limit: 7, at: opened.clock.now(), ...OPERATOR });
    expect(opened.announced).toEqual([[entry?.event]]);
  });

  test('64 devices accepted at once under a limit of 10 are 10, and 10 slots are in use', async () => {
    await limit(10);
    const devices = [];
    for (let index = 0; index < 64; index += 1) devices.push(await waiting(opened));

    expect(await tally(devices.map(accept))).toEqual({ done: 10, limit_reached: 54 });
    expect(await opened.store.limits.get(OPERATOR.tenant)).toEqual({ limit: 10, used: 10 });
    expect(await opened.store.devices.count(OPERATOR.tenant, { statuses: ['accepted'] })).toBe(10);
  });
});
