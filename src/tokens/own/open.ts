// Opens the signing keys that the settings name: a folder, or one PEM file (D9).
import { makeFolder } from '../../config/make-folder.ts';
import { signingKeysOf } from '../../config/places.ts';
import type { Config } from '../../config/settings.ts';
import { bySetting } from '../../config/wrong-settings.ts';
import type { SigningAlgorithm } from '../../domain/names.ts';
import { listSigningKeys, makeFirstKey } from './key-rotation.ts';
import type { KeyState } from './key-folder.ts';
import type { FileRules } from './private-file.ts';
import { readSigningKey } from './signing-key.ts';
import { openSigningKeys, type SigningKeys } from './signing-keys.ts';

export interface ListedSigningKey {
  readonly kid: string;
  readonly state: KeyState;
  readonly since: Date;
  /** Absent if keys.json names a key that no file has. */
  readonly alg?: SigningAlgorithm;
}

export interface OpenOptions {
  /** Called for each key file that others may read. */
  readonly warn: FileRules['warn'];
  readonly now: () => Date;
}

/** Opens the keys. The first start on the embedded store makes one. On MongoDB each node would make its own, so none does (D9). */
export function openOwnKeys(config: Config, { warn, now }: OpenOptions): Promise<SigningKeys> {
  const source = signingKeysOf(config);
  const setting = source.kind === 'file' ? 'SERVER_PRIV_KEY_PATH' : 'KEYS_DIR';
  const open = async (): Promise<SigningKeys> => {
    if (source.kind === 'folder') await fillFolder(source.path, config, now());
    return openSigningKeys(source, warn);
  };
  return bySetting(setting, open());
}

async function fillFolder(folder: string, { mongo, newKeyAlgorithm }: Config, at: Date): Promise<void> {
  makeFolder(folder);
  if (!mongo.isSet) await makeFirstKey(folder, { alg: newKeyAlgorithm, at });
}

/** Returns every signing key with its present state in the files. */
export async function listOwnKeys(config: Config): Promise<readonly ListedSigningKey[]> {
  const { kind, path, ...rules } = signingKeysOf(config);
  if (kind === 'folder') {
    const entries = await listSigningKeys(path, rules);
    return entries.map(({ kid, state, since, held }) => ({ kid, state, since, ...(held && { alg: held.key.alg }) }));
  }
  const { key, since } = await readSigningKey(path, rules);
  return [{ kid: key.kid, state: 'active', since, alg: key.alg }];
}

/** True while a key is active. */
export function canSign(keys: SigningKeys): boolean {
  try {
    return keys.getActive().kid !== '';
  } catch {
    return false;
  }
}
