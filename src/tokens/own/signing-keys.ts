// The signing keys as this node knows them now (D9). It writes nothing; key-rotation.ts changes the folder.
import { Refused } from '../../domain/errors.ts';
import { readKeyFolder, readRevokedKids, type KeyEntry, type KeyState } from './key-folder.ts';
import type { FileRules } from './private-file.ts';
import { readSigningKey, type SigningKey } from './signing-key.ts';
import type { PublicKeySet } from '../tokens.ts';

/** The place of the keys. `file`: one PEM file with the active key. */
export interface SigningKeySource extends Pick<FileRules, 'dataFolder'> {
  readonly kind: 'folder' | 'file';
  readonly path: string;
}

export interface Reload {
  /** Keys with which tokens verified before this read, and no longer do. */
  readonly revoked: readonly string[];
  /** Keys whose state changed since the last read. A state is `undefined` if the key did not exist. */
  readonly changes: readonly KeyChange[];
  /**
   * The reason why the keys could not be read. The keys of the last read stay in use, except those that keys.json calls revoked.
   */
  readonly problem: string | undefined;
}

export interface KeyChange {
  readonly kid: string;
  readonly from: KeyState | undefined;
  readonly to: KeyState | undefined;
}

export interface SigningKeys {
  /** Returns the key that signs. Refuses with `store_unavailable` if it was revoked and no other was activated. */
  getActive(): SigningKey;
  /** Returns the key if its tokens may verify; `undefined` if it is revoked or not ours. */
  find(kid: string): SigningKey | undefined;
  /** True for every key that signs or has signed device tokens here, revoked ones included. */
  isOurs(kid: string): boolean;
  publicKeys(): PublicKeySet;
  /** Reads the folder again. The owner calls it every 10 s; it never rejects. */
  reload(): Promise<Reload>;
}

/** Reads the keys. Refuses with `key_refused` unless every key can be used and exactly one is active. */
export async function openSigningKeys(source: SigningKeySource, warn?: FileRules['warn']): Promise<SigningKeys> {
  let current = await readKeys({ ...source, ...(warn && { warn }) });
  const seen = new Set(current.kids);
  let reading: Promise<Reload> | undefined;

  async function reread(): Promise<Reload> {
    const before = current;
    const { keys, problem } = await readAgain(source, before);
    current = keys;
    keys.kids.forEach((kid) => seen.add(kid));
    return {
      revoked: [...before.verifying.keys()].filter((kid) => !keys.verifying.has(kid)),
      changes: changesOf(before.states, keys.states),
      problem,
    };
  }

  return {
    getActive() {
      if (current.active === undefined) throw new Refused('store_unavailable', 'no signing key is active');
      return current.active;
    },
    find: (kid) => current.verifying.get(kid),
    isOurs: (kid) => seen.has(kid),
    publicKeys: () => ({ keys: [...current.verifying.values()].map(({ jwk }) => jwk) }),
    reload() {
      reading ??= reread().finally(() => (reading = undefined));
      return reading;
    },
  };
}

function changesOf(before: KnownKeys['states'], after: KnownKeys['states']): readonly KeyChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((kid) => ({ kid, from: before.get(kid), to: after.get(kid) }))
    .filter(({ from, to }) => from !== to);
}

interface KnownKeys {
  readonly active: SigningKey | undefined;
  readonly verifying: ReadonlyMap<string, SigningKey>;
  readonly kids: readonly string[];
  readonly states: ReadonlyMap<string, KeyState>;
}

async function readKeys(source: SigningKeySource & FileRules): Promise<KnownKeys> {
  const entries = await readEntries(source);
  const active = entries.filter(({ state }) => state === 'active');
  const [{ held } = { held: undefined }] = active;
  if (active.length > 1) throw refused(`${source.path}: keys.json calls more than one key active`);
  if (active.length === 0)
    throw refused(`${source.path} holds no active signing key (devauth keys generate, devauth keys activate)`);
  if (held === undefined) throw refused(`${source.path} does not hold the key that keys.json calls active`);
  const verifying = entries.flatMap((entry) => (entry.state === 'revoked' || !entry.held ? [] : [entry.held.key]));
  return {
    active: held.key,
    verifying: new Map(verifying.map((key) => [key.kid, key])),
    kids: entries.map(({ kid }) => kid),
    states: new Map(entries.map(({ kid, state }) => [kid, state])),
  };
}

async function readEntries({ kind, path, ...rules }: SigningKeySource & FileRules): Promise<readonly KeyEntry[]> {
  if (kind === 'folder') return readKeyFolder(path, rules);
  const { key, since } = await readSigningKey(path, rules);
  return [{ kid: key.kid, state: 'active', since, held: { key, file: path } }];
}

/** Reads the keys again. A revocation takes effect even if something else in the folder is wrong. */
async function readAgain(
  source: SigningKeySource,
  known: KnownKeys,
): Promise<{ readonly keys: KnownKeys; readonly problem: string | undefined }> {
  try {
    return { keys: await readKeys(source), problem: undefined };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const revoked = source.kind === 'folder' ? await readRevokedKids(source.path).catch(() => []) : [];
    return { keys: without(known, new Set(revoked)), problem };
  }
}

const without = ({ active, verifying, kids, states }: KnownKeys, revoked: ReadonlySet<string>): KnownKeys => ({
  active: active !== undefined && revoked.has(active.kid) ? undefined : active,
  verifying: new Map([...verifying].filter(([kid]) => !revoked.has(kid))),
  kids: [...kids, ...revoked],
  states: new Map([...states].map(([kid, state]) => [kid, revoked.has(kid) ? 'revoked' : state])),
});

const refused = (message: string) => new Refused('key_refused', message);
