// Fills a tenant with preauthorized devices, in the same state as after a factory's list and pruning: the service's own rules
// create each device. SQLite: through the store's port. MongoDB: in bulk, with documents from the store's own function; the first
// device is also written through the port, and its document must be the same.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { v7 } from 'uuid';
import { OWN_TENANT } from '../../dist/domain/ids.js';
import { creationEvents, firstSeen } from '../../dist/domain/auth-sets.js';
import { eventOf } from '../../dist/domain/event.js';
import { identityOf } from '../../dist/domain/identity.js';
import { newDeviceDocument } from '../../dist/store/mongo/documents.js';
import { atEnd, stopping } from './endings.mjs';

const BATCH = 2000;
const BULK = 250;
const BULKS_AT_ONCE = 2;
const MONTH_MS = 30 * 24 * 3600 * 1000;

/** Resolves to the seconds it took. `changeOf` makes the n-th device, and `deviceMaker` makes one for it. */
export async function seed(installation, count, changeOf = changes('preauthorized')) {
  const began = performance.now();
  const work = fill(installation, { count, changeOf });
  const awaited = atEnd(() => work.catch(() => undefined)); // nothing may be written once the store is being dropped
  await work;
  await awaited();
  return (performance.now() - began) / 1000;
}

async function fill(installation, plan) {
  const store = await installation.openStore();
  try {
    await (installation.documents === undefined
      ? throughThePort(store, plan)
      : inBulk(store, installation.documents, plan));
  } finally {
    await store.close();
  }
}

async function throughThePort(store, { count, changeOf }) {
  for (let at = 0; at < count; at += BATCH) {
    stopping.throwIfAborted();
    const batch = Array.from({ length: Math.min(BATCH, count - at) }, (_, index) => changeOf(at + index));
    const answers = await Promise.all(batch.map((change) => store.devices.commit(OWN_TENANT, change)));
    if (answers.some((answer) => answer !== 'done')) throw new Error('seeding failed');
  }
}

async function inBulk(store, documents, { count, changeOf }) {
  if (count === 0) return;
  const first = changeOf(0);
  if ((await store.devices.commit(OWN_TENANT, first)) !== 'done') throw new Error('seeding failed');
  const written = await documents.findOne({ _id: first.device.id });
  if (!isDeepStrictEqual(written, newDeviceDocument(first))) throw new Error('the store writes other documents');
  let at = 1;
  const worker = async () => {
    while (at < count) {
      stopping.throwIfAborted();
      const from = at;
      at = Math.min(from + BULK, count);
      const bulk = Array.from({ length: at - from }, (_, index) => newDeviceDocument(changeOf(from + index)));
      await documents.insertMany(bulk, { ordered: false });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: BULKS_AT_ONCE }, worker));
  for (const { reason } of ended) if (reason !== undefined) throw reason;
}

/** Devices of that status; the n-th is made in the n-th millisecond of a month ago. */
export function changes(status) {
  const make = deviceMaker();
  const began = Date.now() - MONTH_MS;
  return (number) =>
    make({
      identity: { mac: `02:00:${number.toString(16).padStart(8, '0')}`, sn: `${status}-${number}` },
      at: new Date(began + number),
      status,
    });
}

/** Returns a function that makes the creation of a device. All devices have one key, unless `fingerprint` is given. */
export function deviceMaker() {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pubkey = publicKey.export({ type: 'spki', format: 'pem' });
  const own = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  return ({ identity, at, status, fingerprint = own }) => {
    const id = () => v7({ msecs: at.getTime() });
    const known = identityOf(identity);
    const contact = { tenant: OWN_TENANT, identity: known, fingerprint, pubkey, newDevice: id(), newAuthSet: id() };
    return { kind: 'create', id: id(), device: firstSeen(contact, status, at), events: [] };
  };
}

/** Returns the creation of a device with its events. */
export function creationOf(device) {
  const [change, origin] = [v7(), { actor: 'bench', requestId: 'bench' }];
  const context = { change, tenant: device.tenant, device: device.id, at: device.createdAt, origin };
  const events = creationEvents(device).map((body, index) => eventOf(body, context, index));
  return { kind: 'create', id: change, device, events };
}
