// scripts/deploy/nginx.conf, with only the addresses replaced: a real nginx in front of the service lets only good tokens pass.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp, type TestApp } from '../support/app/app.ts';
import { freePort } from '../support/free-port.ts';
import { describeIf, isInstalled } from '../support/optional.ts';
import { until } from '../support/until.ts';

const IDENTITY = ['X-MEN-Device-Id', 'X-MEN-Tenant-Id', 'X-MEN-Token-Id', 'X-MEN-Token-Exp', 'X-MEN-Auth-Set-Id'];
const CONF = new URL('../../scripts/deploy/nginx.conf', import.meta.url);

describeIf(isInstalled('nginx'), 'nginx (Debian: nginx-light)', 'nginx in front', () => {
  const folder = mkdtempSync(join(tmpdir(), 'devauth-nginx-'));
  let app: TestApp;
  let nginx: ChildProcess;
  let url: string;
  beforeAll(async () => {
    app = await openApp();
    const [port, application] = [await freePort(), await freePort()];
    url = `http://127.0.0.1:${port}`;
    mkdirSync(join(folder, 'logs'));
    writeFileSync(join(folder, 'nginx.conf'), configuration(app, port, application));
    nginx = spawn('nginx', ['-p', folder, '-c', 'nginx.conf', '-g', 'daemon off; pid nginx.pid; error_log stderr;'], {
      stdio: 'ignore',
    });
    await until('nginx answers', () => fetch(url).catch(() => undefined));
  }, 30_000);
  afterAll(async () => {
    nginx.kill('SIGTERM');
    await once(nginx, 'exit');
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const call = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(url + path, { headers });
    return { status: answer.status, text: await answer.text(), challenge: answer.headers.get('www-authenticate') };
  };

  test("lets a device with a good token pass, with its identity instead of the client's headers", async () => {
    const { token } = await app.accepted();
    const { headers } = await app.verify(token);
    const [device, tenant, jti, expiry, authSet] = IDENTITY.map((name) => headers.get(name));

    const answer = await call('/some/application', {
      Authorization: `Bearer ${token}`,
      ...Object.fromEntries(IDENTITY.map((name) => [name, 'of-the-client'])),
    });

    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      `hello, device ${device} of ${tenant}, token ${jti} until ${expiry}, auth set ${authSet}\n`,
    );
  });

  test('refuses everybody else, and the device from the moment it is rejected', async () => {
    const seen = await app.accepted();
    await app.setStatus(seen, 'rejected');

    expect(await call('/some/application')).toMatchObject({ status: 401, challenge: 'Bearer' });
    expect((await call('/some/application', { Authorization: `Bearer ${seen.token}` })).status).toBe(401);
  });

  test('serves the public APIs, and nothing that is internal', async () => {
    const statuses = await Promise.all(
      [
        '/.well-known/jwks.json',
        '/openapi',
        '/metrics',
        '/readyz',
        '/api/internal/v1/devauth/alive',
        '/api/internal/v1/devauth/tokens/verify',
      ].map((path) => call(path)),
    );

    expect(statuses.map(({ status }) => status)).toEqual([200, 404, 404, 404, 404, 404]);
  });
});

function configuration(app: TestApp, port: number, application: number): string {
  const hostOf = (address: string): string => new URL(address).host;
  return readFileSync(CONF, 'utf8')
    .replace(/server node-1:8080[^;]*/, `server ${hostOf(app.publicUrl)}`)
    .replace(/server node-1:8081[^;]*/, `server ${hostOf(app.internalUrl)}`)
    .replace(/\s*server node-2[^;]*;/g, '')
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replaceAll('127.0.0.1:9000', `127.0.0.1:${application}`)
    .replace('http {', 'http {\n  access_log off;');
}
