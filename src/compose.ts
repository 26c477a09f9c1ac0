// THE composition root: every adapter is named here and nowhere else, in the order in which things start. They stop in reverse.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import { resolve } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { Logger } from 'winston';
import { keysFolderOf, sqliteFileOf, type Config } from './config/settings.ts';
import { keyIdOf } from './domain/api-key.ts';
import { systemClock } from './time/clock.ts';
import { authSetId, changeId, deviceId, tenantDeviceId, tokenId } from './domain/device.ts';
import { openEvents } from './observe/announce.ts';
import { openMetrics } from './observe/metrics.ts';
import { openApis } from './http/apis.ts';
import type { ListenerBounds } from './http/server/listener.ts';
import { openRates } from './memory/rate-limits.ts';
import { openKeys } from './device-keys/device-key.ts';
import { openLog } from './observe/log.ts';
import { openUsers } from './compose-users.ts';
import { every } from './time/every.ts';
import { openCheckIns } from './memory/check-ins.ts';
import { endOverdue } from './service/fleet/decommission.ts';
import type { Deps, Ids } from './service/deps.ts';
import { openKeyUses } from './memory/key-uses.ts';
import { diagnose, type ExaminedKey } from './service/diagnose.ts';
import { openSightings } from './memory/last-asked.ts';
import { openDeviceTurns } from './memory/device-turns.ts';
import { openWrongKeys } from './memory/wrong-keys.ts';
import type { Tracing } from './observe/tracing.ts';
import type { OperatedStore } from './store/stats.ts';
import { SqliteStore } from './store/sqlite/store.ts';
import { JoseTokens } from './tokens/own/device-tokens.ts';
import { generateSigningKey, listSigningKeys } from './tokens/own/key-rotation.ts';
import { readSigningKey } from './tokens/own/signing-key.ts';
import { openSigningKeys, type SigningKeys } from './tokens/own/signing-keys.ts';
import { JwtTenantTokens } from './tokens/foreign/tenant-tokens.ts';
import { readVerificationKey } from './tokens/foreign/verification-keys.ts';

