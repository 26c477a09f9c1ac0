// The process that serves: settings → compose → listen → a signal → drain → dispose. It ends on its own when nothing is left to do.
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { compose, type Service } from './compose.ts';
import { changedSettings } from './config/changed-settings.ts';
import type { Environment } from './config/environment.ts';
import { readConfig, type Config } from './config/settings.ts';
import { PREFIX } from './config/wrong-settings.ts';
import { firstSteps, type Addresses } from './cli/first-steps.ts';
import { growYoungGeneration } from './cli/heap.ts';
import { switchOptimizer } from './cli/optimizer.ts';
import { Refused } from './domain/errors.ts';
import { BASE } from './http/routes.ts';
import { noteSettings } from './service/installation/note-settings.ts';

const SECOND = 1000;
/** The longest time of a request (listener.ts). */
const DRAIN_MS = 30 * SECOND;
/** The time for a caller that is about to send on an idle connection. */
const IDLE_MS = SECOND;
/** The time for a request to arrive whole; the listener checks it every two seconds. A stranger's body must not delay the end. */
const ARRIVAL_MS = 2 * SECOND;

export async function serve(env: Environment): Promise<void> {
  const { config, warnings } = readConfig(env);
  if (config.mongo.isSet) growYoungGeneration();
  const death = watchStore();
  const service = await compose(config, { processMetrics: true, storeDied: death.storeDied });
  warnings.forEach((warning) => service.log.warn('settings', { warning }));
  const signals = watchSignals(); // before the listeners: from now on, a signal asks the process to stop
  try {
    const addresses = await listen(service, config);
    switchOptimizer('on');
    process.stdout.write(
      firstSteps({ ...addresses, ...consoleOf(service, config, addresses) }, service.operatorTokenFile),
    );
    service.log.info('listening', addresses);
    await noteStart(service, env);
    const end = await Promise.race([signals.first, death.ofStore]);
    if (end instanceof Refused) service.log.error('store', { problem: end.message });
    else service.log.info('stopping', { signal: end });
    await drain(service, end === 'SIGTERM' ? config.drainDelaySeconds * SECOND : 0);
    if (end instanceof Refused) throw end;
  } finally {
    signals.forget();
    await service[Symbol.asyncDispose]();
  }
}

/** Does not fail the start, because the store may be away for a moment. */
async function noteStart({ deps, store, log }: Service, env: Environment): Promise<void> {
  try {
    await noteSettings({ ...deps, ...store }, changedSettings(env));
  } catch (error) {
    log.warn('settings', { warning: `changed settings are not in the audit: ${String(error)}` });
  }
}

/** `ofStore` resolves when the store has failed for good. The process then finishes its answers and ends. */
function watchStore(): { readonly storeDied: (why: string) => void; readonly ofStore: Promise<Refused> } {
  let storeDied = (_why: string): void => undefined;
  const ofStore = new Promise<Refused>((resolve) => {
    storeDied = (why) => resolve(new Refused('store_unavailable', why));
  });
  return { storeDied: (why) => storeDied(why), ofStore };
}

/** Returns the address of the console, if it is served, and the code of a link. The code is printed, never logged. */
function consoleOf(
  { signInLink }: Service,
  { console: place }: Config,
  addresses: Pick<Addresses, 'public' | 'internal'>,
): Pick<Addresses, 'console' | 'signInCode'> {
  if (place === 'off') return {};
  return {
    console: `${addresses[place]}${BASE.console}/`,
    ...(signInLink && { signInCode: signInLink.issue() }),
  };
}

/** Opens both listeners. If one cannot listen, closes the other and throws an error that names the setting. */
async function listen(service: Service, config: Config): Promise<{ public: string; internal: string }> {
  const { publicServer, internalServer } = service;
  const open = await addressOf(publicServer, 'LISTEN', config.listen);
  if (internalServer === publicServer) return { public: open, internal: open };
  try {
    return { public: open, internal: await addressOf(internalServer, 'INTERNAL_LISTEN', config.internalListen) };
  } catch (error) {
    publicServer.close();
    publicServer.closeAllConnections();
    throw error;
  }
}

async function addressOf(server: Server, setting: string, { host, port }: Config['listen']): Promise<string> {
  server.listen({ port, ...(host && { host }) });
  await once(server, 'listening').catch((error: unknown) => {
    throw new Error(`${PREFIX}${setting}: cannot listen on ${host}:${port}: ${problemOf(error)}`);
  });
  const address = server.address();
  const bound = isAddress(address) ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host || '127.0.0.1'}:${bound}`;
}

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  return PROBLEMS[code] ?? code;
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process has this port',
  EACCES: 'this user may not open this port',
  EADDRNOTAVAIL: 'this machine does not have this address',
  ENOTFOUND: 'there is no such host',
};

const isAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

interface Signals {
  /** Resolves with the first signal to stop. The second one ends the process at once. */
  readonly first: Promise<string>;
  /** Removes the handlers of signals: from here on, each signal ends the process at once. */
  readonly forget: () => void;
}

function watchSignals(): Signals {
  process.on('SIGHUP', () => {}); // a closed terminal does not ask the process to stop
  let heard = (_signal: string): void => undefined;
  const first = new Promise<string>((resolve) => (heard = resolve));
  STOP_SIGNALS.forEach((signal) => process.once(signal, heard));
  return { first, forget: () => STOP_SIGNALS.forEach((signal) => process.off(signal, heard)) };
}

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Makes the node not ready, so that load balancers stop sending. From then on each answer ends its connection, so that no caller
 * sends on a connection that is about to close. Then it accepts no new connection, finishes every open request, and ends every
 * unbounded wait. A request that has not arrived whole four seconds later is cut.
 */
async function drain(service: Service, delayMs: number): Promise<void> {
  const servers = [...new Set([service.publicServer, service.internalServer])];
  service.stopping();
  servers.forEach((server) => server.prependListener('request', endConnection));
  await sleep(delayMs);
  servers.forEach((server) => Object.assign(server, { headersTimeout: ARRIVAL_MS, requestTimeout: ARRIVAL_MS }));
  const closed = Promise.all(servers.map(stopAccepting));
  const idle = setTimeout(() => servers.forEach((server) => server.closeIdleConnections()), IDLE_MS).unref();
  const watchdog = setTimeout(() => servers.forEach((server) => server.closeAllConnections()), DRAIN_MS).unref();
  await closed;
  clearTimeout(idle);
  clearTimeout(watchdog);
}

/** Resolves when the last connection is closed. `close` of an HTTP server would end idle ones at once. */
const stopAccepting = (server: Server): Promise<unknown> =>
  new Promise((resolve) => NetServer.prototype.close.call(server, resolve));

const endConnection = (_request: unknown, response: ServerResponse): void => {
  response.setHeader('Connection', 'close');
};
