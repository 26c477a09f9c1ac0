import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import { OWN_TENANT } from '../../../src/domain/ids.ts';
import { openCheckInSender, type CheckInSender } from '../../../src/readers/workflows/check-ins.ts';
import type { WorkflowCall } from '../../../src/readers/workflows/calls.ts';
import { given } from '../../support/stores/given.ts';
import { until } from '../../support/until.ts';

const device = given.device();
const checkIn = { tenant: OWN_TENANT, device: device.id, at: given.time(1) };

let found: Device | undefined;
let isDown: boolean;
let calls: WorkflowCall[];
let tries: number;
let sender: CheckInSender;

beforeEach(() => {
  found = device;
  isDown = false;
  calls = [];
  tries = 0;
  sender = openCheckInSender({
    devices: { find: () => Promise.resolve(found) },
    call: (call) => {
      tries += 1;
      if (isDown) return Promise.reject(new Error('down'));
      calls.push(call);
      return Promise.resolve('done');
    },
    newRequestId: () => 'request-1',
    firstPauseMs: 1,
  });
});
afterEach(() => sender.close());

describe('a check-in', () => {
  test('is sent, with its time', async () => {
    sender.send(checkIn);
    await until('it is sent', () => calls.length === 1);

    expect(calls[0]?.body['attributes']).toContain('2024-01-01T00:01:00.000Z');
  });

  test('waits for a server that is down, and then is sent once with the last time', async () => {
    isDown = true;
    sender.send(checkIn);
    await until('it was tried twice', () => tries >= 2);
    sender.send({ ...checkIn, at: given.time(2) });
    isDown = false;
    await until('it is sent', () => calls.length > 0);
    sender.send({ ...checkIn, device: given.unknownId() });
    await until('the other one is sent', () => calls.some(({ body }) => body['device_id'] !== device.id));

    expect(calls.filter(({ body }) => body['device_id'] === device.id).at(-1)?.body['attributes']).toContain(
      '00:02:00',
    );
  });

  test.each([
    ['gone', undefined],
    ['leaving', given.device({ decommissioningSince: given.time(0) })],
  ])('of a device that is %s is passed over: inventory would make it anew', async (_what, of) => {
    found = of;
    sender.send(checkIn);
    await sender.close();

    expect(tries).toBe(0);
  });
});
