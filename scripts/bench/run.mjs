// `npm run bench`: the service against a bare node:http that answers 204, one that answers with the headers of verify, and Express that
// answers 204, in the same run. Ratios, no absolute claims: medians of interleaved rounds, requests a second and the CPU of each; times
// at one connection and at half the load. README.md has a table of figures. Leaves nothing behind, also when it is stopped.
//   --rounds 5        how often each target is measured
//   --seconds 3       how long each time
//   --devices 10000   how many devices the store is seeded with
//   --mongo ADDRESS   MongoDB in place of SQLite, in a database of its own that is dropped at the end
//   --only a,b        targets whose name has one of these in it: verify, "auth request", list, count, accept, start, RSS, EdDSA, "slow disk" …
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CONNECTIONS, latencyOf } from './client.mjs';
import { cpuSeconds } from './cpu.mjs';
import { runToTheEnd, startProcess } from './endings.mjs';
import { generator, hammer, p99AtHalfLoad } from './hammer.mjs';
import { openInstallation } from './installation.mjs';
import { ONCE, onceEach } from './once.mjs';
import { BAD_TOKENS, memoryOfVerifies, startTimes } from './process.mjs';
import { seed } from './seed.mjs';
import { benchSlowDisk, canSlowDisks, SLOW_DISK } from './slow-disk.mjs';
import { median, printFigure, printTable } from './table.mjs';
import { LIST_CONNECTIONS, targetsOf } from './targets.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    devices: { type: 'string', default: '10000' },
    mongo: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const [rounds, seconds, devices] = ['rounds', 'seconds', 'devices'].map(positive);
const only = values.only.split(',').filter(Boolean);
const wanted = (name) => only.length === 0 || only.some((part) => name.includes(part));
const store = values.mongo === undefined ? 'SQLite' : 'MongoDB';
const START = 'start until it serves';
const RSS = 'RSS';

await runToTheEnd(bench);

async function bench() {
  const load = () => loadavg().map((average) => average.toFixed(2));
  const [{ model }] = cpus();
  console.log(`node ${process.version}, ${cpus().length} cores (${model}), load average ${load().join(' ')}`);
  console.log(`${store}, ${devices} devices; median of ${rounds} rounds of ${seconds} s`);
  console.log(
    `${generator()}, ${CONNECTIONS} connections (lists ${LIST_CONNECTIONS}); p50 and p99 of 200 answers, or of 15 s, at one connection`,
  );
  console.log(
    'CPU: user and system time of the process, all threads, for each request; p99 at half of the measured rate',
  );
  const baselines = await startBaselines();
  await benchEmpty();
  await benchSeeded(baselines);
  for (const alg of ['EdDSA', 'RS256']) await benchSigning(alg, baselines);
  if (values.mongo !== undefined) await benchReads(baselines);
  if (wanted(SLOW_DISK) && values.mongo === undefined && canSlowDisks())
    await benchSlowDisk({ seconds, rows: devices });
  console.log(`\nload average ${load().join(' ')} at the end`);
}

/** The process, on a store without devices. */
async function benchEmpty() {
  if (!wanted(START) && !wanted(RSS)) return;
  const installation = await openInstallation('ES256', values.mongo);
  console.log();
  if (wanted(START)) printStarts('empty store', await startTimes(installation));
  if (wanted(RSS)) {
    const { atStart, after, afterBad } = await memoryOfVerifies(installation);
    printFigure(`${RSS} at the start`, `${atStart} MB`);
    printFigure(`${RSS} after 1000 verifies`, `${after} MB`);
    printFigure(`${RSS} after ${BAD_TOKENS} different bad tokens`, `${afterBad} MB`);
  }
  await installation.end();
}

