// One running service for the bench: started as an operator starts it, with devices of each kind accepted through its own APIs.
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateSigningKey } from '../../dist/tokens/key-rotation.js';

const KEYS = {
  'RSA-2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  Ed25519: () => generateKeyPairSync('ed25519'),
};
const ONCE = 2000; // requests that can be made only once each
const CONNECTIONS = 32;
const DEVICES = 64; // that ask in turn

export async function openInstallation(data, alg) {
  mkdirSync(join(data, 'keys'), { recursive: true, mode: 0o700 });
  await generateSigningKey(join(data, 'keys'), { alg, at: new Date() });
  const began = performance.now();
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  const env = {
    PATH: process.env.PATH,
    DEVICEAUTH_DATA: data,
    DEVICEAUTH_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_INTERNAL_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_LOG_LEVEL: 'warn',
    DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '0',
    DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '0',
    DEVICEAUTH_MAX_PENDING_DEVICES: '100000000',
  };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [text] = await once(child.stdout, 'data');
  const startMs = Math.round(performance.now() - began);
  const [open, internal] = [...String(text).matchAll(/(?:public|internal)\s+(http:\S+)/g)].map(([, url]) => url);
  const operator = { Authorization: `Bearer ${readFileSync(join(data, 'operator.token'), 'utf8')}` };
  const service = { open, internal, operator, management: `${open}/api/management/v2/devauth` };
  return {
    startMs,
    targets: (name, devices, middle) => targets(service, name, devices, middle),
    once: (wanted) => onceEach(service, wanted),
    rssMb: async () =>
      Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024),
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** What can be asked again and again. */
async function targets(service, alg, devices, middle) {
  const { internal, operator, management } = service;
  const list = [];
  const accept = async (kind) => {
    const accepted = [];
    for (let made = 0; made < DEVICES; made += 1) accepted.push(await acceptedDevice(service, kind));
    return accepted;
  };
  const tokens = await accept('P-256'); // of devices that do not ask again, which would push these out
  list.push({
    name: `verify, ${alg}`,
    url: `${internal}/api/internal/v1/devauth/tokens/verify`,
    requests: tokens.map(({ token }) => ({ headers: { Authorization: `Bearer ${token}` } })),
    status: 200,
  });
  for (const kind of Object.keys(KEYS)) {
    const accepted = await accept(kind);
    list.push({
      name: `auth request of an accepted device, ${kind} → ${alg}`,
      url: accepted[0].request.url,
      method: 'POST',
      requests: accepted.map(({ request: { headers, body } }) => ({ headers, body })),
      status: 200,
    });
  }
  if (alg !== 'ES256') return list;
  const pages = Math.floor(devices / 500);
  const cursor = Buffer.from(`${middle.createdAt.getTime()}.${middle.id}`).toString('base64url');
  const get = (name, path) => ({ name, url: management + path, requests: [{ headers: operator }], status: 200 });
  return [
    ...list,
    get(`list of 500 of ${devices}, first page`, '/devices?per_page=500'),
    get(`list of 500 of ${devices}, middle page`, `/devices?per_page=500&page=${Math.ceil(pages / 2)}`),
    get(`list of 500 of ${devices}, last page`, `/devices?per_page=500&page=${pages}`),
    get(`list of 500 of ${devices}, middle by cursor`, `/devices?per_page=500&cursor=${cursor}`),
    get(`count of ${devices}`, '/devices/count?status=pending'),
  ];
}

/** What can be done once to each device: first contact, accept, preauthorize. */
async function onceEach(service, wanted) {
  const key = KEYS['P-256']();
  const identities = Array.from({ length: ONCE }, () => ({ sn: randomUUID() }));
  const figures = [];
  const run = async (name, requests) => {
    if (wanted(name)) figures.push({ name, perSecond: await inParallel(requests) });
  };
  await run(
    'first contact, P-256 (once each)',
    identities.map((identity) => authRequest(service, identity, key)),
  );
  const seen = await pendingPaths(service);
  const json = { ...service.operator, 'Content-Type': 'application/json' };
  await run(
    'accept (once each)',
    seen.map((path) => ({
      url: service.management + path,
      method: 'PUT',
      headers: json,
      body: '{"status":"accepted"}',
    })),
  );
  const pubkey = pemOf(key);
  await run(
    'preauthorize (once each)',
    identities.map(({ sn }) => ({
      url: `${service.management}/devices`,
      method: 'POST',
      headers: json,
      body: JSON.stringify({ identity_data: { listed: sn }, pubkey }),
    })),
  );
  return figures;
}

async function pendingPaths({ management, operator }) {
  const paths = [];
  for (let page = 1; paths.length < ONCE; page += 1) {
    const answer = await fetch(`${management}/devices?status=pending&per_page=500&page=${page}`, { headers: operator });
    const devices = await answer.json();
    if (devices.length === 0) break;
    paths.push(...devices.map(({ id, auth_sets: [set] }) => `/devices/${id}/auth/${set.id}/status`));
  }
  return paths.slice(0, ONCE);
}

async function acceptedDevice(service, kind) {
  const { management, operator } = service;
  const key = KEYS[kind]();
  const identity = { bench: randomUUID() };
  const preauthorized = await fetch(`${management}/devices`, {
    method: 'POST',
    headers: { ...operator, 'Content-Type': 'application/json' },
    body: JSON.stringify({ identity_data: identity, pubkey: pemOf(key) }),
  });
  if (preauthorized.status !== 201) throw new Error(`preauthorize answers ${preauthorized.status}`);
  const once = authRequest(service, identity, key);
  const token = await (await fetch(once.url, once)).text();
  return { token, request: once };
}

function authRequest({ open }, identity, key) {
  const body = JSON.stringify({ id_data: JSON.stringify(identity), pubkey: pemOf(key) });
  const digest = key.privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  const signature = sign(digest, Buffer.from(body), key.privateKey).toString('base64');
  const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
  return { url: `${open}/api/devices/v1/authentication/auth_requests`, method: 'POST', headers, body };
}

const pemOf = ({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Requests a second over 32 connections, each request once. */
async function inParallel(requests) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const queue = [...requests];
  const began = performance.now();
  const worker = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) await send(next, agent);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return requests.length / ((performance.now() - began) / 1000);
}

function send({ url, method, headers, body }, agent) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        answer.statusCode < 500 ? resolve() : reject(new Error(`${url} answers ${answer.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
