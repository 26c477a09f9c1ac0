// THE composition root: makes every part from the settings, in the order in which things start. They stop in reverse.
import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { Logger } from 'winston';
import { dataFolderOf, logOptionsOf, signingKeysOf, storeOf } from './config/places.ts';
import type { Config } from './config/settings.ts';
import { allBySetting, bySetting } from './config/wrong-settings.ts';
import { systemClock } from './time/clock.ts';
import { openMetrics, type Metrics } from './observe/metrics.ts';
import { auditReaders } from './readers/audit.ts';
import { livesAtLeast, retentionOf } from './readers/retention.ts';
import { openReaders, type Readers } from './readers/readers.ts';
import { openApis } from './http/apis.ts';
import type { ListenerBounds } from './http/server/listener.ts';
import { readDiskSpace } from './observe/disk-space.ts';
import { openLog } from './observe/log.ts';
import { createDeps, newIds } from './compose-deps.ts';
import { createUsers, openUserKeys, readKeys } from './compose-users.ts';
import { every } from './time/every.ts';
import { watchClock } from './time/clock-difference.ts';
import { confirmVerdicts } from './service/fleet/confirm-verdicts.ts';
import { endOverdue } from './service/fleet/decommission.ts';
import { forgetDisplaced, forgetSilent } from './service/fleet/forget-waiting.ts';
import type { Deps } from './service/deps.ts';
import { createKeyNotes } from './service/installation/note-signing-keys.ts';
import { diagnose } from './service/diagnose.ts';
import { openTracing, type Tracing } from './observe/tracing.ts';
import { openStore } from './store/open.ts';
import type { OperatedStore } from './store/stats.ts';
import { canSign, listOwnKeys, openOwnKeys } from './tokens/own/open.ts';
import type { SigningKeys } from './tokens/own/signing-keys.ts';
import { JwtTenantTokens } from './tokens/foreign/tenant-tokens.ts';

/** Replacements for parts of the service, for specs. */
export interface Overrides {
  readonly now?: () => Date;
  readonly log?: Logger;
  readonly store?: OperatedStore;
  /** Called once when the store can no longer take writes. Without it the problem is logged. */
  readonly storeDied?: (why: string) => void;
  /** Adds memory, event loop and garbage collection to the metrics; possible once in a process. */
  readonly processMetrics?: boolean;
  readonly tracing?: Tracing;
  /** Turns an answer that its document does not have into a 500. */
  readonly validateResponses?: boolean;
  readonly bounds?: Partial<ListenerBounds>;
}

