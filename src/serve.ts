// The process that serves: settings → compose → listen → a signal → drain → dispose. It ends by itself when nothing is left to do.
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { compose, type Service } from './compose.ts';
import { changedSettings } from './config/changed-settings.ts';
import { readConfig, type Config } from './config/settings.ts';
import { firstSteps } from './cli/first-steps.ts';
import { Refused } from './domain/errors.ts';
import { noteSettings } from './service/installation/note-settings.ts';

const SECOND = 1000;
/** Longest time of a request (listener.ts). */
const DRAIN_MS = 30 * SECOND;
/** Leaves time to a caller that is about to send on an idle connection. */
const IDLE_MS = SECOND;

export async function serve(): Promise<void> {
  const { config, warnings } = readConfig();
  const death = watchStore();
  const service = await compose(config, { processMetrics: true, storeDied: death.storeDied });
  warnings.forEach((warning) => service.log.warn('settings', { warning }));
  const stopped = untilSignal(); // before the listeners: from then on, a signal is a wish to stop
  try {
    const addresses = await listen(service, config);
    process.stdout.write(firstSteps(addresses, service.operatorTokenFile));
    service.log.info('listening', addresses);
    await noteStart(service);
    const end = await Promise.race([stopped, death.ofStore]);
    if (end instanceof Refused) service.log.error('store', { problem: end.message });
    else service.log.info('stopping', { signal: end });
    await drain(service, end === 'SIGTERM' ? config.drainDelaySeconds * SECOND : 0);
    if (end instanceof Refused) throw end;
  } finally {
    await service[Symbol.asyncDispose]();
  }
}

/** Never fails a start: the store may be away for now. */
async function noteStart({ deps, store, log }: Service): Promise<void> {
  try {
    await noteSettings({ ...deps, ...store }, changedSettings());
  } catch (error) {
    log.warn('settings', { warning: `changed settings are not in the audit: ${String(error)}` });
  }
}

/** `ofStore` resolves when the store has died: the process then answers what it has, and ends. */
function watchStore(): { readonly storeDied: (why: string) => void; readonly ofStore: Promise<Refused> } {
  let storeDied = (_why: string): void => undefined;
  const ofStore = new Promise<Refused>((resolve) => {
    storeDied = (why) => resolve(new Refused('store_unavailable', why));
  });
  return { storeDied: (why) => storeDied(why), ofStore };
}

async function listen(service: Service, config: Config): Promise<{ public: string; internal: string }> {
  const { publicServer, internalServer } = service;
  const open = await addressOf(publicServer, config.listen);
  const internal = internalServer === publicServer ? open : await addressOf(internalServer, config.internalListen);
  return { public: open, internal };
}

async function addressOf(server: Server, { host, port }: Config['listen']): Promise<string> {
  server.listen({ port, ...(host && { host }) });
  await once(server, 'listening');
  const address = server.address();
  const bound = isAddress(address) ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host || '127.0.0.1'}:${bound}`;
}

const isAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

async function untilSignal(): Promise<string> {
  process.on('SIGHUP', () => {}); // a terminal that closes is no wish to stop
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => resolve(signal));
  });
}

/**
 * Not ready first, so that balancers look away; each answer from then on ends its connection, so that no caller sends on one that is
 * about to go; then no new connection, every open request to its end, and nothing that waits for ever.
 */
async function drain(service: Service, delayMs: number): Promise<void> {
  const servers = [...new Set([service.publicServer, service.internalServer])];
  service.stopping();
  servers.forEach((server) => server.prependListener('request', endConnection));
  await sleep(delayMs);
  const closed = Promise.all(servers.map(stopAccepting));
  const idle = setTimeout(() => servers.forEach((server) => server.closeIdleConnections()), IDLE_MS).unref();
  const watchdog = setTimeout(() => servers.forEach((server) => server.closeAllConnections()), DRAIN_MS).unref();
  await closed;
  clearTimeout(idle);
  clearTimeout(watchdog);
}

/** Resolves when the last connection is gone. `close` of an HTTP server would end the idle ones at once. */
const stopAccepting = (server: Server): Promise<unknown> =>
  new Promise((resolve) => NetServer.prototype.close.call(server, resolve));

const endConnection = (_request: unknown, response: ServerResponse): void => {
  response.setHeader('Connection', 'close');
};
