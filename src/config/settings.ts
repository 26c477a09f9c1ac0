// THE table of settings. A start is refused with every faulty setting at once (D15). The table in the README and `devauth serve
// --help` are generated from this file.
import { accessSync, constants } from 'node:fs';
import type { z } from 'zod';
import { isHttpsAddress } from '../domain/device-types.ts';
import {
  DEFAULT_KEY_RULES,
  KEY_TYPES,
  LOG_LEVELS,
  LOWEST_MIN_RSA_BITS,
  MAX_RSA_BITS,
  SIGNING_ALGORITHMS,
} from '../domain/names.ts';
import { BROKERS } from './broker-settings.ts';
import { environment, type Environment } from './environment.ts';
import {
  address,
  choice,
  flag,
  hostNames,
  integer,
  list,
  maybe,
  maybeFlag,
  maybeUrl,
  networks,
  secret,
  text,
} from './kinds.ts';
import { withLayout } from './layout.ts';
import { ALWAYS, SERVING } from './rules.ts';
import { readShortFile } from './short-file.ts';
import { WEBHOOKS } from './webhook-settings.ts';
import { PREFIX, WrongSettings } from './wrong-settings.ts';

const SECONDS_A_DAY = 86_400;
const SECONDS_A_WEEK = 7 * SECONDS_A_DAY;
/** Ten years. */
const MAX_TOKEN_SECONDS = 3650 * SECONDS_A_DAY;
const MEBIBYTE = 1_048_576;
const MIN_SECRET_BYTES = 32;

export interface Setting<Kind extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly kind: Kind;
  readonly default: string;
  readonly says: string;
  /** The value is never shown. The setting `<name>_FILE` may name a file with the value. */
  readonly secret?: true;
  /** The value names files that must be readable when the service starts. */
  readonly files?: true;
}

export type SettingTable = Readonly<Record<string, Setting>>;

const keyTypes = list
  .refine(
    (types) => types.length > 0 && types.every((type) => KEY_TYPES.some((known) => known === type)),
    `must be some of ${KEY_TYPES.join(', ')}`,
  )
  .transform((types) => KEY_TYPES.filter((known) => types.includes(known)));

const scopes = text.refine((value) => value.split(' ').includes('openid'), 'must name openid');

const httpsAddress = text.refine(isHttpsAddress, 'must be an https address without user and password');

// prettier-ignore
const LISTENERS = {
  listen:            { name: 'LISTEN', kind: address, default: '127.0.0.1:8080', says: 'Address of the public listener: devices, users, JWKS.' },
  internalListen:    { name: 'INTERNAL_LISTEN', kind: address, default: '127.0.0.1:8081', says: 'Address of the internal listener: verify, tenants, limits, readiness, metrics.' },
  sharedListener:    { name: 'SHARED_LISTENER', kind: maybeFlag, default: '', says: '`true` allows one address for both listeners: a gateway in front routes only the public paths. `false` refuses it. Empty: allowed on loopback, and with DEVICEAUTH_INTERNAL_API_KEY.' },
  internalApiKey:    { name: 'INTERNAL_API_KEY', kind: secret(MIN_SECRET_BYTES), default: '', secret: true, says: 'Key that every internal call but verify must carry, as Bearer or `X-API-KEY`; at least 32 bytes.' },
  maxBodyBytes:      { name: 'REQUEST_SIZE_LIMIT', kind: integer(1024, 16 * MEBIBYTE), default: String(MEBIBYTE), says: 'Largest request body in bytes; an auth request may have 65536 at most.' },
  maxUnfinishedBytes: { name: 'UNFINISHED_BODIES_LIMIT', kind: integer(65_536, 1024 * MEBIBYTE), default: String(32 * MEBIBYTE), says: 'Bytes of all unfinished bodies of unknown callers on each listener. A body without room is answered 503; a body that arrives in one piece needs no room.' },
  allowedHosts:      { name: 'ALLOWED_HOSTS', kind: hostNames, default: '', says: 'Host names, separated by commas, that a listener on loopback serves beside 127.0.0.1, localhost and [::1]. Pages of these hosts may call the internal API.' },
  maxPerAddress:     { name: 'MAX_CONNECTIONS_PER_ADDRESS', kind: integer(0, 10_000), default: '0', says: 'Connections of one address, or of one IPv6 /64, to each listener. 0: no limit, because a factory, a carrier or a load balancer has one address.' },
  layout:            { name: 'LAYOUT', kind: choice(['own', 'mender']), default: 'own', says: '`mender`: one listener for all APIs on DEVICEAUTH_LISTEN, by default :8080, as Mender’s gateway, services and charts expect. DEVICEAUTH_INTERNAL_LISTEN and DEVICEAUTH_SHARED_LISTENER are then ignored.' },
  publicDocs:        { name: 'PUBLIC_DOCS', kind: flag, default: 'false', says: 'Also serves the API documents at `/openapi` on the public listener.' },
  console:           { name: 'CONSOLE', kind: choice(['public', 'internal', 'off']), default: 'public', says: 'Listener that serves the console at `/console/`. `internal` also shows the pages of the installation and needs DEVICEAUTH_INTERNAL_API_KEY.' },
  drainDelaySeconds: { name: 'DRAIN_DELAY', kind: integer(0, 300), default: '0', says: 'On SIGTERM, seconds between not ready and the closing of the listeners, so that load balancers notice; the image sets 5.' },
} as const satisfies SettingTable;

