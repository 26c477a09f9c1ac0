// Resets and deletes tenant devices without end, and prints each acknowledged command, at once and in order. `<file> <ms> <line>`:
// after that many milliseconds another process kills it, at any point; or it kills itself in the turn in which it prints that line.
// With `<address> <ms> <line> <database>` it does so on MongoDB.
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { tenantId } from '../../../src/domain/ids.ts';
import { createDevice } from '../../../src/service/tenant-devices/create.ts';
import { deleteDevice } from '../../../src/service/tenant-devices/delete.ts';
import { resetConnections } from '../../../src/service/tenant-devices/reset-connections.ts';
import { MongoStore } from '../../../src/store/mongo/store.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { openClock } from '../../support/clock.ts';
import { tenantAppDeps } from '../../support/tenant-device-deps.ts';

const [where = '', milliseconds = '0', line = '0', database] = process.argv.slice(2);
const RESETS = 4;
const WORKERS = 8;

let said = 0;

function say(text: string): void {
  writeSync(1, `${text}\n`);
  said += 1;
  if (said === Number(line)) process.kill(process.pid, 'SIGKILL');
}

const store =
  database === undefined
    ? await SqliteStore.open({ file: where, defaultLimit: -1 })
    : await MongoStore.open({ uri: where, database, defaultLimit: -1 });
const deps = tenantAppDeps(store, { clock: openClock(), announced: [], rules: {} });
const of = { tenant: tenantId('acme'), origin: { actor: 'user:spec', requestId: 'request-1' } };

async function live(): Promise<void> {
  const made = await createDevice(deps, { ...of, type: undefined, name: undefined, description: undefined });
  const { id: device } = made.device;
  for (let count = 0; count < RESETS; count += 1) {
    say(`reset ${device} ${await resetConnections(deps, { ...of, device })}`);
  }
  await deleteDevice(deps, { ...of, device, expected: undefined });
  say(`deleted ${device}`);
  await live();
}

if (milliseconds !== '0')
  spawn('sh', ['-c', `sleep ${Number(milliseconds) / 1000}; kill -9 ${process.pid}`], { stdio: 'ignore' });
await Promise.all(Array.from({ length: WORKERS }, live));
