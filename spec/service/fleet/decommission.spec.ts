import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decommission, endDevice, endOverdue } from '../../../src/service/fleet/decommission.ts';
import { verifyToken } from '../../../src/service/fleet/verify-token.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { given } from '../../support/stores/given.ts';
import { accepted, ask, inParallel, OPERATOR, outcomeOf, stored, tally, waiting, type Known } from './tools.ts';

const HOUR = 3_600_000;

let opened: TestDeps;
afterEach(() => opened.close());

const throwOut = ({ device }: Pick<Known, 'device'>) => decommission(opened.deps, { ...OPERATOR, device });
const find = ({ device }: Pick<Known, 'device'>) => opened.store.devices.find(OPERATOR.tenant, device);
const used = async () => (await opened.store.limits.get(OPERATOR.tenant)).used;

describe('without an orchestrator', () => {
  beforeEach(async () => {
    opened = await openDeps();
  });

  test('the device is removed with its tokens and its slot', async () => {
    const known = await accepted(opened);

    await throwOut(known);

    expect(await find(known)).toBeUndefined();
    expect(await outcomeOf(verifyToken(opened.deps, known.token))).toBe('token_revoked');
    expect(await used()).toBe(0);
    expect(await outcomeOf(throwOut(known))).toBe('device_not_found');
  });

  test('its identity registers again as somebody new', async () => {
    const known = await accepted(opened);
    await throwOut(known);

    const again = await waiting(opened, known.simulated);

    expect(again.device).not.toBe(known.device);
    expect(await outcomeOf(verifyToken(opened.deps, known.token))).toBe('token_revoked');
  });

  test('64 times at once is done once, and the slot given once', async () => {
    const known = await accepted(opened);
    await accepted(opened);

    expect(await tally(inParallel(64, () => throwOut(known)))).toEqual({ done: 1, device_not_found: 63 });
    expect(await used()).toBe(1);
  });

  test('during requests for tokens, no token is good afterwards', async () => {
    const known = await accepted(opened);

    const asking = inParallel(16, () => ask(opened, known.simulated).catch(() => ''));
    await throwOut(known);
    const tokens = (await Promise.all(asking)).filter((token) => token !== '');

    const outcomes = await tally([known.token, ...tokens].map((token) => verifyToken(opened.deps, token)));
    expect(outcomes).toEqual({ token_revoked: tokens.length + 1 });
  });
});

describe('with an orchestrator', () => {
  beforeEach(async () => {
    opened = await openDeps({ orchestrated: true });
  });

  test('the device is being decommissioned: readable, without a token or a slot, refused when it asks', async () => {
    const known = await accepted(opened);

    await throwOut(known);

    expect(await stored(opened, known.device)).toMatchObject({
      status: 'rejected',
      tokens: [],
      decommissioningSince: opened.clock.now(),
    });
    expect(await used()).toBe(0);
    await expect(verifyToken(opened.deps, known.token)).rejects.toMatchObject({
      details: { reason: 'decommissioned' },
    });
    expect(await outcomeOf(ask(opened, known.simulated))).toBe('not_admitted');
  });

  test('a second time is done too, and writes nothing', async () => {
    const known = await accepted(opened);
    await throwOut(known);
    const before = await stored(opened, known.device);
    opened.clock.advance(HOUR);

    await throwOut(known);

    expect(await stored(opened, known.device)).toEqual(before);
  });

  test('it ends when the orchestrator ends it, and the slot is not freed twice', async () => {
    const known = await accepted(opened);
    await accepted(opened);
    await throwOut(known);

    await endDevice(opened.deps, { ...OPERATOR, ...known });

    expect(await find(known)).toBeUndefined();
    expect(await used()).toBe(1);
    expect(await outcomeOf(endDevice(opened.deps, { ...OPERATOR, ...known }))).toBe('device_not_found');
  });

  test('a device that was not being decommissioned may be ended as well, with its slot', async () => {
    const known = await accepted(opened);

    await endDevice(opened.deps, { ...OPERATOR, ...known });

    expect(await find(known)).toBeUndefined();
    expect(await used()).toBe(0);
  });
});

describe('endOverdue', () => {
  beforeEach(async () => {
    opened = await openDeps({ orchestrated: true });
  });

  test('ends decommissionings from before that time, and no others', async () => {
    const [early, late, staying] = [await waiting(opened), await waiting(opened), await waiting(opened)];
    await throwOut(early);
    opened.clock.advance(HOUR);
    await throwOut(late);

    await endOverdue(opened.deps, opened.clock.now());

    expect(await find(early)).toBeUndefined();
    expect(await find(late)).toBeDefined();
    expect(await find(staying)).toBeDefined();
    expect(opened.announced.at(-1)).toMatchObject([{ type: 'device.removed', origin: { actor: 'system' } }]);
  });

  test('of every tenant', async () => {
    const tenant = given.tenant();
    const device = { ...given.device({ tenant }), decommissioningSince: given.time(-60) };
    await opened.store.devices.commit(tenant, given.create(device));

    await endOverdue(opened.deps, opened.clock.now());

    expect(await opened.store.devices.find(tenant, device.id)).toBeUndefined();
  });

  test('a device that another command has ended does not stop the others', async () => {
    const all = [await waiting(opened), await waiting(opened), await waiting(opened)];
    for (const known of all) await throwOut(known);
    opened.clock.advance(HOUR);
    const listDecommissioning = async (before: Date, limit: number) => {
      const listed = await opened.store.devices.listDecommissioning(before, limit);
      await endDevice(opened.deps, { ...OPERATOR, ...all[0]! });
      return listed;
    };

    await endOverdue({ ...opened.deps, devices: { ...opened.store.devices, listDecommissioning } }, opened.clock.now());

    expect(await Promise.all(all.map(find))).toEqual([undefined, undefined, undefined]);
  });

  test('two nodes that sweep at once end each device once', async () => {
    const all = [await waiting(opened), await waiting(opened), await waiting(opened)];
    for (const known of all) await throwOut(known);
    opened.clock.advance(HOUR);

    await Promise.all(inParallel(2, () => endOverdue(opened.deps, opened.clock.now())));

    const removed = opened.announced.flat().filter(({ type }) => type === 'device.removed');
    expect(removed.map(({ device }) => device).toSorted()).toEqual(all.map(({ device }) => device).toSorted());
  });
});