export interface Service {
  readonly deps: Deps;
  readonly store: OperatedStore;
  readonly log: Logger;
  readonly publicServer: Server;
  /** The same server where both listeners have one address. */
  readonly internalServer: Server;
  /** The file with the local operator's token, where there are no users yet (D12). */
  readonly operatorTokenFile: string | undefined;
  /** Makes the node not ready. It goes on answering. */
  stopping(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY_SECONDS = 24 * 3600;
/** A displaced auth set is removed after an hour (D23). */
const LEAVING_SECONDS = 3600;

export async function compose(config: Config, overrides: Overrides = {}): Promise<Service> {
  const disposers: (() => void | Promise<void>)[] = [];
  const dispose = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const step of disposers.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(error); // what was opened is closed all the same
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    const service = await build(config, overrides, disposers);
    return { ...service, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Parts that everything else is built with. */
interface Parts {
  readonly config: Config;
  readonly overrides: Overrides;
  readonly now: () => Date;
  readonly log: Logger;
  /** Resolves when the folder exists. */
  readonly dataFolder: Promise<string>;
  /** Steps that release what was opened, in the order of opening. */
  readonly disposers: (() => void | Promise<void>)[];
}

async function build(
  config: Config,
  overrides: Overrides,
  disposers: Parts['disposers'],
): Promise<Omit<Service, typeof Symbol.asyncDispose>> {
  const { now = systemClock, log = openLog(logOptionsOf(config)) } = overrides;
  const parts: Parts = { config, overrides, now, log, dataFolder: makeDataFolder(config), disposers };
  const adapters = await openAdapters(parts);
  const deps = createDeps(parts, adapters);
  const { noteKeys } = startBackground(parts, adapters, deps);
  await noteKeys().catch((error: unknown) => log.warn('signing_keys', { problem: String(error) }));
  let isStopping = false;
  const servers = await openApis(deps, { ...apiPartsOf(parts, adapters), isStopping: () => isStopping });
  const stopping = (): void => {
    isStopping = true;
    adapters.readers.revocations.close();
  };
  return { deps, store: adapters.store, log, operatorTokenFile: adapters.operatorTokenFile, stopping, ...servers };
}

async function makeDataFolder(config: Config): Promise<string> {
  const folder = dataFolderOf(config);
  await bySetting('DATA', mkdir(folder, { recursive: true, mode: 0o700 }));
  return folder;
}

/** Opens what settings name: the store, the keys, the users, tracing. Refuses with every setting that is wrong. */
async function openAdapters(parts: Parts) {
  const { config, overrides, now } = parts;
  const [store, signingKeys, userKeys, tenantTokenKeys, tracing] = await allBySetting([
    openStoreOf(parts),
    openSigningKeysOf(parts),
    openUserKeys(parts),
    readKeys('TENANT_TOKEN_KEYS', config.tenantTokenKeys),
    openTracingOf(parts),
  ]);
  const users = await createUsers(config, userKeys, { isDeviceKey: (kid) => signingKeys.isOurs(kid), now });
  const keyEntries = () => listOwnKeys(signingKeysOf(config));
  const ofProcess = overrides.processMetrics ?? false;
  const space = () => readDiskSpace(dataFolderOf(config));
  const metrics = openMetrics({ figures: store.figures, signingKeys: keyEntries, space, now, ofProcess });
  const tenantTokens = new JwtTenantTokens({ keys: tenantTokenKeys, leewaySeconds: config.clockLeewaySeconds, now });
  return {
    store,
    readers: openReadersOf(parts, store, metrics),
    signingKeys,
    keyEntries,
    metrics,
    space,
    tracing,
    tenantTokens,
    ...users,
  };
}

type Adapters = Awaited<ReturnType<typeof openAdapters>>;

async function openStoreOf({ config, overrides, now, log, dataFolder, disposers }: Parts): Promise<OperatedStore> {
  await dataFolder;
  const report = (problem: string): void => void log.warn('store', { problem });
  const died = overrides.storeDied ?? report;
  const options = { defaultLimit: config.maxDevices, now, report, died };
  const name = config.mongo.isSet ? 'MONGO' : 'DATA';
  const store = overrides.store ?? (await bySetting(name, openStore(storeOf(config), options)));
  disposers.push(() => store.close());
  return store;
}

/** The embedded store's first start makes a key. On MongoDB each node would make its own, so none does (D9). */
async function openSigningKeysOf({ config, now, log, dataFolder }: Parts): Promise<SigningKeys> {
  await dataFolder;
  const source = signingKeysOf(config);
  const name = source.kind === 'file' ? 'SERVER_PRIV_KEY_PATH' : 'KEYS_DIR';
  const warn = (warning: string): void => void log.warn('settings', { warning });
  const first = { alg: config.newKeyAlgorithm, at: now() };
  return bySetting(name, openOwnKeys(source, { warn, ...(!config.mongo.isSet && { first }) }));
}

function openReadersOf({ config, now, log, disposers }: Parts, store: OperatedStore, metrics: Metrics): Readers {
  const node = { id: newIds.change(), isShared: config.mongo.isSet, ttlSeconds: livesAtLeast(config) };
  const ports = { feed: store.feed, now, log, metrics: metrics.readers };
  const readers = openReaders({ ...node, ...ports }, auditReaders(store.audit));
  disposers.push(() => readers.close());
  return readers;
}

async function openTracingOf({ config, overrides, disposers }: Parts): Promise<Tracing | undefined> {
  const tracing = overrides.tracing ?? (await bySetting('TRACES_URL', openTracing(config.tracesUrl)));
  disposers.push(() => tracing?.close());
  return tracing;
}

/** Starts the work beside requests. What is only in memory is written once more at the end. */
function startBackground(
  { config, now, log, disposers }: Parts,
  { store, signingKeys, keyEntries }: Adapters,
  deps: Deps,
): { readonly noteKeys: () => Promise<void> } {
  const notes = [deps.checkIns, deps.asks, deps.tenantDeviceUses, deps.apiKeyUses];
  const ago = (seconds: number): Date => new Date(now().getTime() - seconds * SECOND);
  const kept = retentionOf(config, { isAudit: store.audit.keep === undefined });
  const noteSigningKeys = createKeyNotes({ ...deps, feed: store.feed });
  const noteKeys = async (): Promise<void> => noteSigningKeys(await keyEntries());
  disposers.push(
    ...notes.flatMap(({ flush }) => [flush, every(60 * SECOND, log, flush)]),
    every(60 * SECOND, log, () => endOverdue(deps, ago(config.decommissionSeconds))),
    every(deps.verdicts.confirmEveryMs, log, () => void confirmVerdicts(deps)),
    every(60 * SECOND, log, () => forgetDisplaced(deps, ago(LEAVING_SECONDS))),
    ...(config.pendingDays === 0
      ? []
      : [every(60 * SECOND, log, () => forgetSilent(deps, ago(config.pendingDays * DAY_SECONDS)))]),
    every(HOUR, log, () => store.feed.prune(ago(kept.feedSeconds), ago(kept.unreadSeconds))),
    every(HOUR, log, () => store.audit.prune?.(ago(kept.auditSeconds))),
    every(10 * SECOND, log, noteKeys),
    watchClock({ now, readOther: () => store.figures.time() }, log),
    every(10 * SECOND, log, async () => {
      const { revoked, changes, problem } = await signingKeys.reload();
      if (revoked.length > 0) deps.verdicts.clear();
      for (const { kid, from = 'absent', to = 'absent' } of changes) log.info('signing_key', { kid, from, to });
      if (problem !== undefined) log.warn('signing_keys', { problem });
    }),
  );
  return { noteKeys };
}

function apiPartsOf({ config, overrides, now, log }: Parts, adapters: Adapters) {
  const { store, readers, signingKeys, keyEntries, metrics, space, tracing, users, tenantUsers } = adapters;
  const ping = (): Promise<void> => store.ping();
  const examined = { figures: store.figures, ping, signingKeys: keyEntries, space, now };
  return {
    config,
    store,
    audit: store.audit,
    search: store.search,
    feed: store.feed,
    revocations: readers.revocations,
    users,
    tenantUsers,
    log,
    metrics,
    tracing,
    canSign: () => canSign(signingKeys),
    diagnose: () => diagnose({ ...examined, tokenTtlSeconds: config.tokenTtlSeconds }),
    backup: store.backup?.bind(store),
    validateResponses: overrides.validateResponses ?? false,
    bounds: overrides.bounds,
  };
}
