// The one place where this node learns that a device was written. Every command gets the store's devices from here, so that none
// can forget to drop the remembered verdicts of their tokens (D10).
import type { Devices } from '../store/store.ts';
import type { Purges } from './purges.ts';
import type { Verdicts } from './verdicts.ts';

/**
 * Returns the same port. When a write of a device ends, also with an unknown outcome, everything remembered of the device is
 * dropped before the command continues.
 */
export function dropOnWrite(
  devices: Devices,
  verdicts: Pick<Verdicts, 'drop' | 'clear'>,
  purges: Pick<Purges, 'forget'>,
): Devices {
  return {
    find: (...asked) => devices.find(...asked),
    findByIdentity: (...asked) => devices.findByIdentity(...asked),
    findByIdentities: (...asked) => devices.findByIdentities(...asked),
    findByToken: (...asked) => devices.findByToken(...asked),
    tokenState: (...asked) => devices.tokenState(...asked),
    list: (...asked) => devices.list(...asked),
    count: (...asked) => devices.count(...asked),
    listDecommissioning: (...asked) => devices.listDecommissioning(...asked),
    countWaiting: (...asked) => devices.countWaiting(...asked),
    listWaiting: (...asked) => devices.listWaiting(...asked),
    readQueue: (...asked) => devices.readQueue(...asked),
    listDisplaced: (...asked) => devices.listDisplaced(...asked),
    listSilent: (...asked) => devices.listSilent(...asked),
    checkIn: (checkIns) => devices.checkIn(checkIns),
    noteAsked: (asks) => devices.noteAsked(asks),
    noteRefusals: (refusals) => devices.noteRefusals(refusals),
    listRefusals: (...asked) => devices.listRefusals(...asked),
    commit: async (tenant, change) => {
      try {
        return await devices.commit(tenant, change);
      } finally {
        verdicts.drop(tenant, change.kind === 'create' ? change.device.id : change.device);
      }
    },
    commitMany: async (tenant, changes) => {
      try {
        return await devices.commitMany(tenant, changes);
      } finally {
        for (const change of changes)
          verdicts.drop(tenant, change.kind === 'create' ? change.device.id : change.device);
      }
    },
    purgeTokens: async (tenant, event) => {
      try {
        await devices.purgeTokens(tenant, event);
      } finally {
        verdicts.clear();
        purges.forget(tenant);
      }
    },
  };
}
