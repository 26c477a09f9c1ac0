import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import { identityFromText } from '../../../src/domain/identity.ts';
import { OWN_TENANT } from '../../../src/domain/ids.ts';
import type { WorkflowCall } from '../../../src/readers/workflows/calls.ts';
import { resync, type ResyncDeps } from '../../../src/readers/workflows/resync.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { given } from '../../support/stores/given.ts';

let store: SqliteStore;
let calls: WorkflowCall[];

beforeEach(async () => {
  store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  calls = [];
});
afterEach(() => store.close());

const call: ResyncDeps['call'] = (what) => {
  calls.push(what);
  return Promise.resolve('done');
};

const run = (of: Partial<ResyncDeps> = {}) =>
  resync({ devices: store.devices, call, requestId: 'run-1', progress: () => undefined, firstPauseMs: 1, ...of }, [
    OWN_TENANT,
  ]);

async function made(count: number, of: Partial<Device> = {}): Promise<readonly Device[]> {
  const devices = Array.from({ length: count }, (_, at) =>
    given.device({ identity: identityFromText(`{"mac":"${at}"}`), createdAt: given.time(at), ...of }),
  );
  for (const device of devices) await store.devices.commit(OWN_TENANT, given.create(device));
  return devices;
}

describe('a resync', () => {
  test('sends the identity and the status of every device, over all pages', async () => {
    const devices = await made(250);
    const progress: number[] = [];

    const counts = await run({ progress: ({ sent }) => progress.push(sent) });

    expect(counts).toEqual({ sent: 250, refused: 0, removed: 0 });
    expect(progress).toEqual([100, 200, 250]);
    for (const { id } of devices) {
      const own = calls.filter(({ body }) => JSON.stringify(body).includes(id));
      expect(own.map(({ workflow }) => workflow)).toEqual(['update_device_inventory', 'update_device_status']);
    }
  });

  test('repeats a call that fails, and counts a device of which one was refused', async () => {
    await made(2);
    let tries = 0;

    const counts = await run({
      call: () => {
        tries += 1;
        return tries % 2 === 1 ? Promise.reject(new Error('down')) : Promise.resolve('passed');
      },
    });

    expect(counts).toEqual({ sent: 0, refused: 2, removed: 0 });
  });

  test('gives up when the server takes nothing', async () => {
    await made(1);

    await expect(run({ call: () => Promise.reject(new Error('down')) })).rejects.toThrow('down');
  });

  test('takes back a device that was removed while its state was sent', async () => {
    const [device] = await made(1);

    const counts = await run({
      call: async (what) => {
        if (what.workflow === 'update_device_inventory' && device !== undefined)
          await store.devices.commit(OWN_TENANT, given.remove(device));
        return call(what, new AbortController().signal);
      },
    });

    expect(counts).toEqual({ sent: 0, refused: 0, removed: 1 });
    expect(calls.at(-1)?.body).toMatchObject({ device_status: 'decommissioned', devices: [{ id: device?.id }] });
  });
});
