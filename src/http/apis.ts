// All APIs on their listeners, on one page (D18): the documents of each listener, their callers, and the size of their bodies.
//
// The way of a request, step by step:
//   server/listener     connections and times are bounded, pipelined requests wait for their turn, the deadline starts
//   hot/                answers verify, connects and auth requests of the plainest form; every other request goes on to Express
//   bind/app            id, account and span, headers of every answer, server/request-check (size, host, target), the console's step
//   bind/bind           the operation of the document → callers/ (credential, scopes, rate) → the body → the validator
//   api/                the handler: a read of the store, or a command of service/
//   refuse, errors      turn a refusal at any step into an answer and a line in the log
import type { IncomingMessage, Server } from 'node:http';
import type { Logger } from 'winston';
import type { Config } from '../config/settings.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Address } from '../config/kinds.ts';
import { isLoopback, isOneAddress } from '../config/rules.ts';
import type { Tracing } from '../observe/tracing.ts';
import type { Deps } from '../service/deps.ts';
import type { Feed } from '../store/store.ts';
import type { SignIn, Users } from '../tokens/tokens.ts';
import { machine, tenantKey, tenantUser } from './callers/api-keys.ts';
import { createAccount, type Account } from './account.ts';
import { nameOwnTenant } from './own-tenant.ts';
import { createRefuse, type Refuse } from './refuse.ts';
import { BASE, VERIFY } from './routes.ts';
import { createApp } from './bind/app.ts';
import { bind } from './bind/bind.ts';
import type { ValidatorOf } from './bind/validators.ts';
import { type Authenticate, nobody, rated, user } from './callers/callers.ts';
import { authRequestPath } from './hot/auth-request.ts';
import { connectHotPath } from './hot/connect.ts';
import { devicesV1 } from './api/devices-v1.ts';
import type { Listener } from './bind/document.ts';
import { internalV1, type InternalDeps } from './api/internal-v1.ts';
import { createBodyRoom, type BodyRoom } from './server/body-room.ts';
import { createRequestCheck, GATEWAY_ROOM, type RequestCheck } from './server/request-check.ts';
import { checkOrigin, type HostRules } from './server/request-hosts.ts';
import { createTargetCheck, type HasOneReading } from './server/request-target.ts';
import { createListener, type ListenerBounds } from './server/listener.ts';
import type { EventsDeps } from './api/events.ts';
import { managementV2 } from './api/management-v2.ts';
import { tenantDevices } from './api/tenant-devices.ts';
import { verifyHotPath, verifyPlain, verifyStrayPath } from './hot/verify.ts';
import { bindConsole } from './console/bind-console.ts';
import { readConsoleFiles, type ConsoleFiles } from './console/files.ts';
import { openConsole } from './console/open-console.ts';
import type { SignInLink } from './console/sign-in-link.ts';
import { documentsOn } from './api/openapi-page.ts';
import type { SearchDeps } from './api/search.ts';
import { readiness, type ReadinessParts } from './api/readiness.ts';
import { behindGateway, withInternalKey } from './callers/shared-secret.ts';
import { wellKnown } from './api/well-known.ts';

export interface ApiParts
  extends
    ReadinessParts,
    EventsDeps,
    Pick<SearchDeps, 'search'>,
    Pick<InternalDeps, 'diagnose' | 'backup' | 'revocations' | 'listKeys'> {
  readonly config: Config;
  readonly feed: Pick<Feed, 'append' | 'head' | 'read' | 'cursor'>;
  /** Users of the tenant devices API. */
  readonly tenantUsers: Users;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
  /** The file of the first run's token. Absent if users are configured. */
  readonly operatorTokenFile: string | undefined;
  /** The one-time link of the first run. Absent if there is none. */
  readonly signInLink: SignInLink | undefined;
  /** The sign-in at an issuer, for the console. Absent if no issuer is set. */
  readonly oidc: SignIn | undefined;
  readonly validatorOf: ValidatorOf;
  /** Bounds that replace the usual ones. */
  readonly bounds?: Partial<Bounds> | undefined;
}

