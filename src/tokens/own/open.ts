// Opens the signing keys that the settings name: a folder, or one PEM file (D9).
import { mkdir } from 'node:fs/promises';
import type { SigningAlgorithm } from '../../domain/names.ts';
import { generateSigningKey, listSigningKeys } from './key-rotation.ts';
import type { KeyState } from './key-folder.ts';
import { readSigningKey } from './signing-key.ts';
import { openSigningKeys, type SigningKeys, type SigningKeySource } from './signing-keys.ts';

export interface ListedSigningKey {
  readonly kid: string;
  readonly state: KeyState;
  readonly since: Date;
}

/** A key to make in an empty folder. Absent where several nodes would each make their own. */
export interface FirstKey {
  readonly alg: SigningAlgorithm;
  readonly at: Date;
}

/** Opens the keys, and makes the first one where that is asked. Refuses with `key_refused`. */
export async function openOwnKeys(source: SigningKeySource, first?: FirstKey): Promise<SigningKeys> {
  if (source.kind === 'folder') {
    await mkdir(source.path, { recursive: true, mode: 0o700 });
    if (first !== undefined && (await listSigningKeys(source.path)).length === 0)
      await generateSigningKey(source.path, first);
  }
  return openSigningKeys(source);
}

/** Returns every signing key with its state, as the files say now. */
export async function listOwnKeys({ kind, path }: SigningKeySource): Promise<readonly ListedSigningKey[]> {
  if (kind === 'folder') return listSigningKeys(path);
  const { key, since } = await readSigningKey(path);
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
