import { describe, expect, test } from '@jest/globals';
import { deviceId, OWN_TENANT, tenantId } from '../../src/domain/ids.ts';
import { createCheckIns } from '../../src/memory/check-ins.ts';
import type { CheckIn } from '../../src/store/store.ts';
import { given } from '../support/stores/given.ts';
import { openDeps } from '../support/deps.ts';
import { accepted, stored } from '../service/fleet/tools.ts';

const checkIn = (name: string, minutes = 1): CheckIn => ({
  tenant: OWN_TENANT,
  device: deviceId(name),
  at: given.time(minutes),
});

/** The port, on a disk that fails until it is repaired. It keeps what it was given. */
function openPort({ failsFrom = Infinity } = {}) {
  let limit = failsFrom;
  const written: (readonly CheckIn[])[] = [];
  let calls = 0;
  return {
    written,
    repaired: () => (limit = Infinity),
    checkIn: (batch: readonly CheckIn[]) => {
      calls += 1;
      if (calls >= limit) return Promise.reject(new Error('no disk'));
      written.push(batch);
      return Promise.resolve();
    },
  };
}

describe('check-ins', () => {
  test('noting writes nothing', () => {
    const port = openPort();

    createCheckIns(port).note(checkIn('a'));

    expect(port.written).toEqual([]);
  });

  test('a flush writes each device once, with the last time', async () => {
    const port = openPort();
    const checkIns = createCheckIns(port);

    checkIns.note(checkIn('a', 1));
    checkIns.note(checkIn('b', 2));
    checkIns.note(checkIn('a', 3));
    await checkIns.flush();
    await checkIns.flush();

    expect(port.written).toEqual([[checkIn('a', 3), checkIn('b', 2)]]);
  });

  test('devices of one id in two tenants are two', async () => {
    const port = openPort();
    const checkIns = createCheckIns(port);
    const other = { ...checkIn('a'), tenant: tenantId('acme') };

    checkIns.note(checkIn('a'));
    checkIns.note(other);
    await checkIns.flush();

    expect(port.written).toEqual([[checkIn('a'), other]]);
  });

  test('many are written in pieces of fifty, so that no other write waits long', async () => {
    const port = openPort();
    const checkIns = createCheckIns(port);

    for (let index = 0; index < 120; index += 1) checkIns.note(checkIn(`device ${index}`));
    await checkIns.flush();

    expect(port.written.map((batch) => batch.length)).toEqual([50, 50, 20]);
  });

  test('a failed flush keeps what it did not write', async () => {
    const port = openPort({ failsFrom: 2 });
    const checkIns = createCheckIns(port);

    for (let index = 0; index < 75; index += 1) checkIns.note(checkIn(`device ${index}`));
    await expect(checkIns.flush()).rejects.toThrow('no disk');
    port.repaired();
    await checkIns.flush();

    expect(port.written.map((batch) => batch.length)).toEqual([50, 25]);
    expect(new Set(port.written.flat().map(({ device }) => device)).size).toBe(75);
  });

  test('a device that is heard of again and again is written once for each flush, with the last time', async () => {
    const port = openPort();
    const checkIns = createCheckIns(port);
    const heard = { ...checkIn('a'), heardAt: 0, isNoted: false };

    for (const minutes of [1, 2]) {
      checkIns.hear(heard, given.time(minutes).getTime());
      checkIns.hear(heard, given.time(minutes + 10).getTime());
      await checkIns.flush();
    }
    await checkIns.flush();

    expect(port.written).toEqual([[checkIn('a', 11)], [checkIn('a', 12)]]);
  });

  test('a kept note does not replace a later one', async () => {
    const port = openPort({ failsFrom: 1 });
    const checkIns = createCheckIns(port);

    checkIns.note(checkIn('a', 1));
    const failing = checkIns.flush();
    checkIns.note(checkIn('a', 2));
    await expect(failing).rejects.toThrow('no disk');
    port.repaired();
    await checkIns.flush();

    expect(port.written).toEqual([[checkIn('a', 2)]]);
  });

  test('at most 100,000 devices are remembered, and those stay remembered', async () => {
    const port = openPort();
    const checkIns = createCheckIns(port);

    for (let index = 0; index < 100_500; index += 1) checkIns.note(checkIn(`device ${index}`));
    checkIns.note(checkIn('device 0', 9));
    await checkIns.flush();

    expect(port.written.flat()).toHaveLength(100_000);
    expect(port.written[0]?.[0]).toEqual(checkIn('device 0', 9));
  });

  test('reach the device', async () => {
    const opened = await openDeps();
    const { device } = await accepted(opened);
    const at = given.time(500);

    opened.deps.checkIns.note({ tenant: OWN_TENANT, device, at });
    await opened.deps.checkIns.flush();

    expect((await stored(opened, device)).checkInAt).toEqual(at);
    await opened.close();
  });
});
