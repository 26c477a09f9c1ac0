// A tenant full of pending devices, put through the store's own port.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteStore } from '../../dist/store/sqlite/sqlite-store.js';

const BATCH = 2000;
const PUBKEY = `-----BEGIN PUBLIC KEY-----\n${'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE'.padEnd(124, 'A')}\n-----END PUBLIC KEY-----\n`;

/** The position of the device in the middle. */
export async function seed(folder, count) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const store = await SqliteStore.open({ file: join(folder, 'devauth.db'), defaultLimit: -1 });
  const began = Date.now() - count;
  let middle;
  for (let at = 0; at < count; at += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - at) }, (_, index) =>
      deviceOf(at + index, began + at + index),
    );
    middle ??= at + BATCH > count / 2 ? batch[0] : undefined;
    const answers = await Promise.all(
      batch.map((device) => store.devices.commit('', { kind: 'create', id: randomUUID(), device, events: [] })),
    );
    if (answers.some((answer) => answer !== 'done')) throw new Error('seeding failed');
  }
  await store.close();
  return middle && { createdAt: middle.createdAt, id: middle.id };
}

function deviceOf(number, time) {
  const text = JSON.stringify({ mac: `02:00:${number.toString(16).padStart(8, '0')}`, sn: `SN-${number}` });
  const at = new Date(time);
  return {
    id: randomUUID(),
    tenant: '',
    identity: { text, key: createHash('sha256').update(text).digest('hex') },
    status: 'pending',
    authSets: [{ id: randomUUID(), fingerprint: randomUUID(), pubkey: PUBKEY, status: 'pending', createdAt: at }],
    tokens: [],
    provisioned: false,
    decommissioningSince: undefined,
    createdAt: at,
    updatedAt: at,
    checkInAt: undefined,
    revision: 1,
  };
}
