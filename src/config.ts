// THE table of settings, and the only reader of the environment. A wrong setting is named with all the other wrong ones, and the
// process does not start (D15).
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { KEY_TYPES } from './keys/key-rules.ts';

const SECONDS_A_WEEK = 604_800;

const address = z
  .string()
  .regex(/^(\[[\da-f:.]+\]|[^\s:[\]]*):\d{1,5}$/i, 'must be host:port, [IPv6]:port or :port')
  .transform((text) => {
    const at = text.lastIndexOf(':');
    return { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) };
  })
  .refine(({ port }) => port <= 65_535, 'must have a port of at most 65535');
const text = z.string().min(1, 'must not be empty');
const maybe = z.string();
const maybeUrl = z.union([z.literal(''), z.url({ protocol: /^https?$/, error: 'must be an http or https address' })]);
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max}`);

const keyTypes = list.pipe(z.array(z.enum(KEY_TYPES, `must be some of ${KEY_TYPES.join(', ')}`)).min(1));

interface Setting<Kind extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly kind: Kind;
  readonly default: string;
  readonly says: string;
  /** Its value is never shown, and may come from the file that `<name>_FILE` names. */
  readonly secret?: true;
}

// prettier-ignore
export const SETTINGS = {
  listen:            { name: 'LISTEN', kind: address, default: '127.0.0.1:8080', says: 'Address of the public listener: devices, users, JWKS.' },
  internalListen:    { name: 'INTERNAL_LISTEN', kind: address, default: '127.0.0.1:8081', says: 'Address of the internal listener: verify, tenants, limits, readiness.' },
  sharedListener:    { name: 'SHARED_LISTENER', kind: flag, default: 'false', says: 'One address for both listeners is meant: a gateway in front routes only the public paths.' },
  dataDir:           { name: 'DATA', kind: text, default: 'data', says: 'Folder of the embedded store, the signing keys and the first-run token; made with mode 0700.' },
  maxDevices:        { name: 'MAX_DEVICES', kind: integer(-1, Number.MAX_SAFE_INTEGER), default: '-1', says: 'Accepted devices a tenant begins with room for; -1 is no limit, 0 is none.' },
  keysDir:           { name: 'KEYS_DIR', kind: maybe, default: '', says: 'Folder of the signing keys, shared by all nodes. Empty: `keys` in DEVICEAUTH_DATA.' },
  serverKeyPath:     { name: 'SERVER_PRIV_KEY_PATH', kind: maybe, default: '', says: 'One PEM file with the signing key, as Mender has it (RSA, P-256 or Ed25519), instead of a folder.' },
  issuer:            { name: 'JWT_ISSUER', kind: text, default: 'Mender', says: '`iss` of device tokens.' },
  audience:          { name: 'JWT_AUDIENCE', kind: text, default: 'devauth', says: '`aud` of device tokens.' },
  tokenTtlSeconds:   { name: 'JWT_EXP_TIMEOUT', kind: integer(1, SECONDS_A_WEEK), default: String(SECONDS_A_WEEK), says: 'Life of a device token in seconds.' },
  tokensPerAuthSet:  { name: 'TOKENS_PER_AUTH_SET', kind: integer(1, 10), default: '2', says: 'Live tokens of one auth set; the oldest goes when one more is issued.' },
  minRsaBits:        { name: 'DEVICE_KEY_MIN_RSA_BITS', kind: integer(1024, 4096), default: '2048', says: 'Smallest RSA key a device may have; 1024 for old fleets.' },
  keyTypes:          { name: 'DEVICE_KEY_TYPES', kind: keyTypes, default: 'RSA,P-256,P-384,Ed25519', says: 'Kinds of device keys; P-224 and P-521 only when named.' },
  userKeys:          { name: 'USER_KEYS', kind: list, default: '', says: 'PEM files with the public keys that user tokens verify under, separated by commas.' },
  userJwksUrl:       { name: 'USER_JWKS_URL', kind: maybeUrl, default: '', says: 'Address of a JWKS with keys that user tokens verify under; read again every 10 minutes and for an unknown `kid`.' },
  userIssuer:        { name: 'USER_ISSUER', kind: maybe, default: '', says: '`iss` a user token must have; empty: not asked.' },
  userAudience:      { name: 'USER_AUDIENCE', kind: maybe, default: '', says: '`aud` a user token must have; empty: not asked.' },
  userClaim:         { name: 'USER_CLAIM', kind: maybe, default: 'mender.user', says: 'Claim that must be true in a user token; empty: not asked.' },
  userTenantClaim:   { name: 'USER_TENANT_CLAIM', kind: text, default: 'mender.tenant', says: 'Claim that holds the tenant of a user.' },
  tenantTokenKeys:   { name: 'TENANT_TOKEN_KEYS', kind: list, default: '', says: 'PEM files with the public keys of tenant tokens. Empty: one tenant, tenant tokens are ignored.' },
  orchestrator:      { name: 'ORCHESTRATOR_ADDR', kind: maybe, default: '', says: 'A workflow server ends decommissioned devices through the internal API. Empty: DELETE ends them at once.' },
  decommissionSeconds: { name: 'DECOMMISSION_TIMEOUT', kind: integer(1, 30 * 86_400), default: '86400', says: 'Seconds after which a decommissioned device ends without the orchestrator.' },
  maxBodyBytes:      { name: 'REQUEST_SIZE_LIMIT', kind: integer(1024, 16 * 1_048_576), default: '1048576', says: 'Largest request body in bytes; an auth request may have 65536 at most.' },
  logLevel:          { name: 'LOG_LEVEL', kind: z.enum(['error', 'warn', 'info', 'debug', 'silent']), default: 'info', says: 'error, warn, info, debug or silent.' },
} as const satisfies Readonly<Record<string, Setting>>;

export type Config = { readonly [Key in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[Key]['kind']> };

export class WrongSettings extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'WrongSettings';
    this.problems = problems;
  }
}

const PREFIX = 'DEVICEAUTH_';

/** Mender's settings that mean nothing here: one warning line, for a moved installation starts as it is. */
const MEANINGLESS = [
  'INVENTORY_ADDR', 'REDIS_CONNECTION_STRING', 'REDIS_ADDR', 'REDIS_KEY_PREFIX', 'REDIS_LIMITS_EXPIRE_SEC',
  'REDIS_CACHE_EXPIRE_SEC', 'RATE_LIMITS_AUTH_ENABLE', 'RATE_LIMITS_AUTH_GROUPS', 'RATE_LIMITS_AUTH_MATCH',
  'RATE_LIMITS_AUTH_REJECT_UNMATCHED', 'LEGACY_PROVISION_DEVICE', 'MIDDLEWARE', 'HAVE_ADDONS',
  'SERVER_FALLBACK_PRIV_KEY_PATH',
]; // prettier-ignore

/** What Kubernetes and Docker links put into a container whose service is called deviceauth. */
const INJECTED = /^(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT|PORT_\d+_(TCP|UDP|SCTP)(_.*)?)$/;

export interface ReadConfig {
  readonly config: Config;
  readonly warnings: readonly string[];
}

/** Throws WrongSettings with every problem there is. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): ReadConfig {
  const problems: string[] = [];
  const entries = Object.entries<Setting>(SETTINGS).map(([key, setting]) => {
    const value = valueOf(setting, env, problems);
    const parsed = setting.kind.safeParse(value ?? setting.default);
    if (!parsed.success) problems.push(`${PREFIX}${setting.name} ${parsed.error.issues[0]?.message ?? 'is wrong'}`);
    return [key, parsed.data] as const;
  });
  const ignored = unknownSettings(env).filter((name) => MEANINGLESS.includes(name));
  for (const name of unknownSettings(env)) {
    if (!ignored.includes(name)) problems.push(`${PREFIX}${name} is no setting of this service`);
  }
  if (problems.length > 0) throw new WrongSettings(problems);
  const config = Object.freeze(Object.fromEntries(entries)) as Config;
  checkTogether(config);
  const warnings =
    ignored.length > 0 ? [`ignored, they mean nothing here: ${ignored.map((name) => PREFIX + name).join(', ')}`] : [];
  return { config, warnings };
}

function valueOf(
  setting: Setting,
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): string | undefined {
  const name = PREFIX + setting.name;
  const file = setting.secret ? env[`${name}_FILE`] : undefined;
  if (file === undefined) return env[name];
  if (env[name] !== undefined) problems.push(`${name} and ${name}_FILE are both set`);
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch {
    problems.push(`${name}_FILE names a file that cannot be read`);
    return undefined;
  }
}

function unknownSettings(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known = new Set(
    Object.values<Setting>(SETTINGS).flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])),
  );
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length))
    .filter((name) => !known.has(name) && !INJECTED.test(name));
}

/** What each setting cannot say alone. */
function checkTogether(config: Config): void {
  const { listen, internalListen } = config;
  const oneAddress = listen.host === internalListen.host && listen.port === internalListen.port && listen.port !== 0;
  if (oneAddress && !isLoopback(listen.host) && !config.sharedListener) {
    throw new WrongSettings([
      `${PREFIX}LISTEN and ${PREFIX}INTERNAL_LISTEN are one address that others reach: the internal API would be open to all. ` +
        `Give them two, or say with ${PREFIX}SHARED_LISTENER=true that a gateway routes only the public paths`,
    ]);
  }
}

/** Whether only this machine reaches that address. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
