// `npm run bench`: the service against a bare node:http that answers 204, one that answers with the headers of verify, and Express that
// answers 204, in the same run. Ratios, no absolute claims: medians of interleaved rounds, requests a second and the CPU of each; times
// at one connection and at half the load. README.md has a table of figures. Leaves nothing behind, also when it is stopped.
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { holdBar, printBars } from './bars.mjs';
import { CONNECTIONS } from './client.mjs';
import { CREATES, measureCreates } from './creates.mjs';
import { runToTheEnd, startProcess } from './endings.mjs';
import { generator } from './hammer.mjs';
import { openInstallation } from './installation.mjs';
import { onceTargets, WAITING_A_SECOND } from './once.mjs';
import { memoryOfVerifies, startTimes } from './process.mjs';
import { canProxy, startNginx } from './proxied.mjs';
import { measureRounds } from './rounds.mjs';
import { changes, seed } from './seed.mjs';
import { benchSlowDisk, canSlowDisks, SLOW_DISK } from './slow-disk.mjs';
import { cpuRatio, median, printFigure, printTable } from './table.mjs';
import { brokerTargets, freshTokenTargets, LIST_CONNECTIONS, readTargets, tokenTargets } from './targets.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1' },
    devices: { type: 'string', default: '10000' },
    'bad-tokens': { type: 'string', default: '50000' },
    mongo: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const [rounds, seconds, devices, badTokens] = ['rounds', 'seconds', 'devices', 'bad-tokens'].map(positive);
const only = values.only.split(',').filter(Boolean);
const wanted = (name) => only.length === 0 || only.some((part) => name.includes(part));
const onlyWanted = (targets) => targets.filter(({ name }) => wanted(name));
const onSqlite = values.mongo === undefined;
const NO_REUSE = { DEVICEAUTH_TOKEN_REUSE_PERCENT: '0' };
const START = 'start until it serves';
const RSS = 'RSS';
const PROXIED = 'verify, through nginx';

await runToTheEnd(bench);

async function bench() {
  const load = () => loadavg().map((average) => average.toFixed(2));
  const [{ model }] = cpus();
  console.log(`node ${process.version}, ${cpus().length} cores (${model}), load average ${load().join(' ')}`);
  console.log(`${onSqlite ? 'SQLite' : 'MongoDB'}, ${devices} devices; median of ${rounds} rounds of ${seconds} s`);
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
  if (!onSqlite) await benchReads(baselines);
  if (onSqlite && wanted(CREATES)) await measureCreates({ rounds });
  if (onSqlite && wanted(SLOW_DISK) && canSlowDisks()) await benchSlowDisk({ seconds, rows: devices });
  printBars();
  console.log(`\nload average ${load().join(' ')} at the end`);
}

/** The process, on a store without devices. */
async function benchEmpty() {
  if (!wanted(START) && !wanted(RSS)) return;
  const installation = await openInstallation('ES256', values.mongo);
  console.log();
  if (wanted(START)) printStarts('empty store', await startTimes(installation));
  if (wanted(RSS)) {
    const { atStart, after, afterBad } = await memoryOfVerifies(installation, badTokens);
    printFigure(`${RSS} at the start`, `${atStart} MB`);
    printFigure(`${RSS} after 1000 verifies`, `${after} MB`);
    printFigure(`${RSS} after ${badTokens} different bad tokens`, `${afterBad} MB`);
    holdBar(`growth of ${RSS} by ${badTokens} bad tokens`, afterBad - after, { most: 64, unit: ' MB' });
  }
  await installation.end();
}

async function benchSeeded(baselines) {
  const names = [
    ...tokenTargets('ES256'),
    ...brokerTargets(),
    ...readTargets(devices, devices),
    ...freshTokenTargets('ES256'),
    ...onceTargets('ES256'),
  ];
  if (![START, RSS, PROXIED].some(wanted) && onlyWanted(names).length === 0) return;
  const installation = await openInstallation('ES256', values.mongo);
  const waiting = WAITING_A_SECOND * seconds * (rounds + 1);
  const took = (await seed(installation, devices)) + (await seed(installation, waiting, changes('pending')));
  const all = devices + waiting;
  console.log(`\nseeded ${all} devices in ${took.toFixed(1)} s, ${await installation.size()}`);
  if (wanted(START)) printStarts(`${all} devices`, await startTimes(installation));
  await benchCalls(installation, baselines, all);
  await benchFreshTokens(installation, baselines);
  await installation.end();
}

