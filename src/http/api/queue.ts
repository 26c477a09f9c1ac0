// The queue of the caller's tenant: pending auth sets and their sources (D23). Not part of Mender's API.
import type { QueueSource } from '../../domain/queue.ts';
import type { Deps } from '../../service/deps.ts';
import type { components, operations } from './gen/management-v2.gen.d.ts';
import type { Handlers } from './operation.ts';

export type QueueDeps = Pick<Deps, 'devices' | 'waiting' | 'strangers'>;

const MAX_SOURCES = 20;

export const queue = (deps: QueueDeps): Pick<Handlers<operations>, 'getQueue'> => ({
  getQueue: async ({ caller: { tenant } }) => {
    const { taken, leaving, oldest, sources } = await deps.devices.readQueue(tenant, MAX_SOURCES);
    const strangers = {
      name: 'strangers' as const,
      places: taken,
      cap: deps.waiting.places,
      leaving,
      ...(oldest && { oldest_ts: oldest.toISOString() }),
      refused_1h: deps.strangers.refusedLastHour(tenant),
      sources: sources.map(sourceView),
    };
    return { status: 200, body: { queues: [strangers] } };
  },
});

const sourceView = ({ from, places, keys, newest }: QueueSource): components['schemas']['QueueSource'] => ({
  ...(from !== undefined && { from }),
  places,
  keys,
  newest_ts: newest.toISOString(),
});
