// The reader that reports every device to Mender's workflow server (D19). Calls of several devices run at the same time. The calls
// of one device run one after another, in the order of the feed. After a failed call no other call begins, and what was not sent is
// sent again after the pause of the loop.
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
  return (delivery) =>
    inLanes(delivery, {
      concerns: ({ event }) => concernsWorkflows(event),
      send: (entry) => send(deps, entry, delivery),
      atOnce: AT_ONCE,
    });
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