export interface Bounds extends ListenerBounds {
  /** The longest time that a gateway waits for a verdict. */
  readonly verifyMs: number;
}

const MAX_AUTH_REQUEST_BYTES = 64 * 1024;
const VERIFY_MS = 1000;

export function openApis(deps: Deps, parts: ApiParts): { publicServer: Server; internalServer: Server } {
  const { log, metrics, config } = parts;
  const shared = {
    ...parts,
    account: createAccount({ log, metrics }),
    refuse: createRefuse(log),
    hasOneReading: createTargetCheck(VERIFY),
    consoleFiles: config.console === 'off' ? undefined : readConsoleFiles(),
  };
  if (isOneAddress(config.listen, config.internalListen)) {
    const server = openListener(['public', 'internal'], deps, { ...shared, address: config.internalListen });
    return { publicServer: server, internalServer: server };
  }
  return {
    publicServer: openListener(['public'], deps, { ...shared, address: config.listen }),
    internalServer: openListener(['internal'], deps, { ...shared, address: config.internalListen }),
  };
}

interface ListenedParts extends ApiParts {
  readonly address: Address;
  readonly account: Account;
  readonly refuse: Refuse;
  readonly hasOneReading: HasOneReading;
  readonly consoleFiles: ConsoleFiles | undefined;
}

/** The hot paths are asked in this order. With tracing, every request except verify takes the traced path. */
function openListener(listeners: readonly Listener[], deps: Deps, parts: ListenedParts): Server {
  const { config, metrics, refuse, account, hasOneReading } = parts;
  const hosts = hostRulesOf(parts);
  const check = createRequestCheck({ hosts, hasOneReading });
  const bodyRoom = createBodyRoom(config.maxUnfinishedBytes, metrics.bodyRefused);
  const { verifyMs = VERIFY_MS, deadlineMs: longestMs = verifyMs } = parts.bounds ?? {};
  const deadlineMs = Math.min(verifyMs, longestMs);
  const verify = { ...deps, refuse, metrics, deadlineMs, explains: config.verifyExplain };
  const hot = { ...deps, account, refuse, check, bodyRoom, maxBodyBytes: maxAuthRequestOf(config) };
  const [isInternal, isPublic] = [listeners.includes('internal'), listeners.includes('public') && !parts.tracing];
  return createListener(appFor(listeners, deps, { ...parts, check, hosts, bodyRoom }), {
    ...(isInternal && { firstPath: verifyPlain(verify), strayPath: verifyStrayPath(verify), room: GATEWAY_ROOM }),
    isForGateways: !listeners.includes('public'),
    hotPaths: [...(isInternal ? [verifyHotPath(verify)] : []), ...(isPublic ? [connectHotPath(hot)] : [])],
    ...(isPublic && { pacedPath: authRequestPath(hot) }),
    bounds: { maxPerAddress: config.maxPerAddress, ...parts.bounds },
    hasOneReading,
    rewrite: nameOwnTenant,
    isPaced: (url) => url.startsWith(BASE['devices-v1']),
    turnedAway: (cap) => metrics.turnedAway(cap),
  });
}

const hostRulesOf = ({ address, config: { allowedHosts } }: ListenedParts): HostRules => ({
  only: isLoopback(address.host) ? [address.host, ...allowedHosts] : undefined,
  origins: allowedHosts,
});

interface BoundParts extends ListenedParts {
  readonly check: RequestCheck;
  readonly bodyRoom: BodyRoom;
  readonly hosts: HostRules;
}

