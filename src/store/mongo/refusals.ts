// The refusals of a device, in a field that commands neither read nor write. Nodes note at the same time, so each write requires
// the version that it read.
import type { DeviceId, TenantId } from '../../domain/ids.ts';
import { withRefusals } from '../../domain/refusal.ts';
import type { Devices, RefusalsOfDevice } from '../store.ts';
import type { Collections } from './connection.ts';
import { NOT_REMOVED } from './documents.ts';

/** The number of devices that are written at once. */
const AT_ONCE = 10;
/** More tries than there are nodes: every other node writes to a device at most once a minute. */
const MAX_TRIES = 5;

export function refusalsOf(devices: Collections['devices']): Pick<Devices, 'noteRefusals' | 'listRefusals'> {
  const find = (tenant: TenantId, device: DeviceId) =>
    devices.findOne({ _id: device, tenant, ...NOT_REMOVED }, { projection: { refused: 1 } });

  async function note({ tenant, device, refusals }: RefusalsOfDevice): Promise<void> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const found = await find(tenant, device);
      if (found === null) return;
      const { version = 0, refusals: known = [] } = found.refused ?? {};
      const refused = { version: version + 1, refusals: withRefusals(known, refusals) };
      const asRead = version === 0 ? { refused: { $exists: false } } : { 'refused.version': version };
      const filter = { _id: device, tenant, ...NOT_REMOVED, ...asRead };
      if ((await devices.updateOne(filter, { $set: { refused } })).matchedCount === 1) return;
    }
  }
  return {
    noteRefusals: async (noted) => {
      for (let from = 0; from < noted.length; from += AT_ONCE)
        await Promise.all(noted.slice(from, from + AT_ONCE).map(note));
    },
    listRefusals: async (tenant, device) => (await find(tenant, device))?.refused?.refusals ?? [],
  };
}
