import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Device } from '../../src/domain/device.ts';
import { deviceId, OWN_TENANT } from '../../src/domain/ids.ts';
import { createDailyCheckIns, type DailyCheckIns } from '../../src/memory/daily-check-ins.ts';
import type { CheckIn } from '../../src/store/store.ts';
import { given } from '../support/stores/given.ts';

const DAY = 24 * 60;
/** The day of this device begins at midnight. */
const ID = deviceId('00000000-0000-7000-8000-000000000000');

const checkIn = (minutes: number): CheckIn => ({ tenant: OWN_TENANT, device: ID, at: given.time(minutes) });

let told: CheckIn[];
let onRecord: Device | undefined;
let reads: number;
let daily: DailyCheckIns;

const open = (): DailyCheckIns =>
  createDailyCheckIns(
    {
      find: () => {
        reads += 1;
        return Promise.resolve(onRecord);
      },
    },
    (what) => told.push(what),
  );

beforeEach(() => {
  told = [];
  reads = 0;
  onRecord = given.device({ id: ID });
  daily = open();
});

describe('the first check-in of a day', () => {
  test('is reported once, and the store is read once', async () => {
    for (const minutes of [1, 2, DAY - 1]) await daily.beforeWrite([checkIn(minutes)]);

    expect(told).toEqual([checkIn(1)]);
    expect(reads).toBe(1);
  });

  test('is reported again on the next day', async () => {
    await daily.beforeWrite([checkIn(1)]);
    onRecord = given.device({ id: ID, checkInAt: given.time(1) });
    await daily.beforeWrite([checkIn(DAY + 1)]);

    expect(told).toEqual([checkIn(1), checkIn(DAY + 1)]);
  });

  test('is not reported if the store has one of that day: another node, or this one before its restart, did it', async () => {
    onRecord = given.device({ id: ID, checkInAt: given.time(1) });

    await daily.beforeWrite([checkIn(5)]);

    expect(told).toEqual([]);
  });

  test('is reported if a command has written it with its change', async () => {
    daily.written(checkIn(1), undefined);
    await daily.beforeWrite([checkIn(2)]);

    expect(told).toEqual([checkIn(1)]);
    expect(reads).toBe(0);
  });

  test('of an unknown device is not reported', async () => {
    onRecord = undefined;

    await daily.beforeWrite([checkIn(1)]);

    expect(told).toEqual([]);
  });

  test('has another time for another device', async () => {
    const other = { ...checkIn(DAY - 1), device: deviceId('00000000-0000-7000-8000-0000000927c0') }; // 10 minutes earlier
    onRecord = given.device({ id: other.device, checkInAt: given.time(DAY - 11) });

    await daily.beforeWrite([other]);

    expect(told).toEqual([other]);
  });
});
