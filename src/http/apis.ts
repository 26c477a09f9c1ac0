// All APIs on their listeners, on one page (D18): which document is served where, to whom, and what its bodies may weigh.
import type { Server } from 'node:http';
import type { Logger } from 'winston';
import type { Config } from '../config.ts';
import type { Deps } from '../service/deps.ts';
import type { Store } from '../store/store.ts';
import type { Users } from '../tokens/tokens.ts';
import { createApp } from './app.ts';
import { bind } from './bind.ts';
import { user } from './caller.ts';
import { devicesV1 } from './devices-v1.ts';
import type { Listener } from './document.ts';
import { internalV1 } from './internal-v1.ts';
import { createListener } from './listener.ts';
import { managementV2 } from './management-v2.ts';
import { verifyHotPath } from './verify-hot-path.ts';
import { wellKnown, type Readiness } from './well-known.ts';

export interface ApiParts {
  readonly config: Config;
  readonly store: Pick<Store, 'ping'>;
  readonly users: Users & { ready(): boolean };
  readonly log: Logger;
  readonly validateResponses: boolean;
}

const MAX_AUTH_REQUEST_BYTES = 64 * 1024;

export async function openApis(deps: Deps, parts: ApiParts): Promise<{ publicServer: Server; internalServer: Server }> {
  const { listen, internalListen } = parts.config;
  const hotPath = verifyHotPath({ ...deps, log: parts.log });
  const shared = listen.port !== 0 && listen.port === internalListen.port && listen.host === internalListen.host;
  if (shared) {
    const server = createListener(await appFor(['public', 'internal'], deps, parts), hotPath);
    return { publicServer: server, internalServer: server };
  }
  return {
    publicServer: createListener(await appFor(['public'], deps, parts)),
    internalServer: createListener(await appFor(['internal'], deps, parts), hotPath),
  };
}

async function appFor(listeners: readonly Listener[], deps: Deps, parts: ApiParts) {
  const { config, store, users, log, validateResponses } = parts;
  const common = { listeners, callers: { user: user(users) }, maxBodyBytes: config.maxBodyBytes, validateResponses };
  const maxAuthRequest = Math.min(MAX_AUTH_REQUEST_BYTES, config.maxBodyBytes);
  const apis = [
    { document: 'devices-v1', handlers: devicesV1(deps), anonymous: 'device', maxBodyBytes: maxAuthRequest },
    { document: 'management-v2', handlers: managementV2(deps), anonymous: 'anyone' },
    { document: 'internal-v1', handlers: internalV1({ ...deps, ping: () => store.ping() }), anonymous: 'internal' },
    {
      document: 'well-known',
      handlers: wellKnown({ ...deps, readiness: () => readiness(parts) }),
      anonymous: 'anyone',
    },
  ];
  return createApp({ routers: await Promise.all(apis.map((api) => bind({ ...common, ...api }))), log });
}

async function readiness({ store, users }: ApiParts): Promise<Readiness> {
  const reachable = store.ping().then(
    () => 'ok' as const,
    () => 'failed' as const,
  );
  return { store: await reachable, keys: users.ready() ? 'ok' : 'failed' };
}
