// Who may manage, from the settings (D12): a part of compose.ts, and construction only.
import type { Logger } from 'winston';
import { every } from './time/every.ts';
import type { Config } from './config/settings.ts';
import { openJwks } from './tokens/foreign/jwks.ts';
import { openLocalOperator } from './tokens/own/local-operator.ts';
import type { SigningKeys } from './tokens/own/signing-keys.ts';
import type { Users } from './tokens/tokens.ts';
import {
  fixedUserKeys,
  JwtUsers,
  readUnverified,
  type GatewayRules,
  type UserKeySource,
  type UserRules,
} from './tokens/foreign/users.ts';
import { importVerificationKey, readVerificationKey } from './tokens/foreign/verification-keys.ts';

type ReadyUsers = Users & { ready(): boolean };

export interface UserParts {
  readonly config: Config;
  readonly dataDir: string;
  readonly signingKeys: SigningKeys;
  readonly now: () => Date;
  readonly log: Logger;
  readonly disposers: (() => void)[];
}

export interface OpenedUsers {
  readonly users: ReadyUsers;
  /** Of the tenant devices API; where it has no authority of its own, those of the management API. */
  readonly tenantUsers: ReadyUsers;
  readonly operatorTokenFile: string | undefined;
}

/** Who may manage (D12): the configured users, or on the first run of an installation nobody else reaches, a local operator. */
export async function openUsers(parts: UserParts): Promise<OpenedUsers> {
  const { config, signingKeys, now } = parts;
  const sources = await userKeySources(parts, { pemFiles: config.userKeys, jwksUrl: config.userJwksUrl });
  const rules = {
    issuer: config.userIssuer || undefined,
    audience: config.userAudience || undefined,
    userClaim: config.userClaim,
    tenantClaim: config.userTenantClaim,
    isDeviceKey: (kid: string) => signingKeys.isOurs(kid),
    now,
  };
  const tenantUsers = await openTenantUsers(parts, { ...rules, sources });
  const opened = (users: ReadyUsers, operatorTokenFile?: string): OpenedUsers => ({
    users,
    tenantUsers: tenantUsers ?? users,
    operatorTokenFile,
  });
  if (config.userAuth === 'gateway') return opened(gatewayUsers(rules));
  if (sources.length > 0) return opened(new JwtUsers({ ...rules, sources }));
  const operator = await openLocalOperator(parts.dataDir, now);
  const key = await importVerificationKey(operator.publicKeyPem, 'operator.pem');
  const local = { ...rules, issuer: undefined, audience: undefined, sources: [fixedUserKeys([key])] };
  return opened(new JwtUsers(local), operator.tokenFile);
}

/** Users of tenant apps: under keys of their own, where no user claim is asked, or under the management API's. */
async function openTenantUsers(parts: UserParts, management: UserRules): Promise<JwtUsers | undefined> {
  const { config } = parts;
  const own = await userKeySources(parts, { pemFiles: config.tenantJwtKeys, jwksUrl: config.tenantJwksUrl });
  if (own.length + management.sources.length === 0) return undefined;
  return new JwtUsers({
    ...management,
    ...(own.length > 0 && { sources: own, userClaim: '' }),
    issuer: config.tenantIssuer || management.issuer,
    audience: config.tenantAudience || management.audience,
    tenantClaim: config.tenantUserTenantClaim || management.tenantClaim,
  });
}

/** Whoever proved to be the gateway has verified them (D12). */
const gatewayUsers = (rules: GatewayRules): ReadyUsers => ({
  read: (jwt) => Promise.resolve().then(() => readUnverified(jwt, rules)),
  ready: () => true,
});

async function userKeySources(
  { log, disposers }: UserParts,
  { pemFiles, jwksUrl }: { readonly pemFiles: readonly string[]; readonly jwksUrl: string },
): Promise<UserKeySource[]> {
  const sources: UserKeySource[] = [];
  if (pemFiles.length > 0) sources.push(fixedUserKeys(await Promise.all(pemFiles.map(readVerificationKey))));
  if (jwksUrl !== '') {
    const jwks = await openJwks({
      url: new URL(jwksUrl),
      elapsedMs: () => performance.now(),
      every: (interval, work) => every(interval, log, work),
      report: (problem) => log.warn('user_jwks', { problem }),
    });
    disposers.push(() => jwks.close());
    sources.push(jwks);
  }
  return sources;
}
