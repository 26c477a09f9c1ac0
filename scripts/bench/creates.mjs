// Measures what the tables of searches (D21) cost a create on SQLite: devices with four attributes, through the store's port, into
// an ordinary file, and into one without the triggers of these tables, in which the attributes are in an object and so in no index.
import { DatabaseSync } from '@photostructure/sqlite';
import { join } from 'node:path';
import { SqliteStore } from '../../dist/store/sqlite/store.js';
import { OWN_TENANT } from '../../dist/domain/ids.js';
import { holdBar } from './bars.mjs';
import { temporaryFolder } from './endings.mjs';
import { creationOf, deviceMaker } from './seed.mjs';
import { median, printFigure } from './table.mjs';

const ROUND = 10_000;
const TOGETHER = 200;
const SEARCH_TRIGGERS = ['auth_sets_created', 'fingerprint_created'];

export const CREATES = 'creates, SQLite';

/** Devices in a second and CPU of each, of the store's two threads. */
export async function measureCreates({ rounds }) {
  const folder = temporaryFolder();
  const files = ['with search', 'without'].map((name) => join(folder.path, `${name}.db`));
  await openAndClose(files[1]);
  const db = new DatabaseSync(files[1]);
  for (const trigger of SEARCH_TRIGGERS) db.exec(`DROP TRIGGER ${trigger}`);
  db.close();
  const kinds = [
    { name: 'with search', file: files[0], identityOf: attributes, rates: [], cpus: [] },
    { name: 'without search', file: files[1], identityOf: (at) => ({ device: attributes(at) }), rates: [], cpus: [] },
  ];
  let made = 0;
  for (let round = 0; round <= rounds; round += 1, made += ROUND) {
    for (const { file, identityOf, rates, cpus } of kinds) {
      const { rate, cpu } = await creates(file, (at) => identityOf(made + at));
      if (round > 0) rates.push(rate) && cpus.push(cpu);
    }
  }
  console.log(`\n${CREATES}: ${ROUND} a round, ${TOGETHER} at once, two events each`);
  for (const { name, rates, cpus } of kinds)
    printFigure(name, `${Math.round(median(rates))}/s, CPU ${(median(cpus) * 1e6).toFixed(0)} µs`);
  const [cpuWith, cpuWithout] = kinds.map(({ cpus }) => median(cpus));
  holdBar('share of a create’s CPU for the search', 100 * (1 - cpuWithout / cpuWith), { most: 33.4, unit: ' %' });
  await folder.remove();
}

const attributes = (at) => ({
  mac: `02:${(at + 1).toString(16).padStart(10, '0').match(/../g).join(':')}`,
  model: `edge-${at % 12}`,
  site: `site-${String((at * 7919) % 400).padStart(3, '0')}`,
  sn: `E2026${String(at).padStart(7, '0')}`,
});

async function openAndClose(file) {
  const store = await SqliteStore.open({ file, defaultLimit: -1 });
  await store.close();
}

async function creates(file, identityOf) {
  const store = await SqliteStore.open({ file, defaultLimit: -1 });
  const make = deviceMaker();
  const began = Date.now() - ROUND;
  const changes = Array.from({ length: ROUND }, (_, at) =>
    creationOf(make({ identity: identityOf(at), at: new Date(began + at), status: 'preauthorized' }).device),
  );
  const [started, used] = [performance.now(), process.cpuUsage()];
  for (let at = 0; at < ROUND; at += TOGETHER) {
    const group = changes.slice(at, at + TOGETHER);
    await Promise.all(group.map((change) => store.devices.commit(OWN_TENANT, change)));
  }
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(used);
  await store.close();
  return { rate: ROUND / seconds, cpu: (user + system) / 1e6 / ROUND };
}