/** What a test may put in the place of the real thing. */
export interface Overrides {
  readonly now?: () => Date;
  readonly log?: Logger;
  readonly store?: OperatedStore;
  /** Memory, event loop and garbage among the figures: once in a process. */
  readonly processMetrics?: boolean;
  readonly tracing?: Tracing;
  /** An answer that its document does not have becomes a 500. */
  readonly validateResponses?: boolean;
  /** For specs that meet them. */
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
  /** The node is not ready from here on, and goes on answering. */
  stopping(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** What happened stays in the feed for a week, and as long as a token that it may be about (D11). */
const FEED_SECONDS = 7 * 24 * 3600;

export async function compose(config: Config, overrides: Overrides = {}): Promise<Service> {
  const disposers: (() => void | Promise<void>)[] = [];
  const dispose = async (): Promise<void> => {
    for (const step of disposers.splice(0).reverse()) await step();
  };
  try {
    const service = await build(config, overrides, disposers);
    return { ...service, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** What everything is built with. */
interface Parts {
  readonly config: Config;
  readonly overrides: Overrides;
  readonly now: () => Date;
  readonly log: Logger;
  /** What has to be let go of, in the order in which it was opened. */
  readonly disposers: (() => void | Promise<void>)[];
}

async function build(
  config: Config,
  overrides: Overrides,
  disposers: Parts['disposers'],
): Promise<Omit<Service, typeof Symbol.asyncDispose>> {
  const { now = systemClock, log = openLog(config.logLevel) } = overrides;
  const parts: Parts = { config, overrides, now, log, disposers };
  const adapters = await openAdapters(parts);
  const deps = depsOf(parts, adapters);
  startBackground(parts, adapters, deps);
  let isStopping = false;
  const servers = await openApis(deps, { ...apiPartsOf(parts, adapters), isStopping: () => isStopping });
  const stopping = (): void => {
    isStopping = true;
  };
  return { deps, store: adapters.store, log, operatorTokenFile: adapters.operatorTokenFile, stopping, ...servers };
}

/** Where devices live, the keys and the users: what can fail at a start, and is looked at in this order. */
async function openAdapters(parts: Parts) {
  const { config, overrides, now, log, disposers } = parts;
  const dataDir = resolve(config.dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const store = overrides.store ?? (await openStore(config, now, log));
  disposers.push(() => store.close());
  const signingKeys = await openOwnKeys(config, now);
  const users = await openUsers({ config, dataDir, signingKeys, now, log, disposers });
  const keys = await Promise.all(config.tenantTokenKeys.map(readVerificationKey));
  const keyEntries = () => signingKeyEntries(config);
  const ofProcess = overrides.processMetrics ?? false;
  const metrics = openMetrics({ figures: store.figures, signingKeys: keyEntries, now, ofProcess });
  return { store, signingKeys, keyEntries, metrics, tenantTokens: new JwtTenantTokens({ keys, now }), ...users };
}

type Adapters = Awaited<ReturnType<typeof openAdapters>>;

function depsOf({ config, now, log }: Parts, { store, signingKeys, tenantTokens, metrics }: Adapters): Deps {
  return {
    devices: store.devices,
    limits: store.limits,
    keys: openKeys({ minRsaBits: config.minRsaBits, types: config.keyTypes }),
    tokens: new JoseTokens({ keys: signingKeys, issuer: config.issuer, audience: config.audience, now }),
    tenantTokens,
    events: openEvents(log, metrics),
    checkIns: openCheckIns(store.devices),
    sightings: openSightings(),
    turns: openDeviceTurns(),
    rates: openRates(config),
    tenantDevices: store.tenantDevices,
    apiKeys: store.apiKeys,
    keyUses: openKeyUses(store),
    wrongKeys: openWrongKeys(config.wrongKeysPerSecond, now),
    registry: {
      cap: config.maxTenantDevices,
      settingDefaults: config,
      publicUrl: config.publicUrl || urlOf(config.listen),
    },
    ids: newIds,
    rules: {
      ttlSeconds: config.tokenTtlSeconds,
      maxPerAuthSet: config.tokensPerAuthSet,
      maxPending: config.maxPending,
      orchestrated: config.orchestrator !== '',
    },
    now,
  };
}

/** What goes on by itself; what is in memory only is written once more at the end. */
function startBackground({ config, now, log, disposers }: Parts, { store, signingKeys }: Adapters, deps: Deps): void {
  const { checkIns, keyUses } = deps;
  const ago = (seconds: number): Date => new Date(now().getTime() - seconds * SECOND);
  const kept = Math.max(FEED_SECONDS, config.tokenTtlSeconds);
  disposers.push(
    () => keyUses.flush(),
    () => checkIns.flush(),
    every(60 * SECOND, log, () => keyUses.flush()),
    every(60 * SECOND, log, () => checkIns.flush()),
    every(60 * SECOND, log, () => endOverdue(deps, ago(config.decommissionSeconds))),
    every(HOUR, log, () => store.feed.prune(ago(kept))),
    every(10 * SECOND, log, async () => {
      const { problem } = await signingKeys.reload();
      if (problem !== undefined) log.warn('signing_keys', { problem });
    }),
  );
}

function apiPartsOf({ config, overrides, now, log }: Parts, adapters: Adapters) {
  const { store, signingKeys, keyEntries, metrics, users, tenantUsers } = adapters;
  const ping = (): Promise<void> => store.ping();
  const examined = { figures: store.figures, ping, signingKeys: keyEntries, now };
  return {
    config,
    store,
    users,
    tenantUsers,
    log,
    metrics,
    tracing: overrides.tracing,
    canSign: () => canSign(signingKeys),
    diagnose: () => diagnose({ ...examined, tokenTtlSeconds: config.tokenTtlSeconds }),
    backup: store.backup?.bind(store),
    validateResponses: overrides.validateResponses ?? false,
    bounds: overrides.bounds,
  };
}

/** MongoDB where its address is set, the embedded store otherwise (D5), which does without the weight of the driver. */
export async function openStore(config: Config, now: () => Date, log: Logger): Promise<OperatedStore> {
  const defaultLimit = config.maxDevices;
  if (!config.mongo.isSet) {
    return SqliteStore.open({ file: sqliteFileOf(config), defaultLimit, now });
  }
  const { MongoStore } = await import('./store/mongo/store.ts');
  return MongoStore.open({
    uri: config.mongo.reveal(),
    username: config.mongoUsername,
    ...(config.mongoPassword.isSet && { password: config.mongoPassword.reveal() }),
    tls: config.mongoSsl,
    tlsSkipVerify: config.mongoSkipVerify,
    database: config.mongoDatabase,
    defaultLimit,
    tokenReads: config.verifyRead,
    now,
    log: (problem) => log.warn('store', { problem }),
  });
}

/** On the embedded store the first start makes a key; on MongoDB each node would make its own, and none does (D9). */
async function openOwnKeys(config: Config, now: () => Date): Promise<SigningKeys> {
  if (config.serverKeyPath !== '') return openSigningKeys({ kind: 'file', path: resolve(config.serverKeyPath) });
  const folder = keysFolderOf(config);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const isNew = (await listSigningKeys(folder)).length === 0;
  if (isNew && !config.mongo.isSet) await generateSigningKey(folder, { alg: config.newKeyAlgorithm, at: now() });
  return openSigningKeys({ kind: 'folder', path: folder });
}

/** Every signing key, with its state and since when, as the files say now. */
export async function signingKeyEntries(config: Config): Promise<readonly ExaminedKey[]> {
  if (config.serverKeyPath === '') return listSigningKeys(keysFolderOf(config));
  const { key, since } = await readSigningKey(resolve(config.serverKeyPath));
  return [{ kid: key.kid, state: 'active', since }];
}

function canSign(keys: SigningKeys): boolean {
  try {
    return keys.getActive().kid !== '';
  } catch {
    return false;
  }
}

const urlOf = ({ host, port }: Config['listen']): string =>
  `http://${host.includes(':') ? `[${host}]` : host || '127.0.0.1'}:${port}`;

const newIds: Ids = {
  device: () => deviceId(uuidv7()),
  authSet: () => authSetId(uuidv7()),
  token: () => tokenId(randomUUID()),
  change: () => changeId(uuidv7()),
  tenantDevice: () => tenantDeviceId(uuidv7()),
  apiKey: () => keyIdOf(uuidv7()),
  secret: () => randomBytes(32),
};
