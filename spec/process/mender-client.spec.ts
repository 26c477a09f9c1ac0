// The main purpose, with a stock Mender client (Debian's mender-client), unchanged, behind a gateway that asks tokens/verify.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openHttpServer, type HttpServer } from '../support/http-server.ts';
import { describeIf, isInstalled, works } from '../support/optional.ts';
import { until } from '../support/until.ts';

// A mount namespace requires root.
const usable = isInstalled('mender') && works('unshare --mount true');

describeIf(usable, 'mender-client', 'a stock Mender client', () => {
  const seen = { verdicts: [] as number[], token: '' };
  let app: TestApp;
  let gateway: HttpServer;
  let client: Client;
  let path: string;
  beforeAll(async () => {
    app = await openApp();
    gateway = await openGateway(app, seen);
    client = startClient(gateway.url);
  });
  afterAll(async () => {
    await client.stop();
    await gateway.close();
    await app.close();
  });

  test('registers and waits as pending', async () => {
    const [device] = await until('the client is pending', async () => {
      const { body } = await app.management('GET /devices?status=pending');
      return body.length === 1 && body;
    });

    path = `/devices/${device.id}/auth/${device.auth_sets[0].id}/status`;
    expect(device.identity_data).toEqual({ mac: '02:00:00:aa:bb:01', sn: 'A-1' });
    await until('the client has read why', () => client.log().includes('dev auth: unauthorized'));
  }, 60_000);

  test('gets its token once it is accepted, and the token verifies at the gateway', async () => {
    await app.management(`PUT ${path}`, { body: { status: 'accepted' } });

    await until('the gateway has let the client in', () => seen.verdicts.includes(200), 50_000);
    expect((await app.verify(seen.token)).status).toBe(200);
  }, 60_000);

  test('is out from the moment it is rejected: the same token is refused', async () => {
    const before = seen.verdicts.length;
    await app.management(`PUT ${path}`, { body: { status: 'rejected' } });
    const verified = await app.verify(seen.token);

    expect(verified.status).toBe(401);
    expect(verified.headers.get('x-men-deny-reason')).toBe('rejected');
    await until('the gateway has refused the client', () => seen.verdicts.slice(before).includes(401), 50_000);
  }, 60_000);
});

/** Passes auth requests on; every other request passes exactly if tokens/verify answers 200. */
const openGateway = (app: TestApp, seen: { verdicts: number[]; token: string }): Promise<HttpServer> =>
  openHttpServer(async (request, response) => {
    const url = request.url ?? '';
    if (url.startsWith('/api/devices/v1/authentication/')) {
      await passOn(request, response, app.publicUrl + url);
      return;
    }
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const verdict = await app.verify(token);
    seen.verdicts.push(verdict.status);
    if (verdict.status === 200) seen.token = token;
    request.resume();
    response.writeHead(verdict.status === 200 ? 204 : verdict.status).end();
  });

async function passOn(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const headers: Record<string, string> = {};
  for (const name of ['content-type', 'x-men-signature', 'authorization']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  const answer = await fetch(url, { method: request.method ?? 'GET', headers, body: Buffer.concat(chunks) });
  response.writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type') ?? '' });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

interface Client {
  log(): string;
  stop(): Promise<void>;
}

/** Its paths are fixed in the program, so it gets a mount namespace in which they are a temporary folder. */
function startClient(server: string): Client {
  const folder = mkdtempSync(join(tmpdir(), 'mender-client-'));
  for (const name of ['etc', 'share/identity', 'share/inventory', 'data'])
    mkdirSync(join(folder, name), { recursive: true });
  const identity = '#!/bin/sh\necho mac=02:00:00:aa:bb:01\necho sn=A-1\n';
  writeFileSync(join(folder, 'share/identity/mender-device-identity'), identity, { mode: 0o755 });
  writeFileSync(join(folder, 'etc/artifact_info'), 'artifact_name=release-1\n');
  writeFileSync(join(folder, 'data/device_type'), 'device_type=demo\n');
  const settings = {
    ServerURL: server,
    UpdatePollIntervalSeconds: 2,
    InventoryPollIntervalSeconds: 2,
    RetryPollIntervalSeconds: 1,
    DBus: { Enabled: false },
  };
  writeFileSync(join(folder, 'etc/mender.conf'), JSON.stringify(settings));
  const log = join(folder, 'log');
  const script = `mount --bind "$0/etc" /etc/mender && mount --bind "$0/share" /usr/share/mender &&
    exec mender --no-syslog -l info -c "$0/etc/mender.conf" -d "$0/data" daemon >"$0/log" 2>&1`;
  const child: ChildProcess = spawn('unshare', ['--mount', 'sh', '-c', script, folder], { stdio: 'ignore' });
  return {
    log: () => readFileSync(log, 'utf8'),
    stop: async () => {
      const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
