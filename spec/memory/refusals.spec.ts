import { describe, expect, test } from '@jest/globals';
import { deviceId, fingerprint, tenantId } from '../../src/domain/ids.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import { createRefusals } from '../../src/memory/refusals.ts';
import type { RefusalsOfDevice } from '../../src/store/store.ts';
import { given } from '../support/stores/given.ts';

const TENANT = tenantId('acme');
const DEVICE = deviceId('device-1');

const refusal = (minute: number, of: Partial<Refusal> = {}): Refusal => ({
  fingerprint: fingerprint('aa'),
  reason: 'pending',
  at: given.time(minute),
  times: 1,
  from: '192.0.2.1',
  ...of,
});

function open(rules: { readonly keepsAddress?: boolean; readonly max?: number } = {}) {
  const written: (readonly RefusalsOfDevice[])[] = [];
  const noteRefusals = (batch: readonly RefusalsOfDevice[]) => Promise.resolve(void written.push(batch));
  return { refusals: createRefusals({ noteRefusals }, { keepsAddress: true, ...rules }), written };
}

describe('refusals', () => {
  test('of one device are one write, however often it asked', async () => {
    const { refusals, written } = open();

    for (let minute = 1; minute <= 100; minute += 1) refusals.note(TENANT, DEVICE, refusal(minute));
    const other = refusal(7, { fingerprint: fingerprint('bb'), reason: 'rejected' });
    refusals.note(TENANT, DEVICE, other);
    await refusals.flush();

    expect(written).toEqual([[{ tenant: TENANT, device: DEVICE, refusals: [refusal(100, { times: 100 }), other] }]]);
  });

  test('are seen on this node before they are written, and not counted twice afterwards', async () => {
    const { refusals } = open();
    refusals.note(TENANT, DEVICE, refusal(1));

    expect(refusals.peek(TENANT, DEVICE)).toEqual([refusal(1)]);
    expect(refusals.peek(tenantId('globex'), DEVICE)).toEqual([]);
    await refusals.flush();
    expect(refusals.peek(TENANT, DEVICE)).toEqual([]);
  });

  test('have no address unless it may be kept', () => {
    const { refusals } = open({ keepsAddress: false });

    refusals.note(TENANT, DEVICE, refusal(1));

    expect(refusals.peek(TENANT, DEVICE)[0]).not.toHaveProperty('from');
  });

  test('of more devices than fit are not noted until the next flush', async () => {
    const { refusals, written } = open({ max: 1 });
    refusals.note(TENANT, DEVICE, refusal(1));

    refusals.note(TENANT, deviceId('device-2'), refusal(1));
    refusals.note(TENANT, DEVICE, refusal(2));
    await refusals.flush();

    expect(written.flat()).toEqual([{ tenant: TENANT, device: DEVICE, refusals: [refusal(2, { times: 2 })] }]);
  });
});
