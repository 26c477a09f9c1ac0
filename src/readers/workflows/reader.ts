// The reader that reports every device to Mender's workflow server (D19). Calls of several devices run at the same time. The calls
// of one device run one after another, in the order of the feed. After a failed call no other call begins, and what was not sent is
// sent again after the pause of the loop.
import type { Device } from '../../domain/device.ts';
import type { Event } from '../../domain/event.ts';
import type { Devices, FeedEntry } from '../../store/store.ts';
import { eachAtOnce } from '../../time/each-at-once.ts';
import type { Deliver, Delivery, ReaderSettings } from '../reader.ts';
import { callsOfEvent, concernsWorkflows } from './calls.ts';
import type { CallWorkflow } from './client.ts';

export const WORKFLOWS_READER = 'workflows';

export interface WorkflowsDeps {
  readonly devices: Pick<Devices, 'find'>;
  readonly call: CallWorkflow;
}

const BATCH = 100;
/** Many commands in a row are few batches. */
const GATHER_MS = 50;
/** The number of devices whose calls run at the same time. */
const AT_ONCE = 8;

/** Begins with the oldest entry, so that devices from before the setting are reported too. */
export const workflowsReader = (deps: WorkflowsDeps): ReaderSettings => ({
  name: WORKFLOWS_READER,
  batch: BATCH,
  gatherMs: GATHER_MS,
  deliver: createDeliver(deps),
});

function createDeliver(deps: WorkflowsDeps): Deliver {
  /** Positions that were sent while an earlier one of another device was not. They are not sent again. */
  const sent = new Set<number>();
  return async (delivery) => {
    const { entries, signal, done } = delivery;
    const first = entries[0]?.position ?? 0;
    for (const position of sent) if (position < first) sent.delete(position);
    let next = 0;
    const report = (position: number): void => {
      sent.add(position);
      while (sent.has(entries[next]?.position ?? NaN)) next += 1;
      const last = entries[next - 1];
      if (last !== undefined) done(last.position);
    };
    const lanes = lanesOf(delivery);
    for (const { position, event } of entries) if (!concernsWorkflows(event)) report(position);
    await eachAtOnce(lanes, AT_ONCE, async (lane, hasFailed) => {
      for (const entry of lane) {
        if (hasFailed()) return;
        signal.throwIfAborted();
        if (sent.has(entry.position)) continue;
        await send(deps, entry, delivery);
        report(entry.position);
      }
    });
  };
}

/** Returns the entries of each device, in order. */
function lanesOf({ entries }: Pick<Delivery, 'entries'>): readonly (readonly FeedEntry[])[] {
  const lanes = new Map<string, FeedEntry[]>();
  for (const entry of entries.filter(({ event }) => concernsWorkflows(event))) {
    const key = `${entry.event.device ?? ''} ${entry.event.tenant}`;
    const lane = lanes.get(key);
    if (lane === undefined) lanes.set(key, [entry]);
    else lane.push(entry);
  }
  return [...lanes.values()];
}

async function send(
  { devices, call }: WorkflowsDeps,
  { event }: FeedEntry,
  { entries, signal }: Pick<Delivery, 'entries' | 'signal'>,
): Promise<void> {
  const device = event.type === 'device.changed' ? await find(devices, event) : undefined;
  for (const each of callsOfEvent(event, device, authSetOf(event, entries))) await call(each, signal);
}

const find = async (devices: Pick<Devices, 'find'>, { tenant, device }: Event): Promise<Device | undefined> =>
  device && devices.find(tenant, device);

/** Returns the auth set of the same change: the events of a change have the id of the change before the dot. */
function authSetOf(event: Event, entries: readonly FeedEntry[]) {
  const change = event.id.slice(0, event.id.lastIndexOf('.') + 1);
  const cause = entries.findLast(({ event: other }) => other.id.startsWith(change) && 'authSet' in other)?.event;
  return cause !== undefined && 'authSet' in cause ? cause.authSet : undefined;
}
