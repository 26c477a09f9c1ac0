// Makes the users and operators from the settings (D12): a part of compose.ts.
import type { Logger } from 'winston';
import type { Opened } from './opened.ts';
import { dataFolderOf } from '../config/places.ts';
import { hasNoUsers } from '../config/rules.ts';
import type { Config } from '../config/settings.ts';
import { allBySetting, bySetting, PREFIX, WrongSettings } from '../config/wrong-settings.ts';
import { every } from '../time/every.ts';
import { GatewayUsers } from '../tokens/foreign/gateway-users.ts';
import { openJwks } from '../tokens/foreign/jwks.ts';
import { openLocalOperator, type LocalOperator } from '../tokens/own/local-operator.ts';
import type { SigningKeys } from '../tokens/own/signing-keys.ts';
import { openOidc } from '../tokens/foreign/oidc.ts';
import type { FindSigner, SignIn, Users } from '../tokens/tokens.ts';
import { fixedUserKeys, JwtUsers, type UserKeySource, type UserRules } from '../tokens/foreign/users.ts';
import {
  findSigner,
  importVerificationKey,
  readVerificationKey,
  type VerificationKey,
} from '../tokens/foreign/verification-keys.ts';

export interface UserParts {
  readonly config: Config;
  /** Resolves when the folder exists. */
  readonly dataFolder: Promise<unknown>;
  readonly now: () => Date;
  readonly log: Logger;
  readonly opened: Opened;
}

/** Keys that users' tokens are verified with. */
export interface UserKeys {
  readonly management: readonly UserKeySource[];
  /** Keys of tenant apps. Empty if they use those of the management API. */
  readonly tenantApps: readonly UserKeySource[];
  /** Only for the first run of an installation that only this machine reaches. */
  readonly operator: LocalOperator | undefined;
  /** Keys of PEM files, each with the setting that names its file. */
  readonly configured: readonly ConfiguredKey[];
}

interface ConfiguredKey {
  readonly setting: string;
  readonly key: VerificationKey;
}

/** Reads every key that a setting names. Refuses with all faulty ones at once. */
export async function openUserKeys(parts: UserParts): Promise<UserKeys> {
  const { userKeys, userJwksUrl, tenantJwtKeys, tenantJwksUrl } = parts.config;
  const [managementPem, managementJwks, tenantPem, tenantJwks, operator] = await allBySetting([
    readKeys('USER_KEYS', userKeys),
    openKeySet(parts, 'USER_JWKS_URL', userJwksUrl),
    readKeys('TENANT_JWT_KEYS', tenantJwtKeys),
    openKeySet(parts, 'TENANT_JWT_JWKS_URL', tenantJwksUrl),
    hasNoUsers(parts.config) ? openOperator(parts) : undefined,
  ]);
  return {
    management: [...fixedSource(managementPem), ...managementJwks],
    tenantApps: [...fixedSource(tenantPem), ...tenantJwks],
    operator,
    configured: [
      ...managementPem.map((key) => ({ setting: 'USER_KEYS', key })),
      ...tenantPem.map((key) => ({ setting: 'TENANT_JWT_KEYS', key })),
    ],
  };
}

async function openOperator({ config, dataFolder, now, log, opened }: UserParts): Promise<LocalOperator> {
  await dataFolder;
  const clocks = { now, elapsedMs: () => performance.now() };
  const operator = await bySetting('DATA', openLocalOperator(dataFolderOf(config), clocks));
  opened.atEnd(every(SECOND_MS, log, () => operator.renewIfDue()));
  return operator;
}

const SECOND_MS = 1000;

export const readKeys = (setting: string, files: readonly string[]): Promise<readonly VerificationKey[]> =>
  allBySetting(files.map((file) => bySetting(setting, readVerificationKey(file))));

/** Returns how to find the key that Mender signed a device token with, where the settings name its keys. */
export async function openImportedTokens({ importedTokenKeys }: Config): Promise<FindSigner | undefined> {
  const keys = await readKeys('IMPORTED_TOKEN_KEYS', importedTokenKeys);
  return keys.length === 0 ? undefined : async (jwt, alg) => (await findSigner(jwt, alg, keys))?.thumbprint;
}

const fixedSource = (keys: readonly VerificationKey[]): readonly UserKeySource[] =>
  keys.length > 0 ? [fixedUserKeys(keys)] : [];