/** Calls on the service as it is set by default. */
async function benchCalls(installation, baselines, all) {
  const targets = onlyWanted([...tokenTargets('ES256'), ...brokerTargets(), ...readTargets(all, devices)]);
  if (targets.length === 0 && ![RSS, PROXIED].some(wanted)) return;
  const service = await installation.start();
  await checkCount(service, all);
  const proxied = wanted(PROXIED) && canProxy() ? await startProxy(baselines, service) : undefined;
  const made = [...(proxied?.targets ?? []), ...(await makeAll(targets, service))];
  if (made.length > 0) holdBars(printTable('ES256', await measured(made, service, baselines)));
  await proxied?.stop();
  if (wanted(RSS)) printFigure(`\n${RSS} after everything, ${all} devices`, `${service.rssMb()} MB`);
  await service.stop();
}

/** Auth requests that are answered with a token of their own, and calls that are another request each time: they all write. */
async function benchFreshTokens(installation, baselines) {
  const fresh = onlyWanted(freshTokenTargets('ES256'));
  if (fresh.length + onlyWanted(onceTargets('ES256')).length === 0) return;
  const service = await installation.start(NO_REUSE);
  const made = [...(await makeAll(fresh, service)), ...onlyWanted(onceTargets('ES256', service))];
  holdBars(printTable('ES256, each call writes', await measured(made, service, baselines)));
  await service.stop();
}

/** What depends on the algorithm of the signing key. */
async function benchSigning(alg, baselines) {
  const targets = onlyWanted(tokenTargets(alg, ['RSA-2048']));
  if (targets.length === 0) return;
  const installation = await openInstallation(alg, values.mongo);
  const service = await installation.start();
  printTable(`${alg}, empty store`, await measured(await makeAll(targets, service), service, baselines));
  await service.stop();
  await installation.end();
}

/** Verify with the two other ways in which it reads MongoDB (D10). */
async function benchReads(baselines) {
  for (const mode of ['linearizable', 'bounded']) {
    const targets = onlyWanted(tokenTargets('ES256', []));
    if (targets.length === 0) return;
    const installation = await openInstallation('ES256', values.mongo);
    const service = await installation.start({ DEVICEAUTH_VERIFY_READ: mode });
    printTable(`ES256, reads ${mode}`, await measured(await makeAll(targets, service), service, baselines));
    await service.stop();
    await installation.end();
  }
}

async function makeAll(targets, service) {
  const made = [];
  for (const { make } of targets) made.push(await make(service));
  return made;
}

/** The bare servers first. The one with headers is asked about tokens of the service. */
async function measured(targets, service, baselines) {
  const [{ make }] = tokenTargets('ES256');
  const { requests } = await make(service);
  const bare = baselines.map((target) => ({ requests, ...target }));
  return measureRounds([...bare, ...targets.map((target) => ({ pid: service.pid, ...target }))], { rounds, seconds });
}

async function startProxy([{ url: bare, pid }], service) {
  const [{ make }] = tokenTargets('ES256');
  const { requests, url } = await make(service);
  const nginx = await startNginx({ bare, verify: url });
  return {
    targets: [
      { name: 'bare, through nginx', url: nginx.bare, requests, status: 204, pid },
      { name: PROXIED, url: nginx.verify, requests, status: 204, pid: service.pid },
    ],
    stop: nginx.stop,
  };
}

/** The bars of CPU, as ratios to the bare servers of the same table. */
function holdBars(rows) {
  const bars = {
    'verify, ES256': onSqlite ? { bare: 1.8, headers: 1.35 } : { bare: 6 },
    'auth request, RSA-2048 → ES256, fresh token': { bare: 25 },
    'auth request, RSA-2048 → ES256, unseen key': { bare: 40 },
  };
  for (const row of rows) {
    const { bare, headers } = bars[row.name] ?? {};
    if (bare !== undefined) holdBar(`CPU of ${row.name}`, cpuRatio(row, rows[0]), { most: bare, unit: ' × bare' });
    if (headers !== undefined)
      holdBar(`CPU of ${row.name}`, cpuRatio(row, rows[1]), { most: headers, unit: ' × headers' });
  }
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
async function checkCount({ management, operator }, all) {
  const { count } = await (await fetch(`${management}/devices/count`, { headers: operator })).json();
  if (count !== all) throw new Error(`the service counts ${count} devices, not ${all}`);
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
