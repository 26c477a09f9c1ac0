#!/usr/bin/env node
// The process: settings → compose → listen → a signal → dispose. It ends by itself when nothing is left to do.
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compose, type Service } from './compose.ts';
import { readConfig, WrongSettings, type Config } from './config.ts';
import { Refused } from './domain/errors.ts';
import { firstSteps } from './first-steps.ts';

const DRAIN_MS = 30_000;

async function serve(): Promise<void> {
  const { config, warnings } = readConfig();
  const service = await compose(config);
  warnings.forEach((warning) => service.log.warn('settings', { warning }));
  const stopped = untilSignal(); // before the listeners: from then on, a signal is a wish to stop
  try {
    const addresses = await listen(service, config);
    process.stdout.write(firstSteps(addresses, service.operatorTokenFile));
    service.log.info('listening', addresses);
    service.log.info('stopping', { signal: await stopped });
    await drain(service);
  } finally {
    await service[Symbol.asyncDispose]();
  }
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

/** No new connection, every open request to its end, and nothing that waits for ever. */
async function drain({ publicServer, internalServer }: Service): Promise<void> {
  const servers = [...new Set([publicServer, internalServer])];
  const watchdog = setTimeout(() => servers.forEach((server) => server.closeAllConnections()), DRAIN_MS).unref();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  clearTimeout(watchdog);
}

serve().catch((error: unknown) => {
  process.exitCode = 1;
  if (error instanceof WrongSettings)
    error.problems.forEach((problem) => process.stderr.write(`devauth: ${problem}\n`));
  else if (error instanceof Refused) process.stderr.write(`devauth: ${error.message}\n`);
  else process.stderr.write(`devauth: ${error instanceof Error ? error.message : 'failed to start'}\n`);
});
