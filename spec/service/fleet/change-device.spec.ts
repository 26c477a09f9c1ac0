import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import type { DeviceId } from '../../../src/domain/ids.ts';
import { setProvisioned as decide } from '../../../src/domain/admission.ts';
import { Refused } from '../../../src/domain/errors.ts';
import { changeDevice, decided, changeKnownDevice } from '../../../src/service/fleet/change-device.ts';
import { setLimit } from '../../../src/service/fleet/set-limit.ts';
import { setProvisioned } from '../../../src/service/fleet/set-provisioned.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { given } from '../../support/stores/given.ts';
import { OPERATOR, outcomeOf, stored, waiting, type Known } from './tools.ts';

describe('changeDevice', () => {
  let opened: TestDeps;
  let known: Known;
  beforeEach(async () => {
    opened = await openDeps();
    known = await waiting(opened);
    opened.announced.splice(0);
    opened.calls.splice(0);
  });
  afterEach(() => opened.close());

  /** Simulates that many other operators between the load and the commit. */
  const loadBehind = (losses: number) => {
    let left = losses;
    return async (): Promise<Device | undefined> => {
      const device = await opened.store.devices.find(OPERATOR.tenant, known.device);
      if (device !== undefined && (left -= 1) >= 0) {
        await setProvisioned(opened.deps, { ...OPERATOR, device: known.device, provisioned: !device.provisioned });
      }
      return device;
    };
  };

  const command = (losses: number, answer = 'written') => ({
    ...OPERATOR,
    load: loadBehind(losses),
    decide: (device: Device | undefined) =>
      decided(device && { ...decide(device, !device.provisioned)!, set: { updatedAt: given.time(99) } }, answer),
  });

  test('returns the decision after it is written, and announces it once, after the write', async () => {
    const found: Promise<Device | undefined>[] = [];
    const announce = () => void found.push(opened.store.devices.find(OPERATOR.tenant, known.device));

    const answer = await changeDevice({ ...opened.deps, announce }, command(0));

    expect(answer).toBe('written');
    expect(found).toHaveLength(1);
    expect(await found[0]).toMatchObject({ revision: 2, updatedAt: given.time(99) });
  });

  test('the announced events are those in the feed: actor, time, change, revision', async () => {
    await changeDevice(opened.deps, command(0));

    const [entry] = await opened.store.feed.read((await opened.store.feed.head()) - 1, 1);
    expect(opened.announced).toEqual([[entry?.event]]);
    expect(entry?.event).toMatchObject({
      id: expect.stringMatching(/^[\da-f-]{36}\.0$/),
      device: known.device,
      revision: 2,
      at: opened.clock.now(),
      ...OPERATOR,
    });
  });

  test.each([1, 5, 99])('decides again on the new state after %i other commands', async (losses) => {
    const answer = await changeDevice(opened.deps, command(losses));

    expect(answer).toBe('written');
    expect(await stored(opened, known.device)).toMatchObject({ revision: losses + 2, updatedAt: given.time(99) });
    expect(opened.announced).toHaveLength(losses + 1);
  });

  test('gives up after a hundred losses: nothing is written or announced', async () => {
    const work = changeDevice(opened.deps, command(Infinity));

    await expect(work).rejects.toMatchObject({ code: 'conflict', details: { retryAfterSeconds: 1 } });
    expect(opened.announced).toHaveLength(100);
    expect(await stored(opened, known.device)).toMatchObject({ revision: 101 });
    expect((await stored(opened, known.device)).updatedAt).not.toEqual(given.time(99));
  });

  test('a decision to write nothing writes nothing and announces nothing', async () => {
    const answer = await changeDevice(opened.deps, {
      ...OPERATOR,
      load: () => opened.deps.devices.find(OPERATOR.tenant, known.device),
      decide: () => ({ write: 'nothing' as const, answer: 'as it is' }),
    });

    expect(answer).toBe('as it is');
    expect(opened.calls).toEqual(['find']);
    expect(opened.announced).toEqual([]);
  });

  test('a refusal of the rules goes to the caller; nothing is written', async () => {
    const work = changeDevice(opened.deps, {
      ...OPERATOR,
      load: loadBehind(0),
      decide: () => {
        throw new Refused('illegal_transition', 'not so');
      },
    });

    await expect(work).rejects.toMatchObject({ code: 'illegal_transition' });
    expect(opened.calls).not.toContain('commit');
  });

  test('a full tenant is refused with its numbers; nothing is written or announced', async () => {
    await setLimit(opened.deps, { ...OPERATOR, limit: 0 });
    opened.announced.splice(0);

    const work = setStatus(opened.deps, { ...OPERATOR, ...known, status: 'accepted' });

    await expect(work).rejects.toMatchObject({ code: 'limit_reached', details: { limit: 0, used: 0 } });
    expect(await stored(opened, known.device)).toMatchObject({ status: 'pending', revision: 1 });
    expect(opened.announced).toEqual([]);
  });
});

describe('changeKnownDevice', () => {
  test('a device that is not there is not found, another tenant is no help', async () => {
    const opened = await openDeps();
    const { device } = await waiting(opened);
    const change = (tenant: Device['tenant'], id: DeviceId) =>
      outcomeOf(changeKnownDevice(opened.deps, { ...OPERATOR, tenant, device: id }, (found) => decide(found, true)));

    expect(await change(OPERATOR.tenant, given.unknownId())).toBe('device_not_found');
    expect(await change(given.tenant(), device)).toBe('device_not_found');
    expect(await change(OPERATOR.tenant, device)).toBe('done');
    await opened.close();
  });

  test('returns whether anything was written', async () => {
    const opened = await openDeps();
    const { device } = await waiting(opened);
    const provision = () => changeKnownDevice(opened.deps, { ...OPERATOR, device }, (found) => decide(found, true));

    expect([await provision(), await provision()]).toEqual([true, false]);
    await opened.close();
  });
});
