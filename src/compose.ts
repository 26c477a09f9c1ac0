// THE composition root: every adapter is named here and nowhere else, in the order in which things start. They stop in reverse.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import { resolve } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { Logger } from 'winston';
import { keysFolderOf, sqliteFileOf, type Config } from './config.ts';
import { keyIdOf } from './domain/api-key.ts';
import { authSetId, changeId, deviceId, tokenId } from './domain/device.ts';
import { tenantDeviceId } from './domain/tenant-device.ts';
import { openEvents } from './events.ts';
import { openMetrics } from './metrics.ts';
import { openApis } from './http/apis.ts';
import type { ListenerBounds } from './http/listener.ts';
import { openRates } from './http/rate-limits.ts';
import { openKeys } from './keys/device-key.ts';
import { openLog } from './log.ts';
import { openUsers } from './open-users.ts';
import { every } from './background.ts';
import { openCheckIns } from './service/check-ins.ts';
import { endOverdue } from './service/decommission.ts';
import type { Deps, Ids } from './service/deps.ts';
import { openKeyUses } from './service/key-uses.ts';
import { diagnose, type ExaminedKey } from './service/diagnose.ts';
import { openSightings } from './service/sightings.ts';
import { openTurns } from './service/turns.ts';
import { openWrongKeys } from './service/wrong-keys.ts';
import type { Tracing } from './tracing.ts';
import type { OperatedStore } from './store/figures.ts';
import { MongoStore } from './store/mongo/mongo-store.ts';
import { SqliteStore } from './store/sqlite/sqlite-store.ts';
import { JoseTokens } from './tokens/jose-tokens.ts';
import { generateSigningKey, listSigningKeys } from './tokens/key-rotation.ts';
import { readSigningKey } from './tokens/signing-key.ts';
import { openSigningKeys, type SigningKeys } from './tokens/signing-keys.ts';
import { JwtTenantTokens } from './tokens/tenant-tokens.ts';
import { readVerificationKey } from './tokens/verification-keys.ts';

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

async function build(
  config: Config,
  overrides: Overrides,
  disposers: (() => void | Promise<void>)[],
): Promise<Omit<Service, typeof Symbol.asyncDispose>> {
  const { now = () => new Date(), log = openLog(config.logLevel) } = overrides;
  const dataDir = resolve(config.dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });

  const store = overrides.store ?? (await openStore(config, now, log));
  disposers.push(() => store.close());
  const signingKeys = await openOwnKeys(config, now);
  disposers.push(
    every(10 * SECOND, log, async () => {
      const { problem } = await signingKeys.reload();
      if (problem !== undefined) log.warn('signing_keys', { problem });
    }),
  );
  const keyEntries = () => signingKeyEntries(config);
  const metrics = openMetrics({
    figures: store.figures,
    signingKeys: keyEntries,
    now,
    ofProcess: overrides.processMetrics ?? false,
  });
  const tokens = new JoseTokens({ keys: signingKeys, issuer: config.issuer, audience: config.audience, now });
  const { users, tenantUsers, operatorTokenFile } = await openUsers({
    config,
    dataDir,
    signingKeys,
    now,
    log,
    disposers,
  });
  const tenantTokens = new JwtTenantTokens({
    keys: await Promise.all(config.tenantTokenKeys.map(readVerificationKey)),
    now,
  });
  const keyUses = openKeyUses(store);
  disposers.push(() => keyUses.flush());
  disposers.push(every(60 * SECOND, log, () => keyUses.flush()));
  const checkIns = openCheckIns(store.devices);
  disposers.push(() => checkIns.flush());
  disposers.push(every(60 * SECOND, log, () => checkIns.flush()));

  const deps: Deps = {
    devices: store.devices,
    limits: store.limits,
    keys: openKeys({ minRsaBits: config.minRsaBits, types: config.keyTypes }),
    tokens,
    tenantTokens,
    events: openEvents(log, metrics),
    checkIns,
    sightings: openSightings(),
    turns: openTurns(),
    rates: openRates(config),
    tenantDevices: store.tenantDevices,
    apiKeys: store.apiKeys,
    keyUses,
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
  const overdue = (): Date => new Date(now().getTime() - config.decommissionSeconds * SECOND);
  disposers.push(every(60 * SECOND, log, () => endOverdue(deps, overdue())));

  let isStopping = false;
  const { figures } = store;
  const ping = (): Promise<void> => store.ping();
  const servers = await openApis(deps, {
    config,
    store,
    users,
    tenantUsers,
    log,
    metrics,
    tracing: overrides.tracing,
    canSign: () => canSign(signingKeys),
    isStopping: () => isStopping,
    diagnose: () => diagnose({ figures, ping, signingKeys: keyEntries, tokenTtlSeconds: config.tokenTtlSeconds, now }),
    backup: store.backup?.bind(store),
    validateResponses: overrides.validateResponses ?? false,
    bounds: overrides.bounds,
  });
  const stopping = (): void => {
    isStopping = true;
  };
  return { deps, store, log, operatorTokenFile, stopping, ...servers };
}

/** MongoDB where its address is set, the embedded store otherwise (D5). */
export function openStore(config: Config, now: () => Date, log: Logger): Promise<OperatedStore> {
  const defaultLimit = config.maxDevices;
  if (!config.mongo.isSet) {
    return SqliteStore.open({ file: sqliteFileOf(config), defaultLimit, now });
  }
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
