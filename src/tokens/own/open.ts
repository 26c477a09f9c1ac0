// Opens the signing keys that the settings name: a folder, or one PEM file (D9).
import { mkdir } from 'node:fs/promises';
import type { SigningAlgorithm } from '../../domain/names.ts';
import { generateSigningKey, listSigningKeys } from './key-rotation.ts';
import type { KeyState } from './key-folder.ts';
import type { FileRules } from './private-file.ts';
import { readSigningKey } from './signing-key.ts';
import { openSigningKeys, type SigningKeys, type SigningKeySource } from './signing-keys.ts';

export interface ListedSigningKey {
  readonly kid: string;
  readonly state: KeyState;
  readonly since: Date;
}

export interface OpenOptions {
  /** A key to make in an empty folder. Absent where several nodes would each make their own. */
  readonly first?: { readonly alg: SigningAlgorithm; readonly at: Date };
  /** Learns of a key file that others may read. */
  readonly warn?: FileRules['warn'];
}

/** Opens the keys, and makes the first one where that is asked. Refuses with `key_refused`. */
export async function openOwnKeys(source: SigningKeySource, { first, warn }: OpenOptions = {}): Promise<SigningKeys> {
  if (source.kind === 'folder') {
    await mkdir(source.path, { recursive: true, mode: 0o700 });
    if (first !== undefined && (await listSigningKeys(source.path)).length === 0)
      await generateSigningKey(source.path, first);
  }
  return openSigningKeys(source, warn);
}

/** Returns every signing key with its state, as the files say now. */
export async function listOwnKeys({ kind, path, ...rules }: SigningKeySource): Promise<readonly ListedSigningKey[]> {
  if (kind === 'folder') return listSigningKeys(path, rules);
  const { key, since } = await readSigningKey(path, rules);
  return [{ kid: key.kid, state: 'active', since }];
}

/** True while a key is active. */
export function canSign(keys: SigningKeys): boolean {
  try {
    return keys.getActive().kid !== '';
  } catch {
    return false;
  }
}
