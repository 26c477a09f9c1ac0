// One installation and its service, started as an operator starts it: a folder with a signing key, and a store in that folder or,
// with an address of MongoDB, in a database that is dropped at the end.
import { SignJWT } from 'jose';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clientFor, collectionsOf } from '../../dist/store/mongo/connection.js';
import { MongoStore } from '../../dist/store/mongo/store.js';
import { SqliteStore } from '../../dist/store/sqlite/store.js';
import { generateSigningKey } from '../../dist/tokens/own/key-rotation.js';
import { atEnd, startProcess, temporaryFolder } from './endings.mjs';

const MEGABYTE = 1e6;
const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export async function openInstallation(alg, mongo, flags = []) {
  const folder = temporaryFolder();
  const data = folder.path;
  mkdirSync(join(data, 'keys'), { mode: 0o700 });
  await generateSigningKey(join(data, 'keys'), { alg, at: new Date() }); // MongoDB: a start does not make one (D9)
  const operator = await makeOperator(data);
  const store = mongo === undefined ? inFile(join(data, 'devauth.db')) : inDatabase(mongo);
  return {
    ...store,
    start: (env = {}) =>
      startService({ ...operator.env, ...store.env, DEVICEAUTH_DATA: data, ...env }, operator.token, flags),
    end: async () => {
      await store.drop();
      await folder.remove();
    },
  };
}

/** A user whose tokens the service accepts, because with MongoDB it does not start without users (D12). */
async function makeOperator(data) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const file = join(data, 'user.pem');
  writeFileSync(file, publicKey.export({ type: 'spki', format: 'pem' }));
  const token = await new SignJWT({ sub: 'bench', 'mender.user': true })
    .setProtectedHeader({ alg: 'ES256' })
    .setExpirationTime('1d')
    .sign(privateKey);
  return { env: { DEVICEAUTH_USER_KEYS: file }, token };
}

function inFile(file) {
  return {
    env: {},
    openStore: () => SqliteStore.open({ file, defaultLimit: -1 }),
    size: async () => `file ${Math.round(statSync(file).size / MEGABYTE)} MB`,
    drop: async () => undefined, // removed with the folder
  };
}

function inDatabase(uri) {
  const database = `devauth-bench-${randomUUID()}`;
  const client = clientFor({ uri });
  const db = client.db(database);
  const drop = atEnd(async () => {
    await db.dropDatabase().finally(() => client.close());
  });
  return {
    env: { DEVICEAUTH_MONGO: uri, DEVICEAUTH_MONGO_DB: database },
    openStore: () => MongoStore.open({ uri, database, defaultLimit: -1 }),
    documents: collectionsOf(db).devices,
    size: async () => {
      const { dataSize, indexSize } = await db.stats();
      return `documents ${Math.round(dataSize / MEGABYTE)} MB, indexes ${Math.round(indexSize / MEGABYTE)} MB`;
    },
    drop,
  };
}

async function startService(settings, token, flags) {
  const began = performance.now();
  const env = {
    PATH: process.env.PATH,
    DEVICEAUTH_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_INTERNAL_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_LOG_LEVEL: 'error',
    DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '0',
    DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '0',
    DEVICEAUTH_MAX_PENDING_DEVICES: '100000000',
    ...settings,
  };
  const { pid, told, stop } = startProcess([...flags, main], { env, read: addressesIn });
  const { open, internal } = await told;
  const startMs = performance.now() - began;
  return {
    startMs,
    pid,
    open,
    internal,
    operator: { Authorization: `Bearer ${token}` },
    management: `${open}/api/management/v2/devauth`,
    rssMb: () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024),
    stop,
  };
}

/** Reads the lines with the addresses of the service. */
export function addressesIn(text) {
  const [, open] = /public\s+(http:\S+)/.exec(text) ?? [];
  const [, internal] = /internal\s+(http:\S+)/.exec(text) ?? [];
  return internal && { open, internal };
}
