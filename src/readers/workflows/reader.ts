// The reader that reports every device to Mender's workflow server (D19). Calls of several devices run at the same time. The calls
// of one device run one after another, in the order of the feed. After a failed call no other call begins, and what was not sent is
// sent again after the pause of the loop. A device is read once for all its entries of a batch, because it has the changes of all of
// them.
import type { Device } from '../../domain/device.ts';
import type { Event } from '../../domain/event.ts';
import type { Devices, FeedEntry } from '../../store/store.ts';
import { createInLanes } from '../in-lanes.ts';
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
  const inLanes = createInLanes();
  return (delivery) => {
    const find = createFind(deps.devices);
    return inLanes(delivery, {
      concerns: ({ event }) => concernsWorkflows(event),
      send: (entry) => send({ find, call: deps.call }, entry, delivery),
      atOnce: AT_ONCE,
    });
  };
}

type Find = (event: Event) => Promise<Device | undefined>;

async function send(
  { find, call }: { readonly find: Find; readonly call: CallWorkflow },
  { event }: FeedEntry,
  { entries, signal }: Pick<Delivery, 'entries' | 'signal'>,
): Promise<void> {
  const device = event.type === 'device.changed' ? await find(event) : undefined;
  for (const each of callsOfEvent(event, device, authSetOf(event, entries))) await call(each, signal);
}

/** Returns a function that reads each device once. */
function createFind(devices: Pick<Devices, 'find'>): Find {
  const found = new Map<string, ReturnType<Find>>();
  return async ({ tenant, device }) => {
    if (device === undefined) return undefined;
    const key = `${device} ${tenant}`;
    const finding = found.get(key) ?? devices.find(tenant, device);
    found.set(key, finding);
    return finding;
  };
}

/** Returns the auth set of the same change: the events of a change have the id of the change before the dot. */
function authSetOf(event: Event, entries: readonly FeedEntry[]) {
  const change = event.id.slice(0, event.id.lastIndexOf('.') + 1);
  const cause = entries.findLast(({ event: other }) => other.id.startsWith(change) && 'authSet' in other)?.event;
  return cause !== undefined && 'authSet' in cause ? cause.authSet : undefined;
}