async function openKeySet(
  { log, opened }: UserParts,
  setting: string,
  address: string,
): Promise<readonly UserKeySource[]> {
  if (address === '') return [];
  const jwks = await bySetting(
    setting,
    openJwks({
      url: new URL(address),
      elapsedMs: () => performance.now(),
      every: (interval, work) => every(interval, log, work),
      report: (problem) => log.warn('user_jwks', { problem }),
    }),
  );
  return [opened.add(jwks)];
}

type ReadyUsers = Users & { ready(): boolean };

export interface OpenedUsers {
  readonly users: ReadyUsers;
  /** Returns users of the tenant devices API. Without settings of their own, they are those of the management API. */
  readonly tenantUsers: ReadyUsers;
  readonly operatorTokenFile: string | undefined;
  /** Returns the token in that file. */
  readonly operatorToken: (() => string) | undefined;
}

interface UserCheck {
  /** The keys that must not sign a user's token. */
  readonly signingKeys: Pick<SigningKeys, 'isOurs'>;
  readonly now: () => Date;
}

/** Refuses a user key that is one of our own signing keys. */
export async function createUsers(
  config: Config,
  keys: UserKeys,
  { signingKeys, now }: UserCheck,
): Promise<OpenedUsers> {
  const isDeviceKey = (kid: string): boolean => signingKeys.isOurs(kid);
  refuseSharedKeys(config, keys, isDeviceKey);
  const rules: UserRules = {
    issuer: config.userIssuer || undefined,
    audience: config.userAudience || undefined,
    userClaim: config.userClaim,
    tenantClaim: config.userTenantClaim,
    sources: keys.management,
    leewaySeconds: config.clockLeewaySeconds,
    isDeviceKey,
    now,
  };
  const users = await createManagementUsers(config, keys, rules);
  const { operator } = keys;
  return {
    users,
    tenantUsers: createTenantUsers(config, keys, rules) ?? users,
    operatorTokenFile: operator?.tokenFile,
    operatorToken: operator && (() => operator.token()),
  };
}

/**
 * A token of one of our signing keys never belongs to a user (D12). Without this check the service would refuse every user without
 * a reason.
 */
function refuseSharedKeys(config: Config, { configured }: UserKeys, isDeviceKey: (kid: string) => boolean): void {
  const own = config.serverKeyPath === '' ? 'KEYS_DIR' : 'SERVER_PRIV_KEY_PATH';
  const shared = configured.filter(({ key }) => isDeviceKey(key.thumbprint));
  const problems = shared.map(
    ({ setting, key }) =>
      `${PREFIX}${setting} names the key ${key.thumbprint}, which signs device tokens (${PREFIX}${own}): ` +
      `users need a key of their own, and with this one each is refused`,
  );
  if (problems.length > 0) throw new WrongSettings(problems);
}

async function createManagementUsers(config: Config, { operator }: UserKeys, rules: UserRules): Promise<ReadyUsers> {
  if (config.userAuth === 'gateway') return new GatewayUsers(rules);
  if (operator === undefined) return new JwtUsers(rules);
  const key = await importVerificationKey(operator.publicKeyPem, 'operator.pem');
  return new JwtUsers({ ...rules, issuer: undefined, audience: undefined, sources: [fixedUserKeys([key])] });
}

/** Returns users with keys of tenant apps, whose tokens need no user claim, or users of the management API. None without keys. */
function createTenantUsers(config: Config, { tenantApps }: UserKeys, management: UserRules): JwtUsers | undefined {
  if (tenantApps.length + management.sources.length === 0) return undefined;
  return new JwtUsers({
    ...management,
    ...(tenantApps.length > 0 && { sources: tenantApps, userClaim: '' }),
    issuer: config.tenantIssuer || management.issuer,
    audience: config.tenantAudience || management.audience,
    tenantClaim: config.tenantUserTenantClaim || management.tenantClaim,
  });
}

/** Returns the sign-in at the issuer, if one is set. The issuer is not contacted before the first sign-in. */
export function createSignIn(config: Config): SignIn | undefined {
  if (config.oidcIssuer === '') return undefined;
  return openOidc({
    issuer: new URL(config.oidcIssuer),
    clientId: config.oidcClientId,
    clientSecret: config.oidcClientSecret.isSet ? config.oidcClientSecret.reveal() : '',
    scopes: config.oidcScopes,
    token: config.oidcToken,
    callback: `${config.publicUrl.replace(/\/+$/, '')}/console/callback`,
  });
}
