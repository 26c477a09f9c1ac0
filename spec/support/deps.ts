// The dependencies of commands for their specs: the SQLite store in memory, real keys and tokens, a clock that stands still, ids
// that count, and all announced events.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyIdOf } from '../../src/domain/api-key.ts';
import { authSetId, changeId, decisionId, deviceId, tenantDeviceId, tokenId, webhookId } from '../../src/domain/ids.ts';
import type { Event } from '../../src/domain/event.ts';
import { createKeys } from '../../src/device-keys/device-key.ts';
import { DEFAULT_KEY_RULES } from '../../src/domain/names.ts';
import { createCheckIns } from '../../src/memory/check-ins.ts';
import type { Deps, Ids, Rules } from '../../src/service/deps.ts';
import { createForwarders } from '../../src/memory/forwarders.ts';
import { createLastAsked } from '../../src/memory/last-asked.ts';
import { dropOnWrite } from '../../src/memory/drop-on-write.ts';
import { createVerdicts } from '../../src/memory/verdicts.ts';
import { createNotes } from '../../src/memory/notes.ts';
import { createPurges } from '../../src/memory/purges.ts';
import { createOncePerDay, createOncePerHour } from '../../src/memory/once-per.ts';
import { createRefusals } from '../../src/memory/refusals.ts';
import { createStrangers, type StrangerOutcome } from '../../src/memory/strangers.ts';
import { createWaiting } from '../../src/memory/waiting.ts';
import { createDeviceTurns } from '../../src/memory/device-turns.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';
import { JoseTokens } from '../../src/tokens/own/device-tokens.ts';
import { generateSigningKey } from '../../src/tokens/own/key-rotation.ts';
import { openSigningKeys, type SigningKeys } from '../../src/tokens/own/signing-keys.ts';
import { JwtTenantTokens } from '../../src/tokens/foreign/tenant-tokens.ts';
import { openClock, type Clock } from './clock.ts';
import { watchedPort } from './stores/watched-store.ts';

/** The dependencies of commands on devices; specs of tenant devices and API keys have their own. */
export type DeviceDeps = Omit<
  Deps,
  | 'tenantDevices'
  | 'apiKeys'
  | 'tenantDeviceUses'
  | 'apiKeyUses'
  | 'wrongKeys'
  | 'tenantDeviceRules'
  | 'webhooks'
  | 'webhookRules'
  | 'sendToWebhook'
>;

export interface TestDeps {
  readonly deps: DeviceDeps;
  readonly store: Store;
  readonly clock: Clock;
  /** Announcements in order, each with its events. */
  readonly announced: (readonly Event[])[];
  /** The calls to the devices' port by name, in order. */
  readonly calls: string[];
  /** The pairs that spent the rate of pending pairs. There is always enough. */
  readonly spent: string[];
  /** The results for strangers, in order. */
  readonly strangers: readonly StrangerOutcome[];
  close(): Promise<void>;
}

export interface TestDepsOptions extends Partial<Rules> {
  /** The limit of every tenant without its own; unlimited if absent. */
  readonly limit?: number;
  /** The places of a tenant. */
  readonly maxPending?: number;
}

/** No token is given again, so that each request has a token of its own. */
const RULES: Rules = {
  ttlSeconds: 3600,
  maxPerAuthSet: 2,
  reusePercent: 0,
  trustedProxies: { has: () => false },
  orchestrated: false,
};

export async function openDeps({ limit = -1, maxPending = 10_000, ...rules }: TestDepsOptions = {}): Promise<TestDeps> {
  const clock = openClock();
  const { now } = clock;
  const store = await SqliteStore.open({ file: ':memory:', defaultLimit: limit, now });
  const announced: (readonly Event[])[] = [];
  const calls: string[] = [];
  const spent: string[] = [];
  const strangers: StrangerOutcome[] = [];
  const verdicts = createVerdicts({ trustMs: Infinity });
  const purges = createPurges(store.feed);
  const devices = watchedPort(dropOnWrite(store.devices, verdicts, purges), (name, work) => {
    calls.push(name);
    return work();
  });
  const deps: DeviceDeps = {
    devices,
    limits: store.limits,
    feed: store.feed,
    keys: createKeys(DEFAULT_KEY_RULES),
    tokens: new JoseTokens({ keys: await signingKeys(), issuer: 'Mender', audience: 'devauth' }),
    tenantTokens: new JwtTenantTokens({ keys: [], leewaySeconds: 60, now }),
    announce: (events) => void announced.push(events),
    verdicts,
    purges,
    checkIns: createCheckIns(devices),
    lastAsked: createLastAsked(),
    forwarders: createForwarders({ trusted: { has: () => false }, found: () => undefined }),
    turns: createDeviceTurns(),
    strangers: createStrangers({ maxPending, now, random: () => 0, count: (outcome) => strangers.push(outcome) }),
    waiting: createWaiting({ devices, maxPending, now }),
    asks: createNotes({ keyOf: ({ authSet }) => authSet, write: (notes) => devices.noteAsked(notes) }),
    refusals: createRefusals(devices, { keepsAddress: true }),
    oncePerDay: createOncePerDay(now),
    oncePerHour: createOncePerHour(now),
    countStranger: (outcome) => strangers.push(outcome),
    rates: { authRequest: (pair) => void spent.push(pair), management: () => undefined },
    ids: countingIds(),
    rules: { ...RULES, ...rules },
    now,
  };
  return { deps, store, clock, announced, calls, spent, strangers, close: () => store.close() };
}

/** 1, 2, 3 … in the last digits, so that an id shows its order, and in the form of real ids. */
function countingIds(): Ids {
  let given = 0;
  const uuid = (version: 4 | 7) => `00000000-0000-${version}000-8000-${String((given += 1)).padStart(12, '0')}`;
  return {
    device: () => deviceId(uuid(7)),
    authSet: () => authSetId(uuid(7)),
    token: () => tokenId(uuid(4)),
    change: () => changeId(uuid(7)),
    decision: () => decisionId(uuid(7)),
    tenantDevice: () => tenantDeviceId(uuid(7)),
    apiKey: () => keyIdOf(uuid(7)),
    webhook: () => webhookId(uuid(7)),
    secret: () => randomBytes(32),
  };
}

let made: Promise<SigningKeys> | undefined;

/** One key for all of a spec file, made in its run. */
function signingKeys(): Promise<SigningKeys> {
  made ??= makeSigningKeys();
  return made;
}

async function makeSigningKeys(): Promise<SigningKeys> {
  const path = mkdtempSync(join(tmpdir(), 'devauth-deps-'));
  try {
    await generateSigningKey(path, { alg: 'ES256', at: new Date(0) });
    return await openSigningKeys({ kind: 'folder', path });
  } finally {
    rmSync(path, { recursive: true });
  }
}
