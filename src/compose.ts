// THE composition root: makes every part from the settings, in the order in which they start. They stop in reverse.
import type { Server } from 'node:http';
import type { Logger } from 'winston';
import { createDeps, newIds } from './compose/deps.ts';
import { createDiagnosis } from './compose/diagnosis.ts';
import { createOpened, type Opened } from './compose/opened.ts';
import { createSignIn, createUsers, openImportedTokens, openUserKeys, readKeys } from './compose/users.ts';
import { startWork } from './compose/work.ts';
import { createWebhookSenders, startWebhooks, type WebhookOverrides } from './compose/webhooks.ts';
import { openWorkflows } from './compose/workflows.ts';
import { readBrokers } from './config/brokers.ts';
import { makeFolder } from './config/make-folder.ts';
import { dataFolderOf, logOptionsOf } from './config/places.ts';
import type { Config } from './config/settings.ts';
import { allBySetting, bySetting } from './config/wrong-settings.ts';
import { openApis, type Bounds } from './http/apis.ts';
import { createValidators, type ValidatorOf } from './http/bind/validators.ts';
import { createSignInLink, type SignInLink } from './http/console/sign-in-link.ts';
import { readDiskSpace } from './observe/disk-space.ts';
import { openLog } from './observe/log.ts';
import { openMetrics } from './observe/metrics.ts';
import { openTracing, type Tracing } from './observe/tracing.ts';
import { auditReaders } from './readers/audit.ts';
import { kickers } from './readers/kicker.ts';
import type { Rhythm } from './readers/reader.ts';
import { openReaders } from './readers/readers.ts';
import { livesAtLeast } from './readers/retention.ts';
import type { Deps } from './service/deps.ts';
import { openStore } from './store/open.ts';
import type { OperatedStore } from './store/stats.ts';
import { systemClock } from './time/clock.ts';
import { JwtTenantTokens } from './tokens/foreign/tenant-tokens.ts';
import { canSign, listOwnKeys, openOwnKeys } from './tokens/own/open.ts';

/** Replacements for parts of the service, for specs. */
export interface Overrides {
  readonly now?: () => Date;
  readonly log?: Logger;
  readonly store?: OperatedStore;
  /** Called once if the store can no longer write. Without it the problem is logged. */
  readonly storeDied?: (why: string) => void;
  /** Adds memory, event loop and garbage collection to the metrics; possible once in a process. */
  readonly processMetrics?: boolean;
  /** The interval in which the files of the signing keys are read; 10 s by default. */
  readonly keyReloadMs?: number;
  readonly tracing?: Tracing;
  /** Validators that services share, so that each is compiled once. */
  readonly validatorOf?: ValidatorOf;
  readonly bounds?: Partial<Bounds>;
  /** How often the readers of the feed poll, and how long they pause after a failure. */
  readonly readerRhythm?: Rhythm;
  readonly webhooks?: WebhookOverrides;
}

