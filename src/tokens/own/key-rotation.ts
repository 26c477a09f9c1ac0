// Changes the folder of signing keys for `devauth keys` (D9): pending → active → retiring → revoked. Nodes see a change within 10 s.
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Refused } from '../../domain/errors.ts';
import { PUBLISHED_AFTER_SECONDS } from '../../domain/key-publication.ts';
import type { SigningAlgorithm } from '../../domain/names.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { readKeyFolder, writeListing, type KeyEntry } from './key-folder.ts';
import { makeSigningKey } from './signing-key.ts';

export interface NewSigningKey {
  readonly alg: SigningAlgorithm;
  readonly at: Date;
}

export interface Activation {
  readonly kid: string;
  readonly at: Date;
  /** `none` (`--now`): some verifiers cannot verify the first tokens, because they do not have the key yet. */
  readonly wait: 'until-published' | 'none';
}

export const listSigningKeys = readKeyFolder;

/** Makes a pending key, or the active key of an empty folder. A crash at any point leaves a working folder. */
export async function generateSigningKey(folder: string, key: NewSigningKey): Promise<KeyEntry> {
  return withLock(folder, () => addKey(folder, key));
}

/**
 * Makes the active key of an empty folder. Takes no lock: a start that is killed would leave it, and every later start would be
 * refused. Two of them at once make two keys of which one is active, and both verify.
 */
export async function makeFirstKey(folder: string, key: NewSigningKey): Promise<void> {
  if ((await readKeyFolder(folder)).length === 0) await addKey(folder, key);
}

async function addKey(folder: string, { alg, at }: NewSigningKey): Promise<KeyEntry> {
  const entries = await readKeyFolder(folder);
  if (entries.length > 0) await writeListing(folder, entries); // with a second PEM the first would no longer be active by being alone
  const { key, pem } = await makeSigningKey(alg);
  const file = join(folder, `${key.kid}.pem`);
  await writeFileAtomically(file, pem);
  const state = entries.length > 0 ? 'pending' : 'active';
  const made: KeyEntry = { kid: key.kid, state, since: at, held: { key, file } };
  await writeListing(folder, [...entries, made]);
  return made;
}

/** Makes the key sign from now on; the one before retires. Refuses a key that was not pending for long enough. */
export async function activateSigningKey(folder: string, activation: Activation): Promise<void> {
  await withLock(folder, async () => {
    const entries = await readKeyFolder(folder);
    const entry = getEntry(entries, activation.kid);
    if (entry.state === 'active') return;
    refuseActivation(entry, activation);
    await writeListing(
      folder,
      entries.map((other) => activated(other, activation)),
    );
  });
}

/**
 * Revokes the key: no token of it verifies from then on. Refuses the active key, because then no node could sign. If the active key
 * is compromised, make another, activate it at once, and revoke the first, which is retiring then.
 */
export async function revokeSigningKey(
  folder: string,
  { kid, at }: { readonly kid: string; readonly at: Date },
): Promise<void> {
  await withLock(folder, async () => {
    const entries = await readKeyFolder(folder);
    const entry = getEntry(entries, kid);
    if (entry.state === 'active') throw illegal(`key ${kid} is active: activate another one first`);
    if (entry.state === 'revoked') return;
    await writeListing(
      folder,
      entries.map((other) => (other === entry ? { ...other, state: 'revoked', since: at } : other)),
    );
  });
}

function refuseActivation({ kid, state, since, held }: KeyEntry, { at, wait }: Activation): void {
  if (state === 'revoked') throw illegal(`key ${kid} is revoked`);
  if (held === undefined) throw illegal(`key ${kid} has no file here`);
  if (state !== 'pending' || wait === 'none') return;
  const publishedAt = new Date(since.getTime() + PUBLISHED_AFTER_SECONDS * 1000);
  if (at < publishedAt) throw illegal(`verifiers may not know key ${kid} before ${publishedAt.toISOString()}`);
}

function activated(entry: KeyEntry, { kid, at }: Activation): KeyEntry {
  if (entry.kid === kid) return { ...entry, state: 'active', since: at };
  return entry.state === 'active' ? { ...entry, state: 'retiring', since: at } : entry;
}

function getEntry(entries: readonly KeyEntry[], kid: string): KeyEntry {
  const entry = entries.find((other) => other.kid === kid);
  if (entry === undefined) throw new Refused('not_found', `no signing key ${kid}`);
  return entry;
}

/** Runs one change at a time. Each writes the whole keys.json, so that two at once could undo a revocation. */
async function withLock<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const file = join(folder, 'keys.lock');
  const lock = await open(file, 'wx', 0o600).catch((error: unknown) => {
    throw new Refused('conflict', `${file} cannot be made: if no other command is changing keys now, remove it`, {
      cause: error,
    });
  });
  try {
    return await work();
  } finally {
    await lock.close();
    await rm(file);
  }
}

const illegal = (message: string) => new Refused('illegal_transition', message);
