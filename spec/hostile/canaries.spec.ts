// Secrets of every kind, planted in every place of a request or a setting that can hold text, on success and on failure, at the
// most verbose level. No output of the process contains one, and its store contains none in clear.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { exchange, head } from '../support/raw-http.ts';
import { simulateDevice, type SimulatedKey } from '../support/app/simulated-device.ts';
import { ALL_USER_SCOPES } from '../support/app/tenant-app.ts';
import { until } from '../support/until.ts';
import { openUserIssuer } from '../support/app/users.ts';
import { canaries, foundIn, plant, secretText } from './canary.ts';
import { AUTH_REQUESTS, MANAGEMENT, VERIFY } from './tools.ts';

const INTERNAL = '/api/internal/v1/devauth';
const [users, tenants, strangers] = [openUserIssuer(), openUserIssuer(), openUserIssuer()];

let program: Program;
let serving: Serving;
let folder: string;
const answers: string[] = [];
const internalKey = secretText('the internal API key');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'devauth-canaries-'));
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = plant('the signing key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  writeFileSync(join(folder, 'server.pem'), pem, { mode: 0o600 });
  writeFileSync(join(folder, 'internal-key'), `${internalKey}\n`, { mode: 0o600 });
  writeFileSync(join(folder, 'crash.mjs'), CRASH);
  program = openProgram();
  serving = await program.serve({
    NODE_OPTIONS: `--import=${join(folder, 'crash.mjs')}`,
    DEVICEAUTH_LOG_LEVEL: 'debug',
    DEVICEAUTH_DATA: join(folder, 'data'),
    DEVICEAUTH_SERVER_PRIV_KEY_PATH: join(folder, 'server.pem'),
    DEVICEAUTH_INTERNAL_API_KEY_FILE: join(folder, 'internal-key'),
    DEVICEAUTH_USER_KEYS: users.publicKeyFile,
    DEVICEAUTH_TENANT_TOKEN_KEYS: tenants.publicKeyFile,
    DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '0',
    DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '0',
  });
}, 60_000);
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Ends the process at a signal, in the same way as a bug. */
const CRASH = `
process.on('SIGUSR2', () => setImmediate(() => { throw new Error('a bug') }));
`;

interface Said {
  readonly status: number;
  readonly text: string;
}

