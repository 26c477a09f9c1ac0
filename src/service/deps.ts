// What a command may ask for. A command takes the part it uses: `Pick<Deps, 'devices' | 'events'>`.
import type { AuthSetId, ChangeId, DeviceId, TokenId } from '../domain/device.ts';
import type { LastSeen } from '../domain/first-contact.ts';
import type { TokenRules } from '../domain/token.ts';
import type { Events } from '../events.ts';
import type { Keys } from '../keys/keys.ts';
import type { Devices, Limits } from '../store/store.ts';
import type { TenantTokens, Tokens } from '../tokens/tokens.ts';
import type { CheckIns } from './check-ins.ts';

export interface Ids {
  /** UUIDv7 (D13). */
  device(): DeviceId;
  /** UUIDv7 (D13). */
  authSet(): AuthSetId;
  /** UUIDv4 (D3). */
  token(): TokenId;
  /** UUIDv7, so that what is made later sorts later. */
  change(): ChangeId;
}

/** Remembers, on this node and within bounds, when a waiting auth set last asked: such a request writes nothing (D1). */
export interface Sightings {
  note(set: AuthSetId, at: Date): void;
  readonly lastSeen: LastSeen;
}

export interface Rules extends TokenRules {
  /** Whether a decommissioned device waits for an orchestrator to end it (D1a). */
  readonly orchestrated: boolean;
}

export interface Deps {
  readonly devices: Devices;
  readonly limits: Limits;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly tenantTokens: TenantTokens;
  readonly events: Events;
  readonly checkIns: CheckIns;
  readonly sightings: Sightings;
  readonly ids: Ids;
  readonly rules: Rules;
  now(): Date;
}
