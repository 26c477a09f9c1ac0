// A running service with a fleet: waiting and accepted devices, created by the service's own rules. For pictures and tries.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { compose } from '../../dist/compose.js';
import { readConfig } from '../../dist/config/settings.js';
import { creationEvents, firstSeen } from '../../dist/domain/auth-sets.js';
import { eventOf } from '../../dist/domain/event.js';
import { identityOf } from '../../dist/domain/identity.js';
import { OWN_TENANT } from '../../dist/domain/ids.js';

const BATCH = 1000;
const MODELS = ['edge-gw-2', 'edge-gw-3', 'cam-lite', 'meter-m1'];
const SITES = ['osaka-02', 'lyon-05', 'berlin-03', 'porto-01'];

/** Opens a service on free ports of the loopback; `settings` are added. */
export async function openFilledService({ waiting = 5000, accepted = 300, limit = 450, settings = {} } = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'devauth-console-'));
  const { config } = readConfig({
    DEVICEAUTH_DATA: dataDir,
    DEVICEAUTH_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_INTERNAL_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_LOG_LEVEL: 'silent',
    DEVICEAUTH_MAX_DEVICES: String(limit),
    ...settings,
  });
  const service = await compose(config);
  const url = await listen(service.publicServer);
  const internalUrl = await listen(service.internalServer);
  const token = service.operatorTokenFile && readFileSync(service.operatorTokenFile, 'utf8');
  const began = Date.now() - 9 * 60_000;
  await fill(service, { count: accepted, status: 'pending', at: began - 3 * 86_400_000, first: 20260000 });
  if (accepted > 0) await decideAll(url, token);
  await fill(service, { count: waiting, status: 'pending', at: began, first: 20262240 });
  return {
    service,
    url,
    internalUrl,
    token,
    close: async () => {
      service.stopping();
      for (const server of [service.publicServer, service.internalServer]) {
        server.close();
        server.closeAllConnections();
      }
      await service[Symbol.asyncDispose]();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function fill({ store }, { count, status, at, first }) {
  for (let from = 0; from < count; from += BATCH) {
    const changes = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => {
      const number = from + index;
      return changeOf(deviceIdentity(number, first), { status, at: new Date(at + number) });
    });
    const answers = await Promise.all(changes.map((change) => store.devices.commit(OWN_TENANT, change)));
    if (answers.some((answer) => answer !== 'done')) throw new Error('filling failed');
  }
}

const deviceIdentity = (number, first) => ({
  sn: `${'ECM'[number % 4 === 2 ? 1 : number % 4 === 3 ? 2 : 0]}${first + 7 * number}`,
  mac: `02:00:5e:00:${hex(number >> 8)}:${hex(number)}`,
  model: MODELS[number % 4],
  site: SITES[Math.floor(number / 13) % 4],
});

const hex = (number) => (number & 255).toString(16).padStart(2, '0');

/** A device after its first request, in the form in which the service writes it. */
function changeOf(value, { status, at }) {
  const { publicKey } = generateKeyPairSync('ed25519');
  const id = () => v7({ msecs: at.getTime() });
  const contact = {
    tenant: OWN_TENANT,
    identity: identityOf(value),
    fingerprint: createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
    pubkey: publicKey.export({ type: 'spki', format: 'pem' }),
    from: '192.0.2.1',
    newDevice: id(),
    newAuthSet: id(),
  };
  const device = firstSeen(contact, status, at);
  const change = id();
  const about = { tenant: OWN_TENANT, device: device.id, identity: contact.identity.text, revision: 1 };
  const origin = { actor: `key:${contact.fingerprint}`, requestId: `filled-${change}` };
  const events = creationEvents(device).map((body, index) => eventOf(body, { ...about, change, at, origin }, index));
  return { kind: 'create', id: change, device, events };
}

async function decideAll(url, token) {
  const call = async (path, body) => {
    const response = await fetch(`${url}/api/management/v2/devauth${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const filter = { auth_set_status: 'pending' };
  const { count } = await call('/devices/count', filter);
  const seen_before = new Date().toISOString();
  await call('/devices/decisions', { status: 'accepted', from: 'pending', filter, seen_before, expected_count: count });
}

/** A device that asks on its own, as a client does. */
export function createClient(identity) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pubkey = publicKey.export({ type: 'spki', format: 'pem' });
  return {
    pubkey,
    ask: (url) => {
      const body = JSON.stringify({ id_data: JSON.stringify(identity), pubkey });
      const signature = sign(null, Buffer.from(body), privateKey).toString('base64');
      const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
      return fetch(`${url}/api/devices/v1/authentication/auth_requests`, { method: 'POST', headers, body });
    },
  };
}

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}
