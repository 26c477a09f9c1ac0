// Dependencies of commands. A command names the part that it uses: `Pick<Deps, 'devices' | 'announce'>`.
import type {
  ApiKeyId,
  AuthSetId,
  ChangeId,
  DecisionId,
  DeviceId,
  TenantDeviceId,
  TokenId,
  WebhookId,
} from '../domain/ids.ts';
import type { SettingDefaults } from '../domain/device-types.ts';
import type { Proxies } from '../domain/source.ts';
import type { TokenRules } from '../domain/token.ts';
import type { SendToWebhook } from '../domain/webhook-message.ts';
import type { Announce } from '../observe/announce.ts';
import type { Keys } from '../device-keys/keys.ts';
import type { ApiKeys, Ask, Devices, Feed, KeyUse, Limits, TenantDevices } from '../store/store.ts';
import type { Webhooks } from '../store/webhooks.ts';
import type { TenantTokens, Tokens } from '../tokens/tokens.ts';
import type { CheckIns } from '../memory/check-ins.ts';
import type { Verdicts } from '../memory/verdicts.ts';
import type { DeviceTurns } from '../memory/device-turns.ts';
import type { Purges } from '../memory/purges.ts';
import type { OncePer } from '../memory/once-per.ts';
import type { StrangerOutcome, Strangers } from '../memory/strangers.ts';
import type { Waiting } from '../memory/waiting.ts';
import type { LastAsked } from '../memory/last-asked.ts';
import type { Forwarders } from '../memory/forwarders.ts';
import type { Notes } from '../memory/notes.ts';
import type { Rates } from '../memory/rate-limits.ts';
import type { Refusals } from '../memory/refusals.ts';
import type { WrongKeys } from '../memory/wrong-keys.ts';

export interface Ids {
  /** UUIDv7 (D13). */
  device(): DeviceId;
  /** UUIDv7 (D13). */
  authSet(): AuthSetId;
  /** UUIDv4 (D3). */
  token(): TokenId;
  /** UUIDv7, so that ids sort by creation. */
  change(): ChangeId;
  /** UUIDv7 (D21). */
  decision(): DecisionId;
  /** UUIDv7 (D13). */
  tenantDevice(): TenantDeviceId;
  /** A UUIDv7 without its dashes. */
  apiKey(): ApiKeyId;
  /** UUIDv7 (D13). */
  webhook(): WebhookId;
  /** 32 random bytes. */
  secret(): Uint8Array;
}

export interface Rules extends TokenRules {
  /** Networks of the proxies that may set `X-Forwarded-For`. */
  readonly trustedProxies: Proxies;
  /** True if a decommissioned device waits for an orchestrator to end it (D1a). */
  readonly orchestrated: boolean;
}

/** Rules of tenant devices and their keys. */
export interface TenantDeviceRules {
  /** The most tenant devices of a tenant. */
  readonly cap: number;
  readonly settingDefaults: SettingDefaults;
  /** The base address that devices should call. */
  readonly publicUrl: string;
}

export interface WebhookRules {
  /** About how many webhooks a tenant may have: creates that run at the same time may pass it. */
  readonly cap: number;
  /** True if receivers may be in private networks, and speak http. */
  readonly allowsPrivate: boolean;
  /** The address of this service, which messages name as their source. */
  readonly source: string;
}

export interface Deps {
  readonly devices: Devices;
  readonly limits: Limits;
  readonly feed: Pick<Feed, 'append' | 'head' | 'read' | 'cursor'>;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly tenantTokens: TenantTokens;
  readonly announce: Announce;
  readonly verdicts: Verdicts;
  readonly purges: Purges;
  readonly checkIns: CheckIns;
  readonly lastAsked: LastAsked;
  readonly forwarders: Forwarders;
  /** Rates and places of strangers (D23). */
  readonly strangers: Strangers;
  readonly waiting: Waiting;
  readonly asks: Notes<Ask>;
  readonly refusals: Refusals;
  readonly oncePerDay: OncePer;
  readonly oncePerHour: OncePer;
  readonly countStranger: (outcome: StrangerOutcome) => void;
  readonly turns: DeviceTurns;
  readonly rates: Rates;
  readonly tenantDevices: TenantDevices;
  readonly apiKeys: ApiKeys;
  readonly tenantDeviceUses: Notes<KeyUse<TenantDeviceId>>;
  readonly apiKeyUses: Notes<KeyUse<ApiKeyId>>;
  readonly wrongKeys: WrongKeys;
  readonly tenantDeviceRules: TenantDeviceRules;
  readonly webhooks: Webhooks;
  readonly webhookRules: WebhookRules;
  readonly sendToWebhook: SendToWebhook;
  readonly ids: Ids;
  readonly rules: Rules;
  now(): Date;
}
