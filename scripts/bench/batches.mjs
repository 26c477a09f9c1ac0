// MongoDB: devices that are accepted one by one, eight at once, against bulk decisions about as many devices, in interleaved rounds. The
// service's own commands are called, without HTTP. Built before. Options: --mongo ADDRESS --devices 600 --rounds 4.
import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { v7 } from 'uuid';
import { OWN_TENANT } from '../../dist/domain/ids.js';
import { byRule, decideMany } from '../../dist/service/fleet/decide-many.js';
import { setStatus } from '../../dist/service/fleet/set-status.js';
import { eachAtOnce } from '../../dist/time/each-at-once.js';
import { runToTheEnd } from './endings.mjs';
import { openInstallation } from './installation.mjs';
import { deviceMaker, seed } from './seed.mjs';
import { printFigure } from './table.mjs';

const AT_ONCE = 8;
const { values } = parseArgs({
  options: {
    mongo: { type: 'string' },
    devices: { type: 'string', default: '600' },
    rounds: { type: 'string', default: '4' },
  },
});
const ORIGIN = { tenant: OWN_TENANT, origin: { actor: 'user:bench', requestId: randomUUID() } };
const ACCEPT = { from: 'pending', to: 'accepted', allowKeyChange: false, onlySingle: true };

await runToTheEnd(async () => {
  const installation = await openInstallation('ES256', values.mongo);
  const count = Number(values.devices);
  console.log(`node ${process.version}, load average ${loadavg()[0].toFixed(1)}`);
  const rates = { single: [], bulk: [] };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [name, accept] of Object.entries({ single: oneByOne, bulk: together })) {
      const sets = await waiting(installation, count);
      const store = await installation.openStore();
      const deps = { ...store, announce: () => {}, now: () => new Date(), ids: { change: () => v7() } };
      const began = performance.now();
      await accept(deps, sets);
      rates[name].push((count / (performance.now() - began)) * 1000);
      await store.close();
    }
  }
  const [single, bulk] = [median(rates.single), median(rates.bulk)];
  printFigure('accepted one by one, eight at once', `${single.toFixed(0)}/s (${rates.single.map(Math.round)})`);
  printFigure('accepted in bulk', `${bulk.toFixed(0)}/s (${rates.bulk.map(Math.round)})`);
  printFigure('ratio', (bulk / single).toFixed(1));
  await installation.end();
});

/** Makes devices that wait. Returns their auth sets. */
async function waiting(installation, count) {
  const make = deviceMaker();
  const [list, began, sets] = [randomUUID(), Date.now() - count, []];
  await seed(installation, count, (at) => {
    const change = make({ identity: { sn: `${list}-${at}` }, at: new Date(began + at), status: 'pending' });
    sets.push({ device: change.device.id, authSet: change.device.authSets[0].id });
    return change;
  });
  return sets;
}

function oneByOne(deps, sets) {
  return eachAtOnce(sets, AT_ONCE, (set) => setStatus(deps, { ...ORIGIN, ...set, status: 'accepted' }));
}

async function together(deps, sets) {
  const results = await decideMany(deps, { ...ORIGIN, items: sets, decide: byRule(ACCEPT) });
  if (results.some(({ result }) => result !== 'done')) throw new Error('a device was not accepted');
}

function median(rates) {
  return rates.toSorted((one, other) => one - other)[Math.floor(rates.length / 2)];
}