function appFor(listeners: readonly Listener[], deps: Deps, parts: BoundParts) {
  const { config, tracing, validatorOf, account, refuse, check, hosts, bodyRoom } = parts;
  const common = {
    listeners,
    callers: callersOf(deps, parts),
    checkInternal: (request: IncomingMessage) => checkOrigin(request, hosts),
    maxBodyBytes: config.maxBodyBytes,
    bodyRoom,
    validatorOf,
  };
  const documents = apisOf(listeners, deps, parts).map((api) => bind({ ...common, ...api }));
  const page = openConsole(listeners, { ...deps, ...parts, files: parts.consoleFiles });
  const ofConsole = page ? bindConsole(page, { common, deps: { ...deps, ...parts } }) : [];
  return createApp({
    documents: [...ofConsole, ...documents],
    account,
    refuse,
    tracing,
    check,
    pageStep: page?.step,
    pageForFailure: page?.pageForFailure,
  });
}

/** Returns the documents with their handlers, and the caller's name for operations without a credential. */
function apisOf(listeners: readonly Listener[], deps: Deps, parts: BoundParts) {
  const { config, store, tenantUsers, metrics } = parts;
  return [
    {
      document: 'devices-v1',
      api: 'devices',
      handlers: devicesV1(deps),
      anonymous: 'device',
      maxBodyBytes: maxAuthRequestOf(config),
    },
    {
      document: 'management-v2',
      api: 'management',
      handlers: managementV2({ ...deps, ...parts }),
      anonymous: 'anyone',
    },
    {
      document: 'internal-v1',
      api: 'internal',
      handlers: internalV1({ ...deps, ...parts, ...brokerPartsOf(config), ping: () => store.ping() }),
      anonymous: 'internal',
    },
    {
      document: 'tenant-devices',
      api: 'tenantDevices',
      handlers: tenantDevices(deps),
      callers: { user: verifiedBy(parts, tenantUsers, tenantUser(tenantUsers)), apiKey: tenantKey(deps) },
      anonymous: 'anyone',
    },
    {
      document: 'well-known',
      api: 'wellKnown',
      handlers: wellKnown({
        ...deps,
        metrics,
        readiness: () => readiness(parts),
        documents: documentsOn({ listeners, onPublic: config.publicDocs }),
      }),
      anonymous: 'anyone',
    },
  ] as const;
}

/** The rules for answers to brokers. If devices have tenants, topics begin with the tenant. */
function brokerPartsOf(config: Config) {
  const { issuer, audience, brokerSessionSeconds, brokerAnyClientId, brokerVhosts, brokerPublish, brokerSubscribe } =
    config;
  const usual = [`${config.tenantTokenKeys.length === 0 ? '' : '{tenant}/'}devices/{device}/#`];
  return {
    issued: { issuer, audience },
    brokerRules: {
      sessionSeconds: brokerSessionSeconds,
      checksClientId: !brokerAnyClientId,
      vhosts: brokerVhosts,
      publish: brokerPublish.length === 0 ? usual : brokerPublish,
      subscribe: brokerSubscribe.length === 0 ? usual : brokerSubscribe,
    },
  };
}

const maxAuthRequestOf = ({ maxBodyBytes }: Config): number => Math.min(MAX_AUTH_REQUEST_BYTES, maxBodyBytes);

/** Returns the authentication for each name of a security scheme. */
function callersOf(deps: Deps, parts: ApiParts): Readonly<Record<string, Authenticate>> {
  const { config, users } = parts;
  const { rates } = deps;
  return {
    user: rated(rates, verifiedBy(parts, users, user(users))),
    apiKey: rated(rates, machine(deps)),
    internalKey: config.internalApiKey.isSet ? withInternalKey(config.internalApiKey, 'internal') : nobody('internal'),
  };
}

/** In gateway mode, checks that the caller is the gateway before its user's token is accepted (D12). */
const verifiedBy = ({ config, users }: ApiParts, of: Users, authenticate: Authenticate): Authenticate =>
  config.userAuth === 'gateway' && of === users ? behindGateway(config, authenticate) : authenticate;
