// Combinations of settings that are refused (D12, D15, D18).
import type { Config } from './settings.ts';
import type { Address } from './kinds.ts';
import { PREFIX } from './wrong-settings.ts';

/** A rule about several settings. It is checked only if each of them is valid. */
export interface Rule {
  readonly among: readonly (keyof Config)[];
  readonly problem: (config: Config) => string | undefined;
}

export const ALWAYS: readonly Rule[] = [
  {
    among: ['keysDir', 'serverKeyPath'],
    problem: ({ keysDir, serverKeyPath }) =>
      keysDir !== '' && serverKeyPath !== ''
        ? `${PREFIX}KEYS_DIR and ${PREFIX}SERVER_PRIV_KEY_PATH are both set: the signing keys are in a folder or in one file`
        : undefined,
  },
  {
    among: ['mongo', 'mongoUsername', 'mongoPassword', 'mongoSsl'],
    problem: ({ mongo, mongoUsername, mongoPassword, mongoSsl }) =>
      !mongo.isSet && (mongoUsername !== '' || mongoPassword.isSet || mongoSsl)
        ? `${PREFIX}MONGO is not set, and ${PREFIX}MONGO_USERNAME, _PASSWORD or _SSL is: the embedded store needs none of them`
        : undefined,
  },
];

export const SERVING: readonly Rule[] = [
  {
    among: ['listen', 'internalListen', 'sharedListener', 'internalApiKey'],
    problem: sharedAddressProblem,
  },
  {
    among: ['console', 'internalApiKey'],
    problem: ({ console, internalApiKey }) =>
      console === 'internal' && !internalApiKey.isSet
        ? `${PREFIX}CONSOLE=internal needs ${PREFIX}INTERNAL_API_KEY: otherwise any page opened in that network could manage the installation`
        : undefined,
  },
  {
    among: ['userAuth', 'userKeys', 'userJwksUrl', 'gatewaySecret', 'gatewayPeers'],
    problem: ({ userAuth, userKeys, userJwksUrl, gatewaySecret, gatewayPeers }) => {
      const proof = gatewaySecret.isSet || gatewayPeers.isSet;
      if (userAuth === 'gateway' && !proof)
        return `${PREFIX}USER_AUTH=gateway needs ${PREFIX}GATEWAY_SECRET or ${PREFIX}GATEWAY_PEERS: otherwise any caller could pass for the gateway`;
      if (userAuth === 'gateway' && (userKeys.length > 0 || userJwksUrl !== ''))
        return `${PREFIX}USER_AUTH=gateway verifies no user token, and ${PREFIX}USER_KEYS or ${PREFIX}USER_JWKS_URL is set`;
      if (userAuth === 'verify' && proof)
        return `${PREFIX}GATEWAY_SECRET or ${PREFIX}GATEWAY_PEERS is set, and ${PREFIX}USER_AUTH is not gateway`;
      return undefined;
    },
  },
  {
    among: ['oidcIssuer', 'oidcClientId', 'publicUrl', 'console', 'userAuth', 'userKeys', 'userJwksUrl'],
    problem: (config) => (config.oidcIssuer === '' ? undefined : findOidcProblem(config)),
  },
  {
    among: ['userAuth', 'userKeys', 'userJwksUrl', 'mongo', 'listen', 'internalListen'],
    problem: (config) =>
      hasNoUsers(config) &&
      (config.mongo.isSet || ![config.listen, config.internalListen].every(({ host }) => isLoopback(host)))
        ? `${PREFIX}USER_KEYS or ${PREFIX}USER_JWKS_URL must name the keys of users that may manage: ` +
          (config.mongo.isSet ? 'only the embedded store starts without users' : 'others reach this address')
        : undefined,
  },
];

function sharedAddressProblem(config: Config): string | undefined {
  const { listen, internalListen, sharedListener, internalApiKey } = config;
  if (!isOneAddress(listen, internalListen)) return undefined;
  const both = `${PREFIX}LISTEN and ${PREFIX}INTERNAL_LISTEN are one address`;
  if (sharedListener === false) return `${both}, and ${PREFIX}SHARED_LISTENER is false`;
  if (sharedListener === true || isLoopback(listen.host) || internalApiKey.isSet) return undefined;
  return (
    `${both} that others reach: the internal API would be open to all. ` +
    `Give them two, set ${PREFIX}INTERNAL_API_KEY, or say with ${PREFIX}SHARED_LISTENER=true that a gateway routes only the public paths`
  );
}

function findOidcProblem(config: Config): string | undefined {
  const { protocol, hostname } = new URL(config.oidcIssuer);
  if (protocol !== 'https:' && !isLoopback(hostname.replace(/^\[|\]$/g, '')))
    return `${PREFIX}OIDC_ISSUER must be an https address: the sign-in would be open to everyone on the way`;
  if (config.oidcClientId === '' || config.publicUrl === '')
    return `${PREFIX}OIDC_ISSUER needs ${PREFIX}OIDC_CLIENT_ID and ${PREFIX}PUBLIC_URL, to which the issuer sends operators back`;
  if (config.console !== 'public') return `${PREFIX}OIDC_ISSUER needs ${PREFIX}CONSOLE=public`;
  if (config.userAuth === 'gateway')
    return `${PREFIX}OIDC_ISSUER is set, and ${PREFIX}USER_AUTH=gateway: the gateway signs in`;
  return hasNoUsers(config)
    ? `${PREFIX}OIDC_ISSUER needs ${PREFIX}USER_JWKS_URL or ${PREFIX}USER_KEYS: its tokens would not be accepted`
    : undefined;
}

/** True if no users are configured: the first run of an installation that only this machine reaches (D12). */
export const hasNoUsers = ({
  userAuth,
  userKeys,
  userJwksUrl,
}: Pick<Config, 'userAuth' | 'userKeys' | 'userJwksUrl'>): boolean =>
  userAuth === 'verify' && userKeys.length === 0 && userJwksUrl === '';

/** True if both listeners have one address (D18). With port 0 each listener gets a port of its own. */
export const isOneAddress = (one: Address, other: Address): boolean =>
  one.port !== 0 && one.port === other.port && one.host === other.host;

/** True if only this machine reaches the address. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