// prettier-ignore
const STORE = {
  dataDir:           { name: 'DATA', kind: text, default: 'data', says: 'Folder of the embedded store, the signing keys and the first-run token; created with mode 0700.' },
  mongo:             { name: 'MONGO', kind: secret(1), default: '', secret: true, says: 'Address of MongoDB, if MongoDB is the store; without a scheme, `mongodb://` is used. Empty: the embedded store.' },
  mongoUsername:     { name: 'MONGO_USERNAME', kind: maybe, default: '', says: 'Overrides the user name in the address.' },
  mongoPassword:     { name: 'MONGO_PASSWORD', kind: secret(1), default: '', secret: true, says: 'Overrides the password in the address.' },
  mongoSsl:          { name: 'MONGO_SSL', kind: flag, default: 'false', says: 'Uses TLS to MongoDB.' },
  mongoSkipVerify:   { name: 'MONGO_SSL_SKIPVERIFY', kind: flag, default: 'false', says: 'Accepts any certificate of MongoDB; for tests only.' },
  mongoDatabase:     { name: 'MONGO_DB', kind: text, default: 'devauth', says: 'The database. A database with Mender’s own data is refused and not changed.' },
  verifyRead:        { name: 'VERIFY_READ', kind: choice(['majority', 'linearizable', 'bounded']), default: 'majority', says: 'How verify reads MongoDB. `majority` reads for each token. `linearizable` also excludes answers of a deposed primary, and costs a round trip between the servers. `bounded` uses a read for DEVICEAUTH_VERIFY_BOUND_MS.' },
  verifyBoundMs:     { name: 'VERIFY_BOUND_MS', kind: integer(100, 60_000), default: '500', says: 'With DEVICEAUTH_VERIFY_READ=bounded: milliseconds for which a node uses a read. A token may stay good for that long after another node has revoked it.' },
  verifyExplain:     { name: 'VERIFY_EXPLAIN', kind: flag, default: 'false', says: 'Every refusal of verify has its reason in `X-MEN-Deny-Reason`. Otherwise only callers that send `X-Devauth-Explain: 1` get the reason.' },
  maxDevices:        { name: 'MAX_DEVICES', kind: integer(-1, Number.MAX_SAFE_INTEGER), default: '-1', says: 'Limit of accepted devices for tenants without their own limit. -1: unlimited, 0: no device.' },
} as const satisfies SettingTable;

