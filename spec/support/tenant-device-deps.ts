// The dependencies of commands on tenant devices and API keys for their specs: a real store, a clock, real ids and secrets, and all
// announced events.
import { randomBytes, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { keyIdOf } from '../../src/domain/api-key.ts';
import { authSetId, changeId, decisionId, deviceId, tenantDeviceId, tokenId, webhookId } from '../../src/domain/ids.ts';
import type { Event } from '../../src/domain/event.ts';
import type { Deps, TenantDeviceRules } from '../../src/service/deps.ts';
import { createNotes } from '../../src/memory/notes.ts';
import { createWrongKeys } from '../../src/memory/wrong-keys.ts';
import { openClock, type Clock } from './clock.ts';
import { openWatchedStore } from './stores/watched-store.ts';

export type TenantAppDeps = Pick<
  Deps,
  | 'tenantDevices'
  | 'apiKeys'
  | 'tenantDeviceUses'
  | 'apiKeyUses'
  | 'wrongKeys'
  | 'tenantDeviceRules'
  | 'announce'
  | 'ids'
  | 'now'
>;

export interface TestTenantApp {
  readonly deps: TenantAppDeps;
  readonly clock: Clock;
  readonly announced: Event[];
  /** The calls to the ports by name, in order. */
  readonly calls: string[];
}

export async function openTenantApp(rules: Partial<TenantDeviceRules> = {}): Promise<TestTenantApp> {
  const clock = openClock();
  const announced: Event[] = [];
  const { store, calls } = await openWatchedStore();
  return { deps: tenantAppDeps(store, { clock, announced, rules }), clock, announced, calls };
}

export function tenantAppDeps(
  store: Pick<Deps, 'tenantDevices' | 'apiKeys'>,
  { clock, announced, rules }: { clock: Clock; announced: Event[]; rules: Partial<TenantDeviceRules> },
): TenantAppDeps {
  const { now } = clock;
  return {
    tenantDevices: store.tenantDevices,
    apiKeys: store.apiKeys,
    tenantDeviceUses: createNotes({ keyOf: ({ id }) => id, write: (notes) => store.tenantDevices.noteUses(notes) }),
    apiKeyUses: createNotes({ keyOf: ({ id }) => id, write: (notes) => store.apiKeys.noteUses(notes) }),
    wrongKeys: createWrongKeys(10, now),
    tenantDeviceRules: {
      cap: 10_000,
      settingDefaults: { crewCheckLogoUrl: 'https://example.com/logo.png' },
      publicUrl: 'https://devices.example.com',
      ...rules,
    },
    announce: (events) => void announced.push(...events),
    ids: {
      device: () => deviceId(uuidv7()),
      authSet: () => authSetId(uuidv7()),
      token: () => tokenId(randomUUID()),
      change: () => changeId(uuidv7()),
      decision: () => decisionId(uuidv7()),
      tenantDevice: () => tenantDeviceId(uuidv7()),
      apiKey: () => keyIdOf(uuidv7()),
      webhook: () => webhookId(uuidv7()),
      secret: () => randomBytes(32),
    },
    now,
  };
}
