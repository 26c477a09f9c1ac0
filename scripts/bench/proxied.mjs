// `tokens/verify` as a gateway asks it: nginx with one worker answers only after a subrequest (`auth_request`), to the service or to a
// bare server.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEnd, temporaryFolder } from './endings.mjs';

const PATIENCE_MS = 5000;

export const canProxy = () => spawnSync('sh', ['-c', 'command -v nginx']).status === 0;

/** Starts nginx in front of both. Returns its address for each, and a function that stops it. */
export async function startNginx({ bare, verify }) {
  const folder = temporaryFolder();
  const port = await freePort();
  mkdirSync(join(folder.path, 'logs'));
  writeFileSync(join(folder.path, 'nginx.conf'), configuration({ port, bare, verify }));
  const nginx = spawn('nginx', ['-p', folder.path, '-c', 'nginx.conf', '-e', 'logs/error.log'], { stdio: 'inherit' });
  const ended = once(nginx, 'exit');
  const stop = atEnd(async () => {
    nginx.kill('SIGTERM');
    await ended;
  });
  const url = `http://127.0.0.1:${port}`;
  await answering(url);
  return {
    bare: `${url}/bare`,
    verify: `${url}/verify`,
    stop: async () => {
      await stop();
      await folder.remove();
    },
  };
}

const configuration = ({ port, bare, verify }) => `
daemon off;
pid nginx.pid;
worker_processes 1;
events { worker_connections 256; }
http {
  access_log off;
  keepalive_requests 1000000;
  ${upstream('bare', bare)}
  ${upstream('verify', verify)}
  server {
    listen 127.0.0.1:${port};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Content-Length "";
    proxy_pass_request_body off;
    ${guarded('bare', bare)}
    ${guarded('verify', verify)}
    location @allowed { return 204; }
  }
}`;

const upstream = (name, url) => `upstream ${name} { server ${new URL(url).host}; keepalive 16; }`;

const guarded = (name, url) => `
    location = /${name} { auth_request /ask-${name}; try_files /none @allowed; }
    location = /ask-${name} { internal; proxy_pass http://${name}${new URL(url).pathname}; }`;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function answering(url) {
  for (const end = Date.now() + PATIENCE_MS; ;) {
    try {
      return void (await fetch(url));
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(20);
    }
  }
}