// prettier-ignore
const DEVICE_TOKENS = {
  keysDir:           { name: 'KEYS_DIR', kind: maybe, default: '', says: 'Folder of the signing keys, shared by all nodes. Empty: `keys` in DEVICEAUTH_DATA.' },
  serverKeyPath:     { name: 'SERVER_PRIV_KEY_PATH', kind: maybe, default: '', files: true, says: 'One PEM file with the signing key, as in Mender (RSA, P-256 or Ed25519), instead of a folder.' },
  newKeyAlgorithm:   { name: 'NEW_KEY_ALGORITHM', kind: choice(SIGNING_ALGORITHMS), default: 'ES256', says: 'Algorithm of new signing keys: ES256, RS256 (3072 bits) or EdDSA.' },
  issuer:            { name: 'JWT_ISSUER', kind: text, default: 'Mender', says: '`iss` of device tokens.' },
  audience:          { name: 'JWT_AUDIENCE', kind: text, default: 'devauth', says: '`aud` of device tokens.' },
  importedTokenKeys: { name: 'IMPORTED_TOKEN_KEYS', kind: list, default: '', files: true, says: 'PEM files with the public keys of Mender’s deviceauth. They verify tokens that `devauth import-mender --tokens` imported. Remove the setting when the last of these tokens has expired.' },
  tokenTtlSeconds:   { name: 'JWT_EXP_TIMEOUT', kind: integer(1, MAX_TOKEN_SECONDS), default: String(SECONDS_A_WEEK), says: 'Lifetime of a device token in seconds.' },
  tokensPerAuthSet:  { name: 'TOKENS_PER_AUTH_SET', kind: integer(1, 20), default: '5', says: 'Live tokens of one auth set; one more supersedes the oldest.' },
  tokenReusePercent: { name: 'TOKEN_REUSE_PERCENT', kind: integer(0, 90), default: '50', says: 'Share of a token’s life during which a device that asks gets the same token again. 0: a new token for each request.' },
} as const satisfies SettingTable;

// prettier-ignore
const DEVICES = {
  minRsaBits:        { name: 'DEVICE_KEY_MIN_RSA_BITS', kind: integer(LOWEST_MIN_RSA_BITS, MAX_RSA_BITS), default: String(DEFAULT_KEY_RULES.minRsaBits), says: 'Smallest size of a device’s RSA key in bits; 1024 for old fleets.' },
  keyTypes:          { name: 'DEVICE_KEY_TYPES', kind: keyTypes, default: DEFAULT_KEY_RULES.types.join(','), says: 'Types of device keys that are admitted; P-224 and P-521 only if they are named here.' },
  maxPending:        { name: 'MAX_PENDING_DEVICES', kind: integer(1, Number.MAX_SAFE_INTEGER), default: '10000', says: 'Places for pending auth sets of one tenant. When all are taken, a new key gets a place only if another set makes room; otherwise the answer is 429.' },
  pendingDays:       { name: 'PENDING_DAYS', kind: integer(0, 3650), default: '30', says: 'Days after which a pending auth set that has not asked is removed. 0: never.' },
  refusalAddresses:  { name: 'REFUSAL_ADDRESSES', kind: flag, default: 'false', says: 'Keeps the address of the last refused request of a device’s key, and shows it in the diagnosis of the device.' },
  trustedProxies:    { name: 'TRUSTED_PROXIES', kind: networks, default: '', says: 'Networks of proxies in front (10.0.0.0/8,fd00::/8). Their `X-Forwarded-For` names the source of an auth request. Without this setting all devices behind a proxy are one source.' },
  authRequestsPerMinute: { name: 'AUTH_REQUESTS_PER_MINUTE', kind: integer(0, 60_000), default: '10', says: 'Average rate of auth requests of one pending or rejected auth set; the requests of three minutes may arrive at once. Accepted sets are not limited. 0: no limit.' },
  tenantTokenKeys:   { name: 'TENANT_TOKEN_KEYS', kind: list, default: '', files: true, says: 'PEM files with the public keys of tenant tokens. Empty: one tenant, tenant tokens are ignored.' },
  orchestrator:      { name: 'ORCHESTRATOR_ADDR', kind: maybeUrl, default: '', says: 'Address of Mender’s workflow server. The service reports every device to it, and it ends decommissioned devices through the internal API. Empty: DELETE ends them at once.' },
  orchestratorSeconds: { name: 'ORCHESTRATOR_TIMEOUT', kind: integer(1, 120), default: '30', says: 'Seconds within which the workflow server must answer; after that the call is repeated.' },
  decommissionSeconds: { name: 'DECOMMISSION_TIMEOUT', kind: integer(1, 30 * SECONDS_A_DAY), default: String(SECONDS_A_DAY), says: 'Seconds after which a decommissioned device ends without the orchestrator.' },
} as const satisfies SettingTable;

