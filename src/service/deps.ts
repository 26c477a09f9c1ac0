// What a command may ask for. A command takes the part it uses: `Pick<Deps, 'devices' | 'announce'>`.
import type { ApiKeyId, AuthSetId, ChangeId, DeviceId, TenantDeviceId, TokenId } from '../domain/ids.ts';
import type { SettingDefaults } from '../domain/device-types.ts';
import type { TokenRules } from '../domain/token.ts';
import type { Announce } from '../observe/announce.ts';
import type { Keys } from '../device-keys/keys.ts';
import type { ApiKeys, Devices, KeyUse, Limits, TenantDevices } from '../store/store.ts';
import type { TenantTokens, Tokens } from '../tokens/tokens.ts';
import type { Turns } from '../time/turns.ts';
import type { CheckIns } from '../memory/check-ins.ts';
import type { Verdicts } from '../memory/verdicts.ts';
import type { LastAsked } from '../memory/last-asked.ts';
import type { Notes } from '../memory/notes.ts';
import type { Rates } from '../memory/rate-limits.ts';
import type { WrongKeys } from '../memory/wrong-keys.ts';

export interface Ids {
  /** UUIDv7 (D13). */
  device(): DeviceId;
  /** UUIDv7 (D13). */
  authSet(): AuthSetId;
  /** UUIDv4 (D3). */
  token(): TokenId;
  /** UUIDv7, so that what is made later sorts later. */
  change(): ChangeId;
  /** UUIDv7 (D13). */
  tenantDevice(): TenantDeviceId;
  /** A UUIDv7 without its dashes. */
  apiKey(): ApiKeyId;
  /** 32 random bytes. */
  secret(): Uint8Array;
}

export interface Rules extends TokenRules {
  /** How many devices of a tenant may wait as pending: whoever can sign can make one. */
  readonly maxPending: number;
  /** Whether a decommissioned device waits for an orchestrator to end it (D1a). */
  readonly orchestrated: boolean;
}

/** What tenant devices and keys go by. */
export interface TenantDeviceRules {
  /** How many devices a tenant may have. */
  readonly cap: number;
  readonly settingDefaults: SettingDefaults;
  /** The base address that devices should call. */
  readonly publicUrl: string;
}

export interface Deps {
  readonly devices: Devices;
  readonly limits: Limits;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly tenantTokens: TenantTokens;
  readonly announce: Announce;
  readonly verdicts: Verdicts;
  readonly checkIns: CheckIns;
  readonly lastAsked: LastAsked;
  readonly turns: Turns;
  readonly rates: Rates;
  readonly tenantDevices: TenantDevices;
  readonly apiKeys: ApiKeys;
  readonly tenantDeviceUses: Notes<KeyUse<TenantDeviceId>>;
  readonly apiKeyUses: Notes<KeyUse<ApiKeyId>>;
  readonly wrongKeys: WrongKeys;
  readonly tenantDeviceRules: TenantDeviceRules;
  readonly ids: Ids;
  readonly rules: Rules;
  now(): Date;
}
