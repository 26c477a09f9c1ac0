// THE composition root: every adapter is named here and nowhere else, in the order in which things start. They stop in reverse.
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { Logger } from 'winston';
import { isLoopback, WrongSettings, type Config } from './config.ts';
import { authSetId, changeId, deviceId, tokenId } from './domain/device.ts';
import { openEvents } from './events.ts';
import { openApis } from './http/apis.ts';
import { openKeys } from './keys/device-key.ts';
import { openLog } from './log.ts';
import { openCheckIns } from './service/check-ins.ts';
import { endOverdue } from './service/decommission.ts';
import type { Deps, Ids } from './service/deps.ts';
import { openSightings } from './service/sightings.ts';
import { SqliteStore } from './store/sqlite/sqlite-store.ts';
import type { Store } from './store/store.ts';
import { JoseTokens } from './tokens/jose-tokens.ts';
import { openJwks } from './tokens/jwks.ts';
import { generateSigningKey, listSigningKeys } from './tokens/key-rotation.ts';
import { openLocalOperator } from './tokens/local-operator.ts';
import { openSigningKeys, type SigningKeys } from './tokens/signing-keys.ts';
import { JwtTenantTokens } from './tokens/tenant-tokens.ts';
import { fixedUserKeys, JwtUsers, type UserKeySource } from './tokens/users.ts';
import { importVerificationKey, readVerificationKey } from './tokens/verification-keys.ts';

/** What a test may put in the place of the real thing. */
export interface Overrides {
  readonly now?: () => Date;
  readonly log?: Logger;
  readonly store?: Store;
  /** An answer that its document does not have becomes a 500. */
  readonly validateResponses?: boolean;
}

export interface Service {
  readonly deps: Deps;
  readonly store: Store;
  readonly log: Logger;
  readonly publicServer: Server;
  /** The same server where both listeners have one address. */
  readonly internalServer: Server;
  /** The file with the local operator's token, where there are no users yet (D12). */
  readonly operatorTokenFile: string | undefined;
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

  const store = overrides.store ?? (await openStore(config, dataDir));
  disposers.push(() => store.close());
  const signingKeys = await openOwnKeys(config, dataDir, now);
  disposers.push(
    every(10 * SECOND, log, async () => {
      await signingKeys.reload();
    }),
  );
  const tokens = new JoseTokens({ keys: signingKeys, issuer: config.issuer, audience: config.audience, now });
  const { users, operatorTokenFile } = await openUsers({ config, dataDir, signingKeys, now, log, disposers });
  const tenantTokens = new JwtTenantTokens({
    keys: await Promise.all(config.tenantTokenKeys.map(readVerificationKey)),
    now,
  });
  const checkIns = openCheckIns(store.devices);
  disposers.push(() => checkIns.flush());
  disposers.push(every(60 * SECOND, log, () => checkIns.flush()));

  const deps: Deps = {
    devices: store.devices,
    limits: store.limits,
    keys: openKeys({ minRsaBits: config.minRsaBits, types: config.keyTypes }),
    tokens,
    tenantTokens,
    events: openEvents(log),
    checkIns,
    sightings: openSightings(),
    ids: newIds,
    rules: {
      ttlSeconds: config.tokenTtlSeconds,
      maxPerAuthSet: config.tokensPerAuthSet,
      orchestrated: config.orchestrator !== '',
    },
    now,
  };
  const overdue = (): Date => new Date(now().getTime() - config.decommissionSeconds * SECOND);
  disposers.push(every(60 * SECOND, log, () => endOverdue(deps, overdue())));

  const servers = await openApis(deps, {
    config,
    store,
    users,
    log,
    validateResponses: overrides.validateResponses ?? false,
  });
  return { deps, store, log, operatorTokenFile, ...servers };
}

const openStore = (config: Config, dataDir: string): Promise<Store> =>
  SqliteStore.open({ file: join(dataDir, 'devauth.db'), defaultLimit: config.maxDevices });

/** On the embedded store the first start makes a key (D9). */
async function openOwnKeys(config: Config, dataDir: string, now: () => Date): Promise<SigningKeys> {
  if (config.serverKeyPath !== '') return openSigningKeys({ kind: 'file', path: resolve(config.serverKeyPath) });
  const folder = config.keysDir === '' ? join(dataDir, 'keys') : resolve(config.keysDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entries = await listSigningKeys(folder);
  if (entries.length === 0) await generateSigningKey(folder, { alg: 'ES256', at: now() });
  return openSigningKeys({ kind: 'folder', path: folder });
}

interface UserParts {
  readonly config: Config;
  readonly dataDir: string;
  readonly signingKeys: SigningKeys;
  readonly now: () => Date;
  readonly log: Logger;
  readonly disposers: (() => void)[];
}

/** Who may manage (D12): the configured users, or on the first run of an installation nobody else reaches, a local operator. */
async function openUsers(parts: UserParts): Promise<{ users: JwtUsers; operatorTokenFile: string | undefined }> {
  const { config, signingKeys, now } = parts;
  const sources = await userKeySources(parts);
  const rules = {
    issuer: config.userIssuer || undefined,
    audience: config.userAudience || undefined,
    userClaim: config.userClaim,
    tenantClaim: config.userTenantClaim,
    isDeviceKey: (kid: string) => signingKeys.isOurs(kid),
    now,
  };
  if (sources.length > 0) return { users: new JwtUsers({ ...rules, sources }), operatorTokenFile: undefined };
  if (![config.listen, config.internalListen].every(({ host }) => isLoopback(host))) {
    throw new WrongSettings([
      'DEVICEAUTH_USER_KEYS or DEVICEAUTH_USER_JWKS_URL must say whose tokens may manage: others reach this address',
    ]);
  }
  const operator = await openLocalOperator(parts.dataDir, now);
  const key = await importVerificationKey(operator.publicKeyPem, 'operator.pem');
  const users = new JwtUsers({ ...rules, issuer: undefined, audience: undefined, sources: [fixedUserKeys([key])] });
  return { users, operatorTokenFile: operator.tokenFile };
}

async function userKeySources({ config, log, disposers }: UserParts): Promise<UserKeySource[]> {
  const sources: UserKeySource[] = [];
  if (config.userKeys.length > 0)
    sources.push(fixedUserKeys(await Promise.all(config.userKeys.map(readVerificationKey))));
  if (config.userJwksUrl !== '') {
    const jwks = await openJwks({
      url: new URL(config.userJwksUrl),
      elapsedMs: () => performance.now(),
      every: (interval, work) => every(interval, log, work),
      report: (problem) => log.warn('user_jwks', { problem }),
    });
    disposers.push(() => jwks.close());
    sources.push(jwks);
  }
  return sources;
}

const newIds: Ids = {
  device: () => deviceId(uuidv7()),
  authSet: () => authSetId(uuidv7()),
  token: () => tokenId(randomUUID()),
  change: () => changeId(uuidv7()),
};

/** Again and again, never twice at once; what fails is logged and tried again. Answers how to stop. */
function every(intervalMs: number, log: Logger, work: () => void | Promise<void>): () => void {
  let busy = false;
  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      await work();
    } catch (error) {
      log.warn('background', { error: error instanceof Error ? error.message : 'not an Error' });
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void run(), intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