// prettier-ignore
const USERS = {
  managementPerSecond: { name: 'MANAGEMENT_REQUESTS_PER_SECOND', kind: integer(0, 1_000_000), default: '0', says: 'Average rate of requests of one user or API key to the management API. 0: no limit.' },
  managementBurst:   { name: 'MANAGEMENT_REQUESTS_BURST', kind: integer(0, 1_000_000), default: '0', says: 'Requests of one user or API key at once, if DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND is set. 0: the requests of ten seconds.' },
  userAuth:          { name: 'USER_AUTH', kind: choice(['verify', 'gateway']), default: 'verify', says: '`verify`: this service verifies user tokens. `gateway`: a gateway in front has verified them, and proves that it is the gateway.' },
  userKeys:          { name: 'USER_KEYS', kind: list, default: '', files: true, says: 'PEM files with the public keys of user tokens, separated by commas.' },
  userJwksUrl:       { name: 'USER_JWKS_URL', kind: maybeUrl, default: '', says: 'Address of a JWKS with the public keys of user tokens; read again every 10 minutes and for an unknown `kid`.' },
  userIssuer:        { name: 'USER_ISSUER', kind: maybe, default: '', says: '`iss` that a user token must have. Empty: not checked.' },
  userAudience:      { name: 'USER_AUDIENCE', kind: maybe, default: '', says: '`aud` that a user token must have. Empty: not checked.' },
  userClaim:         { name: 'USER_CLAIM', kind: maybe, default: 'mender.user', says: 'Claim that must be true in a user token. Empty: not checked.' },
  userTenantClaim:   { name: 'USER_TENANT_CLAIM', kind: maybe, default: 'mender.tenant', says: 'Claim that holds the tenant of a user. Empty: every user belongs to the installation’s own tenant.' },
  clockLeewaySeconds: { name: 'CLOCK_LEEWAY', kind: integer(0, 600), default: '60', says: 'Seconds by which the clock of an issuer of user or tenant tokens may differ from ours (`exp`, `nbf`).' },
  gatewaySecret:     { name: 'GATEWAY_SECRET', kind: secret(MIN_SECRET_BYTES), default: '', secret: true, says: 'Secret that the gateway sends as `X-Devauth-Gateway`; at least 32 bytes.' },
  gatewayPeers:      { name: 'GATEWAY_PEERS', kind: networks, default: '', says: 'Networks that the gateway connects from (10.0.0.0/8,fd00::/8). They are compared with the peer of the socket, never with a header.' },
  oidcIssuer:        { name: 'OIDC_ISSUER', kind: maybeUrl, default: '', says: 'Issuer (OpenID Connect) at which operators sign in to the console. DEVICEAUTH_USER_JWKS_URL must have the keys of its tokens. Register DEVICEAUTH_PUBLIC_URL with `/console/callback` there, and with `/console/` as the address after signing out.' },
  oidcClientId:      { name: 'OIDC_CLIENT_ID', kind: maybe, default: '', says: 'The console’s client id at that issuer.' },
  oidcClientSecret:  { name: 'OIDC_CLIENT_SECRET', kind: secret(1), default: '', secret: true, says: 'The client’s secret. Empty: a public client, which only PKCE protects.' },
  oidcScopes:        { name: 'OIDC_SCOPES', kind: scopes, default: 'openid', says: 'Scopes to ask for, separated by spaces. They must include `openid`.' },
  oidcToken:         { name: 'OIDC_TOKEN', kind: choice(['access', 'id']), default: 'access', says: 'The token that the management API gets: `access`, which must be a JWT that it accepts, or `id`.' },
  oidcLabel:         { name: 'OIDC_LABEL', kind: maybe, default: '', says: 'Text of the button for that issuer.' },
} as const satisfies SettingTable;

