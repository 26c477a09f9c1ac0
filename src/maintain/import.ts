// `devauth import-mender`: opens Mender's database and the store of this installation. Does not load HTTP.
import { makeFolder } from '../config/make-folder.ts';
import { dataFolderOf } from '../config/places.ts';
import type { Config } from '../config/settings.ts';
import { createKeys } from '../device-keys/device-key.ts';
import { openStoreAlone } from '../maintain.ts';
import { importMender, type ImportCounts, type ImportDeps } from '../service/installation/import-mender.ts';
import { openMenderSource } from '../store/mongo/mender-source.ts';
import { systemClock } from '../time/clock.ts';

export interface ImportOptions extends Pick<ImportDeps, 'isDry' | 'tell' | 'progress'> {
  /** Imports the tokens, too. */
  readonly withTokens: boolean;
}

/** Imports and returns the counts. Refuses while a server owns the embedded store. */
export async function importAlone(
  config: Config,
  from: string,
  { withTokens, ...options }: ImportOptions,
): Promise<ImportCounts> {
  makeFolder(dataFolderOf(config));
  const source = await openMenderSource({ uri: from });
  try {
    const store = await openStoreAlone(config);
    try {
      const keys = createKeys({ minRsaBits: config.minRsaBits, types: config.keyTypes });
      const { devices, imports } = store;
      const admit = (pubkey: string) => keys.admit(pubkey);
      const tokenIssuer = withTokens ? config.issuer : undefined;
      return await importMender({ ...options, tokenIssuer, source, devices, imports, admit, now: systemClock });
    } finally {
      await store.close();
    }
  } finally {
    await source.close();
  }
}
