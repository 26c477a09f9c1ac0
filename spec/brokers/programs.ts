// The brokers of scripts/brokers as programs. Each starts with its own configuration; only the addresses are replaced.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.ts';
import { isInstalled } from '../support/optional.ts';
import { until } from '../support/until.ts';

export interface RunningBroker {
  /** The port of MQTT. */
  readonly port: number;
  /** The port of its own protocol. */
  readonly clientPort?: number;
  /** Its output so far. */
  readonly output: () => string;
  stop(): Promise<void>;
}

export const SCRIPTS = fileURLToPath(new URL('../../scripts/brokers/', import.meta.url));
const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'devauth-ci');
/** The path of Debian's package, because the program on the PATH changes its user. */
const RABBITMQ = '/usr/lib/rabbitmq/bin/rabbitmq-server';
export const NATS = join(CACHE, 'bin', 'nats-server');

export const isRabbitmqInstalled = (): boolean => existsSync(RABBITMQ);
export const isNatsInstalled = (): boolean => existsSync(NATS);

/** Copies the configuration into a folder, and replaces texts in one file. */
export function configurationOf(broker: string, file: string, rewrite: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), `devauth-${broker}-`));
  cpSync(join(SCRIPTS, broker), folder, { recursive: true });
  writeFileSync(join(folder, file), rewrite(readFileSync(join(folder, file), 'utf8')));
  return folder;
}

/** A virtual host beside `/`. */
export const OTHER_VHOST = 'globex';

/** An operator: `ops`, `secret`. */
export async function startRabbitmq(
  internalUrl: string,
  { admin }: { readonly admin: number },
): Promise<RunningBroker> {
  const [mqtt, amqp, dist, epmd] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const folder = configurationOf('rabbitmq', 'rabbitmq.conf', (text) =>
    text
      .replaceAll('http://devauth:8081', internalUrl)
      .replace('mqtt.listeners.tcp.default = 1883', `mqtt.listeners.tcp.default = 127.0.0.1:${mqtt}`)
      .replace('127.0.0.1:5672', `127.0.0.1:${amqp}`)
      .replace('15672', String(admin))
      .concat('\ndefault_user = ops\ndefault_pass = secret\ndefault_user_tags.administrator = true\n'),
  );
  writeFileSync(join(folder, 'enabled_plugins'), '[rabbitmq_mqtt,rabbitmq_auth_backend_http,rabbitmq_management].\n');
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    RABBITMQ_NODENAME: `devauth${mqtt}@localhost`,
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_DIST_PORT: String(dist),
    ERL_EPMD_PORT: String(epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
  const mapper = start('epmd', ['-port', String(epmd), '-address', '127.0.0.1'], { folder }); // otherwise a daemon would stay
  await listening(mapper, epmd);
  const running = start(RABBITMQ, [], { folder, env });
  await listening(running, mqtt, 60_000);
  await addVhost(admin);
  return {
    ...running,
    port: mqtt,
    stop: async () => {
      await running.stop();
      await mapper.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function addVhost(admin: number): Promise<void> {
  const headers = { Authorization: `Basic ${Buffer.from('ops:secret').toString('base64')}` };
  const { status } = await fetch(`http://127.0.0.1:${admin}/api/vhosts/${OTHER_VHOST}`, { method: 'PUT', headers });
  if (status !== 201) throw new Error(`RabbitMQ answered ${status} to a new virtual host`);
}

export interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  stop(): Promise<void>;
}

export function start(
  program: string,
  args: readonly string[],
  { folder, env }: { readonly folder: string; readonly env?: NodeJS.ProcessEnv },
): Started {
  const child = spawn(program, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(env && { env }),
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'exit');
  return {
    child,
    output: () => output,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
        process.kill(-child.pid, 'SIGKILL');
      await ended;
    },
  };
}

/** Waits until a program accepts connections there. */
export async function listening({ child, output }: Started, port: number, withinMs = 20_000): Promise<void> {
  const { connect } = await import('node:net');
  await until(
    `something listens on ${port}: ${output()}`,
    () =>
      new Promise<boolean>((resolve, reject) => {
        if (child.exitCode !== null) reject(new Error(`it ended: ${output()}`));
        const socket = connect(port, '127.0.0.1');
        socket.once('connect', () => (socket.destroy(), resolve(true)));
        socket.once('error', () => resolve(false));
      }),
    withinMs,
  );
}

/** Starts its callout service too. */
export async function startNats(
  internalUrl: string,
  { admin: client }: { readonly admin: number },
): Promise<RunningBroker> {
  const mqtt = await freePort();
  const folder = configurationOf('nats', 'nats.conf', (text) =>
    text.replace('0.0.0.0:4222', `127.0.0.1:${client}`).replace('0.0.0.0:1883', `127.0.0.1:${mqtt}`),
  );
  const keyFile = join(folder, 'key');
  const issuer = spawnSync(process.execPath, ['callout.mjs', '--new-key', keyFile], { cwd: folder }).stdout.toString();
  const env = {
    PATH: process.env['PATH'],
    CALLOUT_PASSWORD: 'secret',
    CALLOUT_ISSUER: issuer.trim(),
    KICKER_PASSWORD: 'kicks',
  };
  const nats = start(NATS, ['-c', 'nats.conf'], { folder, env });
  await listening(nats, mqtt);
  const settings = { NATS_ADDRESS: `127.0.0.1:${client}`, CALLOUT_KEY_FILE: keyFile };
  const DEVAUTH_BROKERS = `${internalUrl}/api/internal/v1/devauth/brokers`;
  const callout = start(process.execPath, ['callout.mjs'], { folder, env: { ...env, ...settings, DEVAUTH_BROKERS } });
  return {
    output: () => nats.output() + callout.output(),
    port: mqtt,
    clientPort: client,
    stop: async () => {
      await callout.stop();
      await nats.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Builds the plugin first. */
export async function startMosquitto(internalUrl: string): Promise<RunningBroker> {
  const mqtt = await freePort();
  const folder = configurationOf(
    'mosquitto',
    'mosquitto.conf',
    (text) =>
      text
        .replace('listener 1883 0.0.0.0 ', `listener ${mqtt} 127.0.0.1 `)
        .replace('http://devauth:8081', internalUrl)
        .concat(`\nuser ${userInfo().username}\n`), // root's mosquitto would become another user
  );
  const built = spawnSync('gcc', ['-O2', '-Wall', '-Werror', '-fPIC', '-shared', '-o', 'devauth.so', 'devauth.c'], {
    cwd: folder,
  });
  if (built.status !== 0) throw new Error(`the plugin cannot be built: ${built.stderr.toString()}`);
  const mosquitto = start('/usr/sbin/mosquitto', ['-c', 'mosquitto.conf'], { folder });
  await listening(mosquitto, mqtt);
  return {
    output: mosquitto.output,
    port: mqtt,
    stop: async () => {
      await mosquitto.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const isMosquittoUsable = (): boolean =>
  existsSync('/usr/sbin/mosquitto') && existsSync('/usr/include/mosquitto_plugin.h') && isInstalled('gcc');