async function call(
  request: string,
  how: { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown } = {},
  keep = true,
): Promise<Said> {
  const [method = '', path = ''] = request.split(' ');
  const base = path.startsWith(INTERNAL) || path === '/metrics' ? serving.internalUrl : serving.publicUrl;
  const body = typeof how.body === 'string' || how.body instanceof Uint8Array ? how.body : JSON.stringify(how.body);
  const answer = await fetch(base + path, {
    method,
    headers: { 'Content-Type': 'application/json', ...how.headers },
    ...(how.body !== undefined && { body }),
  });
  const text = await answer.text();
  if (keep) answers.push(`${request.slice(0, 40)} ${answer.status} ${JSON.stringify([...answer.headers])} ${text}`);
  return { status: answer.status, text };
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** Uses every secret once for its purpose, and remembers it. */
async function live(): Promise<void> {
  const tenantToken = plant('a tenant token', tenants.token('acme', { 'mender.user': undefined }));
  const user = plant('a user token', users.token('acme', { scope: ALL_USER_SCOPES.join(' ') }));
  plant('an expired user token', users.token('acme', { exp: 1_700_000_000 }));
  plant('a user token of a stranger', strangers.token('acme'));
  plant('a user token without the claim', users.token('acme', { 'mender.user': false }));
  const internal = bearer(internalKey);
  const kinds: readonly SimulatedKey[] = ['P-256', 'P-384', 'RSA', 'Ed25519'];
  for (const kind of kinds) {
    const device = simulateDevice({ key: kind });
    plant(
      `the private key of a device (${kind})`,
      device.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    );
    const ask = () => {
      const { body, signature } = device.authRequest({ tenant_token: tenantToken });
      plant(`a signature (${kind})`, signature);
      return call(`POST ${AUTH_REQUESTS}`, { body, headers: { 'X-MEN-Signature': signature } }, false);
    };
    await ask();
    const [seen] = JSON.parse((await call(`GET ${MANAGEMENT}/devices?status=pending`, { headers: bearer(user) })).text);
    await call(`PUT ${MANAGEMENT}/devices/${seen.id}/auth/${seen.auth_sets[0].id}/status`, {
      body: { status: 'accepted' },
      headers: bearer(user),
    });
    const token = plant(`a device token (${kind})`, (await ask()).text);
    await call(`GET ${VERIFY}`, { headers: bearer(token) });
    const revoked = plant(`a revoked device token (${kind})`, (await ask()).text);
    const { jti } = JSON.parse(Buffer.from(revoked.split('.')[1] ?? '', 'base64url').toString());
    await call(`DELETE ${MANAGEMENT}/tokens/${jti}`, { headers: bearer(user) });
    await call(`GET ${VERIFY}`, { headers: bearer(revoked) });
  }
  const made = await call(
    `POST ${INTERNAL}/api-keys`,
    { body: { scopes: ['devices:read'], tenant_id: 'acme' }, headers: internal },
    false,
  );
  const apiKey = plant('an API key', JSON.parse(made.text).key);
  await call(`GET ${MANAGEMENT}/devices`, { headers: { 'X-API-KEY': apiKey } });
  const { deviceId } = JSON.parse((await call('POST /api/acme/devices', { body: {}, headers: bearer(user) })).text);
  const reset = await call(`POST /api/acme/devices/${deviceId}/connections/reset`, { headers: bearer(user) }, false);
  const deviceKey = plant("a tenant device's key", /ddk_[\w-]+/.exec(reset.text)?.[0] ?? '');
  await call(`POST /api/acme/devices/${deviceId}/connect`, { headers: { 'X-API-KEY': deviceKey } });
}

/** Every place of a request that can hold text. Names of query parameters are returned to their sender, and are not tried. */
function placesFor(secret: string): readonly (() => Promise<unknown>)[] {
  const line = secret.replaceAll('\n', '');
  const path = encodeURIComponent(secret);
  const user = bearer(users.token('acme'));
  const internal = bearer(internalKey);
  const device = simulateDevice();
  const signed = device.authRequest({ tenant_token: secret });
  const raw =
    (...lines: readonly string[]) =>
    async () => {
      const answer = await exchange(serving.publicUrl, lines.join('\r\n').slice(0, 15_000));
      answers.push(`raw ${answer.status} ${answer.headerLines.join()} ${answer.body}`);
    };
  // Without X-MEN-RequestID: it is the caller's id for the request, which the answer and the log contain.
  const inHeader = [
    'X-API-KEY',
    'X-MEN-Signature',
    'Cookie',
    'User-Agent',
    'traceparent',
    'Referer',
    'X-Devauth-Gateway',
  ];
  return [
    () => call(`GET ${MANAGEMENT}/devices`, { headers: bearer(line) }),
    () => call(`GET ${MANAGEMENT}/devices`, { headers: { Authorization: line } }),
    () => call(`GET ${VERIFY}`, { headers: bearer(line) }),
    () => call(`GET ${INTERNAL}/health`, { headers: bearer(line) }),
    () => call(`POST /api/acme/devices/x/connect`, { headers: { 'X-API-KEY': line } }),
    ...inHeader.map((name) => () => call(`GET ${MANAGEMENT}/devices`, { headers: { ...user, [name]: line } })),
    ...inHeader.map((name) => () => call(`POST ${AUTH_REQUESTS}`, { body: signed.body, headers: { [name]: line } })),
    () => call(`POST ${AUTH_REQUESTS}`, { body: signed.body, headers: { 'X-MEN-Signature': signed.signature } }),
    () => call(`POST ${AUTH_REQUESTS}`, { body: { id_data: '{"mac":"1"}', pubkey: secret } }),
    () => call(`POST ${AUTH_REQUESTS}`, { body: { id_data: secret, pubkey: device.pubkey } }),
    () => call(`POST ${AUTH_REQUESTS}`, { body: secret }),
    () => call(`POST ${MANAGEMENT}/devices`, { body: { identity_data: { mac: '1' }, pubkey: secret }, headers: user }),
    () => call(`POST ${MANAGEMENT}/devices`, { body: secret, headers: user }),
    () => call(`POST ${MANAGEMENT}/devices/search`, { body: { status: secret }, headers: user }),
    () => call(`POST ${MANAGEMENT}/devices/search`, { body: '{}', headers: { ...user, 'Content-Type': line } }),
    () => call(`PUT ${MANAGEMENT}/devices/x/auth/y/status`, { body: { status: secret }, headers: user }),
    () => call(`PUT ${INTERNAL}/tenant/acme/limits/max_devices`, { body: { limit: secret }, headers: internal }),
    () => call(`POST ${INTERNAL}/api-keys`, { body: { scopes: [secret] }, headers: internal }),
    () => call(`POST /api/acme/devices`, { body: { type: secret }, headers: user }),
    () => call(`GET ${MANAGEMENT}/devices?status=${path}`, { headers: user }),
    () => call(`GET ${MANAGEMENT}/devices?cursor=${path}`, { headers: user }),
    () => call(`GET /livez?access_token=${path}`),
    () => call(`DELETE ${MANAGEMENT}/tokens/${path}`, { headers: user }),
    () => call(`GET ${MANAGEMENT}/devices/${path}`, { headers: user }),
    () => call(`GET /${path}`),
    raw(line, '', ''),
    raw(`${line} / HTTP/1.1`, '', ''),
    raw(`GET /${line} HTTP/9.9`, '', ''),
    raw(head('GET /livez', `Content-Length: ${line}`)),
    raw(head('GET /livez', `Host: ${line}`)),
  ];
}

describe('secrets', () => {
  test('that are used, and tried in every place for text, are in no output', async () => {
    await live();
    secretText('any text');
    for (let more = canaries.size; more < 40; more += 1) secretText(`text ${more}`);
    expect(canaries.size).toBeGreaterThanOrEqual(40);
    expect([...canaries].filter(([name, secret]) => /device token/.test(name) && !secret.startsWith('eyJ'))).toEqual(
      [],
    );
    expect(foundIn({ here: JSON.stringify([...canaries.values()]) })).toHaveLength(canaries.size); // proof that the search finds secrets
    expect([...canaries.values()].filter((secret) => secret.length < 32)).toEqual([]);

    for (const secret of [...canaries.values()]) {
      for (const place of placesFor(secret)) await place().catch((error: unknown) => answers.push(String(error)));
    }

    const metrics = (await call('GET /metrics', { headers: bearer(internalKey) })).text;
    const diagnosis = (await call(`GET ${INTERNAL}/diagnosis`, { headers: bearer(internalKey) })).text;
    const { pid } = serving.process;
    const title = ['cmdline', 'comm', 'status'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'latin1')).join();
    expect(metrics).toContain('devauth');
    expect(serving.log().split('\n').length).toBeGreaterThan(1000);
    expect(foundIn({ log: serving.log(), answers: answers.join('\n'), metrics, diagnosis, title })).toEqual([]);
  }, 120_000);

  // T107
  test('cannot be read in the store, neither used nor tried ones', () => {
    const files = readdirSync(join(folder, 'data'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.db/.test(name),
    );
    const stored = Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, 'data', name), 'latin1')]));

    expect(files.length).toBeGreaterThan(0);
    expect(Object.values(stored).join()).toContain('BEGIN PUBLIC KEY');
    expect(foundIn(stored)).toEqual([]);
  });

  // T166
  test('are not in the report of a crash, and the process ends', async () => {
    serving.process.kill('SIGUSR2');
    await until('it has crashed', () => serving.process.exitCode !== null || serving.process.signalCode !== null);

    expect(serving.process.exitCode).not.toBe(0);
    expect(serving.log()).toContain('a bug');
    expect(foundIn({ log: serving.log() })).toEqual([]);
  });
});