// prettier-ignore
const TENANT_APPS = {
  tenantJwtKeys:     { name: 'TENANT_JWT_KEYS', kind: list, default: '', files: true, says: 'PEM files with the public keys of tokens of tenant apps’ users. If this and the next setting are empty: the keys of the management API.' },
  tenantJwksUrl:     { name: 'TENANT_JWT_JWKS_URL', kind: maybeUrl, default: '', says: 'Address of a JWKS with the public keys of tokens of tenant apps’ users.' },
  tenantIssuer:      { name: 'TENANT_JWT_ISSUER', kind: maybe, default: '', says: '`iss` of such a token; empty: DEVICEAUTH_USER_ISSUER.' },
  tenantAudience:    { name: 'TENANT_JWT_AUDIENCE', kind: maybe, default: '', says: '`aud` of such a token; empty: DEVICEAUTH_USER_AUDIENCE.' },
  tenantUserTenantClaim: { name: 'TENANT_JWT_TENANT_CLAIM', kind: maybe, default: '', says: 'Claim that holds the tenant of such a user. Empty: DEVICEAUTH_USER_TENANT_CLAIM.' },
  publicUrl:         { name: 'PUBLIC_URL', kind: maybeUrl, default: '', says: 'Base address that tenant devices should call; it is sent as `environment` with a new API key. Empty: the public listener.' },
  maxTenantDevices:  { name: 'MAX_TENANT_DEVICES', kind: integer(0, 1_000_000), default: '10000', says: 'Number of tenant devices of a tenant; creates at the same time can exceed it. They do not count towards DEVICEAUTH_MAX_DEVICES.' },
  crewCheckLogoUrl:  { name: 'CREW_CHECK_LOGO_URL', kind: httpsAddress, default: 'https://example.com/crewcheck/logo.png', says: 'Logo of CrewCheck devices in tenants without their own logo; an https address, which is never fetched.' },
  wrongKeysPerSecond: { name: 'WRONG_KEYS_PER_SECOND', kind: integer(1, 1_000_000), default: '10', says: 'Wrong API keys in a second for one id from one address; more of them are answered 429. A right key is never refused.' },
} as const satisfies SettingTable;

// prettier-ignore
const SIGNALS = {
  auditDays:         { name: 'AUDIT_DAYS', kind: integer(1, 3650), default: '365', says: 'Days for which the audit keeps events.' },
  logLevel:          { name: 'LOG_LEVEL', kind: choice([...LOG_LEVELS, 'silent']), default: 'info', says: 'error, warn, info, debug or silent. Requests of probes (`/livez`, `/readyz`, `/alive`, `/health`, `/metrics`) are logged at debug.' },
  logFormat:         { name: 'LOG_FORMAT', kind: choice(['auto', 'json', 'text']), default: 'auto', says: '`json`: one JSON object on each line. `text`: lines for people. `auto`: text if standard error is a terminal, otherwise JSON.' },
  tracesUrl:         { name: 'TRACES_URL', kind: maybeUrl, default: '', says: 'OTLP/HTTP address for traces, such as http://collector:4318/v1/traces; needs the OpenTelemetry packages. Empty: no traces.' },
} as const satisfies SettingTable;

/** Settings by group, for the README and `--help`. */
export const SETTING_GROUPS: Readonly<Record<string, SettingTable>> = {
  Listeners: LISTENERS,
  Store: STORE,
  'Device tokens': DEVICE_TOKENS,
  Devices: DEVICES,
  Users: USERS,
  'Tenant apps': TENANT_APPS,
  Brokers: BROKERS,
  Webhooks: WEBHOOKS,
  Signals: SIGNALS,
};

export const SETTINGS = {
  ...LISTENERS,
  ...STORE,
  ...DEVICE_TOKENS,
  ...DEVICES,
  ...USERS,
  ...TENANT_APPS,
  ...BROKERS,
  ...WEBHOOKS,
  ...SIGNALS,
};

