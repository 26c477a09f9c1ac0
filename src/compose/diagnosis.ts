// Makes what `devauth doctor` examines from the settings and an open store, on a running server and offline.
import { dataFolderOf } from '../config/places.ts';
import type { Config } from '../config/settings.ts';
import { readDiskSpace } from '../observe/disk-space.ts';
import { diagnose, type DiagnoseDeps, type Finding } from '../service/diagnose.ts';
import type { OperatedStore } from '../store/stats.ts';
import { listOwnKeys } from '../tokens/own/open.ts';

export const createDiagnosis =
  (
    config: Config,
    store: OperatedStore,
    { now, forwarders = () => [] }: Pick<DiagnoseDeps, 'now'> & Partial<Pick<DiagnoseDeps, 'forwarders'>>,
  ) =>
  (): Promise<readonly Finding[]> =>
    diagnose({
      stats: store.stats,
      ping: () => store.ping(),
      signingKeys: () => listOwnKeys(config),
      space: () => readDiskSpace(dataFolderOf(config)),
      tokenTtlSeconds: config.tokenTtlSeconds,
      maxPending: config.maxPending,
      forwarders,
      now,
    });
