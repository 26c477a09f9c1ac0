// The dependencies of commands, made of the adapters. Nothing is opened here, so nothing has to be closed.
import { randomBytes, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Logger } from 'winston';
import { publicUrlOf } from '../config/places.ts';
import type { Config } from '../config/settings.ts';
import { createKeys } from '../device-keys/device-key.ts';
import { keyIdOf } from '../domain/api-key.ts';
import { authSetId, changeId, decisionId, deviceId, tenantDeviceId, tokenId, webhookId } from '../domain/ids.ts';
import type { SendToWebhook } from '../domain/webhook-message.ts';
import { createCheckIns } from '../memory/check-ins.ts';
import type { DailyCheckIns } from '../memory/daily-check-ins.ts';
import { createDeviceTurns } from '../memory/device-turns.ts';
import { dropOnWrite } from '../memory/drop-on-write.ts';
import { createForwarders } from '../memory/forwarders.ts';
import { createLastAsked } from '../memory/last-asked.ts';
import { createNotes } from '../memory/notes.ts';
import { createOncePerDay, createOncePerHour } from '../memory/once-per.ts';
import { createPurges } from '../memory/purges.ts';
import { createRates } from '../memory/rate-limits.ts';
import { createRefusals } from '../memory/refusals.ts';
import { createStrangers } from '../memory/strangers.ts';
import { createVerdicts } from '../memory/verdicts.ts';
import { createWaiting } from '../memory/waiting.ts';
import { createWrongKeys } from '../memory/wrong-keys.ts';
import { createAnnounce } from '../observe/announce.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Readers } from '../readers/readers.ts';
import type { Deps, Ids, Rules, WebhookRules } from '../service/deps.ts';
import { untrustedProxy } from '../service/diagnose.ts';
import type { OperatedStore } from '../store/stats.ts';
import { JoseTokens } from '../tokens/own/device-tokens.ts';
import type { SigningKeys } from '../tokens/own/signing-keys.ts';
import type { FindSigner, TenantTokens } from '../tokens/tokens.ts';
import { rememberedTokens } from './room.ts';

interface DepsParts {
  readonly config: Config;
  readonly now: () => Date;
  readonly log: Logger;
}

interface DepsAdapters {
  readonly store: OperatedStore;
  readonly readers: Readers;
  readonly signingKeys: SigningKeys;
  readonly importedTokens: FindSigner | undefined;
  readonly tenantTokens: TenantTokens;
  readonly metrics: Metrics;
  readonly sendToWebhook: SendToWebhook;
  /** Given if a workflow server gets check-ins. */
  readonly daily: DailyCheckIns | undefined;
}

export function createDeps({ config, now, log }: DepsParts, adapters: DepsAdapters): Deps {
  const { store, readers, signingKeys, importedTokens, tenantTokens, metrics, daily, sendToWebhook } = adapters;
  const remembers = rememberedTokens();
  const verdicts = createVerdicts({ trustMs: store.tokenTrustMs, max: remembers });
  const purges = createPurges(store.feed);
  return {
    devices: dropOnWrite(store.devices, verdicts, purges),
    limits: store.limits,
    feed: store.feed,
    keys: createKeys({ minRsaBits: config.minRsaBits, types: config.keyTypes }),
    tokens: new JoseTokens({
      ...{ keys: signingKeys, imported: importedTokens, issuer: config.issuer, audience: config.audience, remembers },
    }),
    tenantTokens,
    announce: createAnnounce(log, metrics, () => readers.wake()),
    verdicts,
    purges,
    checkIns: createCheckIns(store.devices, daily),
    lastAsked: createLastAsked(),
    forwarders: createForwarders({
      trusted: config.trustedProxies,
      found: (peer) => log.warn('settings', { warning: untrustedProxy(peer) }),
    }),
    turns: createDeviceTurns(),
    strangers: createStrangers({ maxPending: config.maxPending, now, random: Math.random, count: metrics.stranger }),
    waiting: createWaiting({ devices: store.devices, maxPending: config.maxPending, now }),
    asks: createNotes({ keyOf: ({ authSet }) => authSet, write: (notes) => store.devices.noteAsked(notes) }),
    refusals: createRefusals(store.devices, { keepsAddress: config.refusalAddresses }),
    oncePerDay: createOncePerDay(now),
    oncePerHour: createOncePerHour(now),
    countStranger: metrics.stranger,
    rates: createRates({ ...config, now, countRefused: metrics.rateLimited }),
    tenantDevices: store.tenantDevices,
    apiKeys: store.apiKeys,
    tenantDeviceUses: createNotes({ keyOf: ({ id }) => id, write: (notes) => store.tenantDevices.noteUses(notes) }),
    apiKeyUses: createNotes({ keyOf: ({ id }) => id, write: (notes) => store.apiKeys.noteUses(notes) }),
    wrongKeys: createWrongKeys(config.wrongKeysPerSecond, now),
    tenantDeviceRules: { cap: config.maxTenantDevices, settingDefaults: config, publicUrl: publicUrlOf(config) },
    webhooks: store.webhooks,
    webhookRules: webhookRulesOf(config),
    sendToWebhook,
    ids: newIds,
    rules: rulesOf(config),
    now,
  };
}

const rulesOf = (config: Config): Rules => ({
  ttlSeconds: config.tokenTtlSeconds,
  maxPerAuthSet: config.tokensPerAuthSet,
  reusePercent: config.tokenReusePercent,
  trustedProxies: config.trustedProxies,
  orchestrated: config.orchestrator !== '',
});

const webhookRulesOf = (config: Config): WebhookRules => ({
  cap: config.webhooksPerTenant,
  allowsPrivate: config.webhooksPrivate,
  source: publicUrlOf(config),
});

export const newIds: Ids = {
  device: () => deviceId(uuidv7()),
  authSet: () => authSetId(uuidv7()),
  token: () => tokenId(randomUUID()),
  change: () => changeId(uuidv7()),
  decision: () => decisionId(uuidv7()),
  tenantDevice: () => tenantDeviceId(uuidv7()),
  apiKey: () => keyIdOf(uuidv7()),
  webhook: () => webhookId(uuidv7()),
  secret: () => randomBytes(32),
};
