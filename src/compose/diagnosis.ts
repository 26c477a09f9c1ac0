// Makes what `devauth doctor` examines from the settings and an open store, on a running server and offline.
import { dataFolderOf } from '../config/places.ts';
import type { Config } from '../config/settings.ts';
import { readDiskSpace } from '../observe/disk-space.ts';
import { diagnoseFile } from '../service/diagnose-file.ts';
import { diagnose, diagnosePlace, type DiagnoseDeps, type Finding, type PlaceDeps } from '../service/diagnose.ts';
import type { ExaminedFile, OperatedStore } from '../store/stats.ts';
import { listOwnKeys } from '../tokens/own/open.ts';

type Time = Pick<DiagnoseDeps, 'now'>;

export const createDiagnosis =
  (
    config: Config,
    store: OperatedStore,
    { now, forwarders = () => [] }: Time & Partial<Pick<DiagnoseDeps, 'forwarders'>>,
  ) =>
  (): Promise<readonly Finding[]> =>
    diagnose({
      ...placeOf(config, { now }),
      stats: store.stats,
      ping: () => store.ping(),
      maxPending: config.maxPending,
      forwarders,
    });

/** For the file of the embedded store, while no server runs. */
export const diagnoseStoreFile = (config: Config, file: ExaminedFile, { now }: Time): Promise<readonly Finding[]> =>
  diagnoseFile({ file, maxPending: config.maxPending, forwarders: () => [], now });

/** For everything but the store. */
export const diagnoseWithoutStore = (config: Config, time: Time): Promise<readonly Finding[]> =>
  diagnosePlace(placeOf(config, time));

const placeOf = (config: Config, { now }: Time): PlaceDeps => ({
  signingKeys: () => listOwnKeys(config),
  space: () => readDiskSpace(dataFolderOf(config)),
  tokenTtlSeconds: config.tokenTtlSeconds,
  now,
});
