// The devices port: one document for each device (D1). Reads are here, commits in changes.ts.
import type { Filter } from 'mongodb';
import type { Device } from '../../domain/device.ts';
import { AUTH_SET_STATUSES } from '../../domain/device.ts';
import type { ListFilter, Devices, Page, Position, Window } from '../store.ts';
import type { Changes } from './changes.ts';
import { writeEach } from './collections.ts';
import type { Collections } from './connection.ts';
import type { DeviceDocument } from './documents.ts';
import { deviceOf, NOT_REMOVED, WHOLE_DEVICE } from './documents.ts';
import type { Purges } from './purges.ts';
import { refusalsOf } from './refusals.ts';
import { waitingOf } from './waiting.ts';

export interface DevicesContext {
  readonly collections: Pick<Collections, 'devices'>;
  readonly changes: Changes;
  readonly purges: Purges;
  readonly tokenState: Devices['tokenState'];
}

type Stored = Collections['devices'];

/** The order of D13. */
const BY_CREATION = { created_at: 1, _id: 1 } as const;
const BY_DECOMMISSIONING = { decommissioning_since: 1, _id: 1 } as const;
const EVERY_STATUS = [...AUTH_SET_STATUSES, 'noauth'] as const;

export function mongoDevices({ collections: { devices }, changes, purges, tokenState }: DevicesContext): Devices {
  const findOne = async (query: Filter<DeviceDocument>): Promise<Device | undefined> =>
    deviceOf(await devices.findOne(query, { projection: WHOLE_DEVICE }));
  return {
    find: (tenant, device) => findOne({ _id: device, tenant }),
    findByIdentity: (tenant, identity) => findOne({ tenant, identity_key: identity }),
    findByIdentities: async (tenant, identities) => {
      if (identities.length === 0) return [];
      return read(devices, { tenant, identity_key: { $in: [...identities] } }, { limit: identities.length });
    },
    findByToken: (tenant, jti) => findOne({ tenant, 'tokens.jti': jti }),
    tokenState,
    list: (tenant, filter, window) => readPage(devices, { tenant, ...narrowed(filter, NOT_REMOVED) }, filter, window),
    // The index alone answers it. Removed devices have their own status, so that counting by status leaves them out.
    count: async (tenant, filter) => {
      if (matchesNothing(filter)) return 0;
      return devices.countDocuments({ tenant, ...narrowed(filter, { status: { $in: EVERY_STATUS } }) });
    },
    commit: changes.commit,
    commitMany: changes.commitMany,
    checkIn: (checkIns) =>
      writeEach(devices, checkIns, ({ tenant, device, at }) => ({
        updateOne: { filter: { _id: device, tenant }, update: { $max: { check_in: at } } },
      })),
    purgeTokens: (tenant, event) => purges.purge(tenant, event),
    ...waitingOf(devices),
    ...refusalsOf(devices),
    listDecommissioning: async (before, limit) => {
      if (limit <= 0) return [];
      const query = { decommissioning_since: { $lt: before }, ...NOT_REMOVED };
      return read(devices, query, { sort: BY_DECOMMISSIONING, limit });
    },
  };
}

async function readPage(
  devices: Stored,
  query: Filter<DeviceDocument>,
  filter: ListFilter,
  window: Window,
): Promise<Page> {
  if (matchesNothing(filter)) return { devices: [], more: false };
  const skip = 'skip' in window ? window.skip : 0;
  const after = 'after' in window ? window.after : undefined;
  // One device more than asked for shows that there are more.
  const options = { sort: BY_CREATION, skip, limit: window.limit + 1 };
  const found = await read(devices, { ...query, ...(after && behind(after)) }, options);
  return { devices: found.slice(0, window.limit), more: found.length > window.limit };
}

/** Reads in one round trip: the first batch has everything. */
async function read(
  devices: Stored,
  query: Filter<DeviceDocument>,
  options: { readonly sort?: Readonly<Record<string, 1>>; readonly limit: number; readonly skip?: number },
): Promise<Device[]> {
  const all = { projection: WHOLE_DEVICE, batchSize: options.limit + 1, ...options };
  const found = await devices.find(query, all).toArray();
  return found.flatMap((document) => deviceOf(document) ?? []);
}

const matchesNothing = ({ statuses, ids }: ListFilter): boolean => statuses?.length === 0 || ids?.length === 0;

/** Without a list of statuses, `otherwise` keeps removed devices out. */
const narrowed = ({ statuses, ids }: ListFilter, otherwise: Filter<DeviceDocument>): Filter<DeviceDocument> => ({
  ...(statuses === undefined ? otherwise : { status: { $in: statuses } }),
  ...(ids && { _id: { $in: ids } }),
});

/** The bound on `created_at` alone lets the index start there. */
const behind = ({ createdAt, id }: Position): Filter<DeviceDocument> => ({
  created_at: { $gte: createdAt },
  $or: [{ created_at: { $gt: createdAt } }, { _id: { $gt: id } }],
});