export interface Service {
  readonly deps: Deps;
  readonly store: OperatedStore;
  readonly log: Logger;
  readonly publicServer: Server;
  /** The same server if both listeners have one address. */
  readonly internalServer: Server;
  /** The file with the local operator's token, if there are no users yet (D12). */
  readonly operatorTokenFile: string | undefined;
  /** Signs in to the console once, on the first run. Absent if that is not allowed (D22). */
  readonly signInLink: Pick<SignInLink, 'issue'> | undefined;
  /** Makes the node not ready. It continues to answer. */
  stopping(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes the service. If a part is refused, closes those that are open. */
export async function compose(config: Config, overrides: Overrides = {}): Promise<Service> {
  const opened = createOpened();
  try {
    return { ...(await construct(config, overrides, opened)), [Symbol.asyncDispose]: opened.close };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function construct(config: Config, overrides: Overrides, opened: Opened) {
  const { now = systemClock, log = openLog(logOptionsOf(config)), bounds } = overrides;
  const { validatorOf = createValidators('first-use') } = overrides;
  const parts = { config, now, log, opened, dataFolder: makeDataFolder(config) };
  const opening = openAll({ ...overrides, ...parts });
  const [store, signingKeys, userKeys, tenantTokenKeys, importedTokens, tracing, brokers] = await opening;
  const { operatorToken, ...callers } = await createUsers(config, userKeys, { signingKeys, now });
  const signInLink = createSignInLink({ config, operatorToken, now });
  const tenantTokens = new JwtTenantTokens({ keys: tenantTokenKeys, leewaySeconds: config.clockLeewaySeconds, now });
  const listKeys = () => listOwnKeys(config);
  const space = () => readDiskSpace(dataFolderOf(config));
  const ofProcess = overrides.processMetrics ?? false;
  const metrics = openMetrics({ ...config, stats: store.stats, signingKeys: listKeys, space, now, ofProcess });
  const node = { id: newIds.change(), isShared: config.mongo.isSet, ttlSeconds: livesAtLeast(config) };
  const ports = { feed: store.feed, now, log, metrics: metrics.readers };
  const workflows = openWorkflows(parts, store, metrics);
  const rhythm = overrides.readerRhythm && { rhythm: overrides.readerRhythm };
  const ofInstallation = [...auditReaders(store.audit), ...workflows.readers, ...kickers(brokers, { ...store, log })];
  const readers = opened.add(openReaders({ ...node, ...ports, ...rhythm }, ofInstallation));
  const { send, sendToWebhook } = createWebhookSenders(parts, metrics, overrides.webhooks);
  const deps = createDeps(parts, {
    ...{ store, readers, signingKeys, importedTokens, tenantTokens, metrics, daily: workflows.daily, sendToWebhook },
  });
  startWebhooks(parts, { deps, store, readers, send, pollMs: overrides.readerRhythm?.pollMs });
  await startWork({ ...parts, keyReloadMs: overrides.keyReloadMs }, { store, signingKeys, listKeys, deps });
  let isStopping = false;
  const servers = openApis(deps, {
    ...{ config, log, metrics, tracing, ...callers, signInLink, bounds, validatorOf },
    ...{ store, audit: store.audit, search: store.search, feed: store.feed, revocations: readers.revocations },
    canSign: () => canSign(signingKeys),
    diagnose: createDiagnosis(config, store, { now, forwarders: () => deps.forwarders.list() }),
    oidc: createSignIn(config),
    listKeys,
    backup: store.backup?.bind(store),
    isStopping: () => isStopping,
  });
  const stopping = (): void => {
    isStopping = true;
    readers.revocations.close();
  };
  return { deps, store, log, operatorTokenFile: callers.operatorTokenFile, signInLink, stopping, ...servers };
}

interface Openers extends Overrides {
  readonly config: Config;
  readonly now: () => Date;
  readonly log: Logger;
  readonly opened: Opened;
  /** Resolves when the folder exists. */
  readonly dataFolder: Promise<unknown>;
}

/** Opens what settings name. Refuses with every faulty setting, not only with the first one. */
function openAll(parts: Openers) {
  const { config, now, log, opened, dataFolder } = parts;
  const report = (problem: string): void => void log.warn('store', { problem });
  const warn = (warning: string): void => void log.warn('settings', { warning });
  const options = { now, report, died: parts.storeDied ?? report };
  return allBySetting([
    dataFolder.then(() => parts.store ?? openStore(config, options)).then(opened.add),
    dataFolder.then(() => openOwnKeys(config, { warn, now })),
    openUserKeys(parts),
    readKeys('TENANT_TOKEN_KEYS', config.tenantTokenKeys),
    openImportedTokens(config),
    Promise.resolve(parts.tracing ?? openTracing(config)).then(opened.add),
    bySetting('BROKERS', readBrokers(config.brokersFile)),
  ]);
}

const makeDataFolder = (config: Config): Promise<unknown> =>
  bySetting(
    'DATA',
    Promise.resolve().then(() => makeFolder(dataFolderOf(config))),
  );