async function benchSeeded(baselines) {
  const targets = targetsOf('ES256', devices).filter(({ name }) => wanted(name));
  if (![START, RSS, ...ONCE].some(wanted) && targets.length === 0) return;
  const installation = await openInstallation('ES256', values.mongo);
  const took = await seed(installation, devices);
  const rate = Math.round(devices / took);
  console.log(`\nseeded ${devices} devices in ${took.toFixed(1)} s (${rate}/s), ${await installation.size()}`);
  if (wanted(START)) printStarts(`${devices} devices`, await startTimes(installation));
  const service = await installation.start();
  await checkCount(service);
  if (targets.length > 0) printTable('ES256', await measured(targets, service, baselines));
  if (ONCE.some(wanted)) {
    printTable('once each', await onceEach(service, await asked(baselines, service), { rounds, seconds, wanted }));
  }
  if (wanted(RSS)) {
    console.log();
    printFigure(`${RSS} after everything, ${devices} devices`, `${service.rssMb()} MB`);
  }
  await service.stop();
  await installation.end();
}

/** What depends on the algorithm of the signing key. */
async function benchSigning(alg, baselines) {
  const targets = targetsOf(alg, 0).filter(({ name }) => wanted(name));
  if (targets.length === 0) return;
  const installation = await openInstallation(alg, values.mongo);
  const service = await installation.start();
  printTable(`${alg}, empty store`, await measured(targets, service, baselines));
  await service.stop();
  await installation.end();
}

/** Verify with the two other ways in which it reads MongoDB (D10). */
async function benchReads(baselines) {
  for (const mode of ['linearizable', 'bounded']) {
    const targets = targetsOf('ES256', 0).filter(({ name }) => name.startsWith('verify') && wanted(name));
    if (targets.length === 0) return;
    const installation = await openInstallation('ES256', values.mongo);
    const service = await installation.start({ DEVICEAUTH_VERIFY_READ: mode });
    printTable(`ES256, reads ${mode}`, await measured(targets, service, baselines));
    await service.stop();
    await installation.end();
  }
}

async function measured(targets, service, baselines) {
  const rows = (await asked(baselines, service)).map((target) => ({ name: target.name, target, pid: target.pid }));
  for (const { name, make } of targets) rows.push({ name, target: await make(service), pid: service.pid });
  for (const row of rows) Object.assign(row, { rates: [], cpus: [] });
  for (let round = 0; round < rounds; round += 1) {
    for (const { target, pid, rates, cpus } of rows) {
      const before = cpuSeconds(pid);
      const { rate, count } = await hammer(target, seconds);
      rates.push(rate);
      cpus.push((cpuSeconds(pid) - before) / count);
    }
  }
  for (const row of rows) {
    row.latency = await latencyOf(row.target);
    row.halfLoad = await p99AtHalfLoad(row.target, median(row.rates), seconds);
  }
  return rows;
}

/** The bare server with headers is asked about tokens of the service. */
async function asked(baselines, service) {
  const [{ make }] = targetsOf('ES256', 0);
  const { requests } = await make(service);
  return baselines.map((target) => ({ requests, ...target }));
}

async function startBaselines() {
  const script = fileURLToPath(new URL('baseline.mjs', import.meta.url));
  const read = (text) => text.includes('\n') && JSON.parse(text);
  const { pid, told } = startProcess([script], { read });
  const { bare, headers, express } = await told;
  return [
    { name: 'bare node:http 204', url: bare, requests: [{}], status: 204, pid },
    { name: 'bare node:http, headers of verify', url: headers, status: 200, pid },
    { name: 'Express 204', url: express, requests: [{}], status: 204, pid },
  ];
}

/** The service counts what was seeded: what follows is about so many devices. */
async function checkCount({ management, operator }) {
  const { count } = await (await fetch(`${management}/devices/count`, { headers: operator })).json();
  if (count !== devices) throw new Error(`the service counts ${count} devices, not ${devices}`);
}

function printStarts(where, times) {
  const [first, last] = [times[0], times.at(-1)].map(Math.round);
  printFigure(`${START}, ${where}`, `${Math.round(median(times))} ms (median of ${times.length}, ${first} to ${last})`);
}

function positive(name) {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} takes a positive whole number`);
  return number;
}
