// The other process in the specs of SqliteStore: `<hold | race | line | purge | slow> <file> [count] [synchronous]`. It writes each
// answer to its stdout, one line at a time and at once, so that a kill or a tracer sees the order.
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { deviceId, OWN_TENANT } from '../../../src/domain/ids.ts';
import { Refused } from '../../../src/domain/errors.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { given } from '../../support/stores/given.ts';
import { firstToGo } from './purged.ts';

const WORK: Readonly<Record<string, () => Promise<void>>> = { hold, race, line, purge, slow };

const WRITERS = 8;

/** Owns the file until its stdin ends. */
async function hold(): Promise<void> {
  say('open');
  for await (const _ of process.stdin) continue;
  await store.close();
}

/** Parallel writers; each prints the device and the revision that are written. They end when the store refuses. */
async function race(): Promise<void> {
  const writer = async (): Promise<void> => {
    const device = given.device({ tenant: OWN_TENANT, id: deviceId(randomUUID()) });
    await store.devices.commit(OWN_TENANT, given.create(device));
    say(`${device.id} 1`);
    await store.devices.commit(OWN_TENANT, given.accept(device));
    say(`${device.id} 2`);
    await writer();
  };
  const ends = await Promise.all(Array.from({ length: WRITERS }, () => answered(writer())));
  say(`refused ${ends.join(' ')}`);
  say(`died ${died.length}`);
  say(`ping ${await answered(store.ping())}`);
  say(`counts ${await answered(store.devices.count(OWN_TENANT, {}))}`);
  await store.close();
}

/** One write after the other; each prints its answer and its device. */
async function line(): Promise<void> {
  for (let written = 0; written < count; written += 1) {
    const device = given.device({ tenant: OWN_TENANT });
    say(`${await answered(store.devices.commit(OWN_TENANT, given.create(device)))} ${device.id}`);
  }
  say(`ping ${await answered(store.ping())}`);
  say(`counts ${await answered(store.devices.count(OWN_TENANT, {}))}`);
  await store.close();
}

/** Begins a purge of that many devices, with a token each, and kills itself after the first tokens are removed. */
async function purge(): Promise<void> {
  const devices = given
    .devices(count, { tenant: OWN_TENANT })
    .map((device) => ({ ...device, tokens: [given.token()] }));
  await Promise.all(devices.map((device) => store.devices.commit(OWN_TENANT, given.create(device))));
  const first = firstToGo(devices);
  void store.devices.purgeTokens(OWN_TENANT, given.event({ tenant: OWN_TENANT })).then(() => say('purged'));
  while ((await store.devices.findByToken(OWN_TENANT, first)) !== undefined) await setImmediate();
  process.kill(process.pid, 'SIGKILL');
}

/** Makes syncs slow, then runs one write, reads beside it, and as many writes one turn after the other. */
async function slow(): Promise<void> {
  const [first = given.device(), ...more] = given.devices(count + 1, { tenant: OWN_TENANT });
  writeFileSync(process.env['SLOW'] ?? '', '');
  const state = { isWritten: false };
  const writing = store.devices.commit(OWN_TENANT, given.create(first)).then(() => (state.isWritten = true));
  let reads = 0;
  for (; reads < 100 && !state.isWritten; reads += 1) {
    await setImmediate();
    await store.devices.tokenState(OWN_TENANT, first.id);
  }
  say(`${state.isWritten ? 0 : reads} reads before the first write was answered`);
  const began = performance.now();
  const others: Promise<unknown>[] = [];
  for (const device of more) {
    others.push(store.devices.commit(OWN_TENANT, given.create(device)));
    await setImmediate();
  }
  await Promise.all([writing, ...others]);
  say(`${more.length} more writes took ${Math.round(performance.now() - began)} ms`);
  rmSync(process.env['SLOW'] ?? '');
  await store.close();
}

const answered = (work: Promise<unknown>): Promise<string> =>
  work.then(String, (error: unknown) => (error instanceof Refused ? error.code : `broke: ${String(error)}`));

const say = (text: string): void => void writeSync(1, `${text}\n`);

const [what = '', file = '', words = '0', synchronous] = process.argv.slice(2);
const count = Number(words);
const died: string[] = [];
const store = await SqliteStore.open({
  patienceMs: 200,
  file,
  died: (why) => died.push(why),
  defaultLimit: -1,
  synchronous: synchronous === 'NORMAL' ? 'NORMAL' : 'FULL',
});
await WORK[what]?.();
