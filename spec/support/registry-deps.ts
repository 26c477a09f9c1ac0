// What commands on named devices and machines' keys ask for, for their specs: a real store, a clock, real ids and secrets, and
// everything that was announced.
import { randomBytes, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { keyIdOf } from '../../src/domain/api-key.ts';
import { authSetId, changeId, deviceId, tenantDeviceId, tokenId } from '../../src/domain/device.ts';
import type { FleetEvent } from '../../src/domain/event.ts';
import type { Deps, RegistryRules } from '../../src/service/deps.ts';
import { openKeyUses } from '../../src/memory/key-uses.ts';
import { openWrongKeys } from '../../src/memory/wrong-keys.ts';
import { openClock, type Clock } from './clock.ts';
import { recordedStore } from './stores/recorded-store.ts';

export type RegistryDeps = Pick<
  Deps,
  'tenantDevices' | 'apiKeys' | 'keyUses' | 'wrongKeys' | 'registry' | 'events' | 'ids' | 'now'
>;

export interface TestRegistry {
  readonly deps: RegistryDeps;
  readonly clock: Clock;
  readonly announced: FleetEvent[];
  /** The calls to the ports by name, in order. */
  readonly calls: string[];
}

export async function openRegistry(rules: Partial<RegistryRules> = {}): Promise<TestRegistry> {
  const clock = openClock();
  const calls: string[] = [];
  const announced: FleetEvent[] = [];
  const store = await recordedStore(calls);
  return { deps: registryDeps(store, { clock, announced, rules }), clock, announced, calls };
}

export function registryDeps(
  store: Pick<Deps, 'tenantDevices' | 'apiKeys'>,
  { clock, announced, rules }: { clock: Clock; announced: FleetEvent[]; rules: Partial<RegistryRules> },
): RegistryDeps {
  const { now } = clock;
  return {
    tenantDevices: store.tenantDevices,
    apiKeys: store.apiKeys,
    keyUses: openKeyUses(store),
    wrongKeys: openWrongKeys(10, now),
    registry: {
      cap: 10_000,
      settingDefaults: { crewCheckLogoUrl: 'https://example.com/logo.png' },
      publicUrl: 'https://devices.example.com',
      ...rules,
    },
    events: { happened: (events) => void announced.push(...events) },
    ids: {
      device: () => deviceId(uuidv7()),
      authSet: () => authSetId(uuidv7()),
      token: () => tokenId(randomUUID()),
      change: () => changeId(uuidv7()),
      tenantDevice: () => tenantDeviceId(uuidv7()),
      apiKey: () => keyIdOf(uuidv7()),
      secret: () => randomBytes(32),
    },
    now,
  };
}
