// Reports every device to Mender's workflow server once more, in its present state. Inventory ignores a device with a revision that
// it already has.
import type { Device } from '../../domain/device.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Devices, Position } from '../../store/store.ts';
import { eachAtOnce } from '../../time/each-at-once.ts';
import { pause } from '../../time/pause.ts';
import { callOfRemoved, callsOfDevice } from './calls.ts';
import type { CallWorkflow } from './client.ts';

export interface ResyncDeps {
  readonly devices: Pick<Devices, 'find' | 'list'>;
  readonly call: CallWorkflow;
  /** The name of this run in Mender's logs. */
  readonly requestId: string;
  /** Called after every page. */
  readonly progress: (counts: Resynced) => void;
  readonly firstPauseMs?: number;
}

export interface Resynced {
  /** Devices with all calls taken. */
  readonly sent: number;
  /** Devices with a call that the server refused. The log has the call. */
  readonly refused: number;
  /** Devices that were removed during this run. */
  readonly removed: number;
}

const PAGE = 100;
const AT_ONCE = 8;
const TRIES = 6;

/** Rejects if the server does not take a call in six tries, over half a minute. */
export async function resync(deps: ResyncDeps, tenants: readonly TenantId[]): Promise<Resynced> {
  const counts = { sent: 0, refused: 0, removed: 0 };
  for (const tenant of tenants) {
    for await (const page of pagesOf(deps, tenant)) {
      await eachAtOnce(page, AT_ONCE, async ({ id }) => {
        counts[await sendDevice(deps, tenant, id)] += 1;
      });
      deps.progress(counts);
    }
  }
  return counts;
}

async function* pagesOf({ devices }: Pick<ResyncDeps, 'devices'>, tenant: TenantId): AsyncGenerator<readonly Device[]> {
  let after: Position | undefined;
  for (;;) {
    const page = await devices.list(tenant, {}, { limit: PAGE, after });
    const last = page.devices.at(-1);
    if (last === undefined) return;
    yield page.devices;
    after = { createdAt: last.createdAt, id: last.id };
  }
}

/**
 * Reads the device again after the call: a device that was removed between reading and sending would stay in inventory for ever.
 */
async function sendDevice(deps: ResyncDeps, tenant: TenantId, id: Device['id']): Promise<keyof Resynced> {
  const device = await deps.devices.find(tenant, id);
  if (device === undefined) return 'removed';
  let outcome: keyof Resynced = 'sent';
  for (const call of callsOfDevice(device, deps.requestId)) {
    if ((await persist(deps, call)) === 'passed') outcome = 'refused';
  }
  if ((await deps.devices.find(tenant, id)) !== undefined) return outcome;
  await persist(deps, callOfRemoved(device, deps.requestId));
  return 'removed';
}

async function persist({ call, firstPauseMs = 1_000 }: ResyncDeps, what: Parameters<CallWorkflow>[0]) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call(what, new AbortController().signal);
    } catch (error) {
      if (tries === TRIES) throw error;
      await pause(firstPauseMs * 2 ** (tries - 1));
    }
  }
}
