// Reads the folder of signing keys (D9): one PEM file for each key, and keys.json with the state of each.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Refused } from '../../domain/errors.ts';
import { parseStrictJson } from '../../domain/strict-json.ts';
import { writeFileAtomically } from './atomic-file.ts';
import type { FileRules } from './private-file.ts';
import { readSigningKey, type SigningKey } from './signing-key.ts';

/** Only *active* signs; every state except *revoked* verifies and is published. */
export const KEY_STATES = ['pending', 'active', 'retiring', 'revoked'] as const;
export type KeyState = (typeof KEY_STATES)[number];

export interface KeyEntry {
  readonly kid: string;
  readonly state: KeyState;
  readonly since: Date;
  /** `undefined` if keys.json names the key, but no file in the folder has it. */
  readonly held: HeldKey | undefined;
}

export interface HeldKey {
  readonly key: SigningKey;
  readonly file: string;
}

/**
 * Returns every key in the folder or in keys.json. A PEM file that keys.json does not name is pending; without keys.json and other
 * PEM files it is active. Refuses any fault in the folder with `key_refused`.
 */
export async function readKeyFolder(folder: string, rules: FileRules = {}): Promise<readonly KeyEntry[]> {
  const listing = await findListing(folder);
  const files = await readKeyFiles(folder, rules);
  const unlisted = listing === undefined && files.length === 1 ? 'active' : 'pending';
  const held = files.map(({ key, file, since }): KeyEntry => {
    const listed = listing?.get(key.kid) ?? { state: unlisted, since };
    return { kid: key.kid, ...listed, held: { key, file } };
  });
  const kids = new Set(held.map(({ kid }) => kid));
  const named = [...(listing ?? [])].filter(([kid]) => !kids.has(kid));
  return [...held, ...named.map(([kid, listed]): KeyEntry => ({ kid, ...listed, held: undefined }))];
}

/** Reads only keys.json, if the folder as a whole cannot be read. */
export async function readRevokedKids(folder: string): Promise<readonly string[]> {
  const listing = await findListing(folder);
  return [...(listing ?? [])].filter(([, { state }]) => state === 'revoked').map(([kid]) => kid);
}

export async function writeListing(folder: string, entries: readonly KeyEntry[]): Promise<void> {
  const keys = Object.fromEntries(entries.map(({ kid, state, since }) => [kid, { state, since: since.toISOString() }]));
  await writeFileAtomically(join(folder, LISTING), `${JSON.stringify({ keys }, undefined, 2)}\n`);
}

const LISTING = 'keys.json';
const THUMBPRINT = /^[\w-]{43}$/;

const Listing = z.strictObject({
  keys: z.record(
    z.string().regex(THUMBPRINT),
    z.strictObject({ state: z.enum(KEY_STATES), since: z.iso.datetime().transform((text) => new Date(text)) }),
  ),
});

interface ListedKey {
  readonly state: KeyState;
  readonly since: Date;
}

async function findListing(folder: string): Promise<ReadonlyMap<string, ListedKey> | undefined> {
  const file = join(folder, LISTING);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw refused(`${file} cannot be read`, error);
  });
  if (text === undefined) return undefined;
  const listing = Listing.safeParse(parseListing(text, file));
  if (listing.success) return new Map(Object.entries(listing.data.keys));
  const [issue] = listing.error.issues;
  throw refused(`${file} is not understood at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'unknown'}`);
}

function parseListing(text: string, file: string): unknown {
  try {
    return parseStrictJson(text);
  } catch (error) {
    throw refused(`${file} is not JSON`, error);
  }
}

async function readKeyFiles(
  folder: string,
  rules: FileRules,
): Promise<readonly (HeldKey & { readonly since: Date })[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw refused(`${folder} cannot be read`, error);
  });
  const files = names.filter((name) => name.endsWith('.pem') && !name.startsWith('.')).toSorted();
  const keys = await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name);
      return { ...(await readSigningKey(file, rules)), file };
    }),
  );
  refuseTwins(keys);
  return keys;
}

function refuseTwins(keys: readonly HeldKey[]): void {
  const fileOf = new Map<string, string>();
  for (const { key, file } of keys) {
    const twin = fileOf.get(key.kid);
    if (twin !== undefined) throw refused(`${file} holds the same key as ${twin}`);
    fileOf.set(key.kid, file);
  }
}

const isNotFound = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

const refused = (message: string, cause?: unknown) => new Refused('key_refused', message, { cause });