export type Config = { readonly [Key in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[Key]['kind']> };

/**
 * Settings of Mender's service and chart that have no meaning here. They cause one warning, so that a moved installation starts
 * unchanged.
 */
const MEANINGLESS = [
  'INVENTORY_ADDR', 'TENANTADM_ADDR', 'REDIS_CONNECTION_STRING', 'REDIS_ADDR', 'REDIS_DB', 'REDIS_USERNAME', 'REDIS_PASSWORD',
  'REDIS_TIMEOUT_SEC', 'REDIS_KEY_PREFIX', 'REDIS_LIMITS_EXPIRE_SEC', 'REDIS_CACHE_EXPIRE_SEC', 'RATE_LIMITS_AUTH_ENABLE',
  'RATE_LIMITS_AUTH_GROUPS', 'RATE_LIMITS_AUTH_MATCH', 'RATE_LIMITS_AUTH_REJECT_UNMATCHED', 'LEGACY_PROVISION_DEVICE',
  'MAX_DEVICES_LIMIT_DEFAULT', 'IOT_MANAGER_ADDR', 'MONGO_URL', 'ENABLE_AUDIT', 'MIDDLEWARE', 'HAVE_ADDONS', 'SERVER_FALLBACK_PRIV_KEY_PATH',
]; // prettier-ignore

/** Variables that Kubernetes and Docker links set in a container of a service named deviceauth. */
const INJECTED = /^(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT|PORT_\d+_(TCP|UDP|SCTP)(_.*)?)$/;

export interface ReadConfig {
  readonly config: Config;
  readonly warnings: readonly string[];
}

export interface ReadOptions {
  /** `maintain`: for commands that do not serve. They skip the rules about listeners, users and files. */
  readonly purpose?: 'serve' | 'maintain';
  readonly isReadable?: (file: string) => boolean;
}

/** Reads all settings. Throws WrongSettings with every problem. */
export function readConfig(given: Environment = environment, options: ReadOptions = {}): ReadConfig {
  const env = withLayout(given);
  const { purpose = 'serve', isReadable = canRead } = options;
  const problems: string[] = [];
  const entries = Object.entries<Setting>(SETTINGS).flatMap(([key, setting]) => {
    const value = valueOf(setting, env, problems);
    if (value === 'unreadable') return [];
    const parsed = setting.kind.safeParse(value.text);
    if (parsed.success) {
      if (setting.files && purpose === 'serve') problems.push(...unreadableFiles(setting, parsed.data, isReadable));
      return [[key, parsed.data] as const];
    }
    problems.push(`${PREFIX}${setting.name} ${parsed.error.issues[0]?.message ?? 'is wrong'}`);
    return [];
  });
  const unknown = unknownSettings(env);
  const ignored = unknown.filter((name) => MEANINGLESS.includes(name));
  for (const name of unknown) if (!ignored.includes(name)) problems.push(`${PREFIX}${name} is not a setting`);
  const config = Object.freeze(Object.fromEntries(entries)) as Config;
  for (const { among, problem } of purpose === 'serve' ? [...ALWAYS, ...SERVING] : ALWAYS) {
    const said = among.every((key) => key in config) ? problem(config) : undefined;
    if (said !== undefined) problems.push(said);
  }
  if (problems.length > 0) throw new WrongSettings(problems);
  const warnings =
    ignored.length > 0
      ? [`ignored, they have no meaning here: ${ignored.map((name) => PREFIX + name).join(', ')}`]
      : [];
  return { config, warnings };
}

function valueOf(setting: Setting, env: Environment, problems: string[]): { readonly text: string } | 'unreadable' {
  const name = PREFIX + setting.name;
  const file = setting.secret ? env[`${name}_FILE`] : undefined;
  if (file === undefined) return { text: env[name] ?? setting.default };
  if (env[name] !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set`);
    return 'unreadable';
  }
  try {
    return { text: readShortFile(file).trimEnd() };
  } catch {
    problems.push(`${name}_FILE names a file that cannot be read`);
    return 'unreadable';
  }
}

/** The message does not repeat the value, because it may be a secret in the wrong place. */
const unreadableFiles = ({ name }: Setting, value: unknown, isReadable: (file: string) => boolean): string[] =>
  [value]
    .flat()
    .map(String)
    .some((file) => file !== '' && !isReadable(file))
    ? [`${PREFIX}${name} names a file that cannot be read`]
    : [];

function canRead(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function unknownSettings(env: Environment): readonly string[] {
  const known = new Set(
    Object.values<Setting>(SETTINGS).flatMap(({ name, secret: isSecret }) =>
      isSecret ? [name, `${name}_FILE`] : [name],
    ),
  );
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length))
    .filter((name) => !known.has(name) && !INJECTED.test(name));
}
