// Measures `tokens/verify` while the service writes to a disk that needs 10 ms more for each sync: `npm run bench -- --only "slow
// disk"`. A prober verifies 200 times in a second beside each load; another one asks a bare node:http server, to show the share of
// the machine.
import { execFileSync, spawnSync } from 'node:child_process';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadavg } from 'node:os';
import { holdBar } from './bars.mjs';
import { send } from './client.mjs';
import { startProcess, temporaryFolder } from './endings.mjs';
import { acceptedDevice, authRequest, keyOf } from './fleet.mjs';
import { hammer } from './hammer.mjs';
import { openInstallation } from './installation.mjs';
import { decideDelivery, listOf, preauthorizeAll, seedDelivery } from './many.mjs';
import { startProbe } from './probe.mjs';

const DEVICES = 64;
const OPERATORS = 16;
const AT_ONCE = 64;
/** A 99th percentile needs some hundred probes. */
const LEAST_SECONDS = 5;

export const SLOW_DISK = 'slow disk';

/** The library that is preloaded is built here. */
export const canSlowDisks = () => process.platform === 'linux' && spawnSync('sh', ['-c', 'command -v cc']).status === 0;

export async function benchSlowDisk({ seconds: asked, rows }) {
  const seconds = Math.max(asked, LEAST_SECONDS);
  const folder = temporaryFolder();
  const library = join(folder.path, 'slow-sync.so');
  const source = fileURLToPath(new URL('slow-sync.c', import.meta.url));
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
  const installation = await openInstallation('ES256');
  const delivery = await seedDelivery(installation, rows);
  const service = await installation.start({ LD_PRELOAD: library, DEVICEAUTH_TOKEN_REUSE_PERCENT: '0' });
  const fleet = [];
  for (let at = 0; at < DEVICES; at += 1) fleet.push(await acceptedDevice(service, keyOf('RSA-2048', at)));
  const list = listOf(rows);
  console.log(
    `\n${SLOW_DISK}, fsync + 10 ms; load average ${loadavg()[0].toFixed(1)}; ms, verify p50 / p99 / longest | bare 204 p50 / p99 | a second`,
  );
  const loads = [
    { name: 'no load', run: () => sleep(seconds * 1000).then(() => 0) },
    { name: '50 auth requests a second', run: () => authRequests(fleet, seconds), most: 5 },
    { name: `${OPERATORS} operators accept and reject`, run: () => decisions(service, seconds), most: 20 },
    {
      name: `${rows} preauthorized in bulk`,
      run: () => preauthorizeAll(service, list, 'created').then(() => rows),
      most: 10,
    },
    { name: `${rows} accepted in bulk`, run: () => acceptAll(service, delivery), most: 10 },
    { name: `auth requests, ${AT_ONCE} at once`, run: () => manyAuthRequests(fleet, seconds), least: 2000 },
  ];
  const { bare } = await startBare();
  for (const load of loads) await measure(load, { service, fleet, bare });
  await service.stop();
  await installation.end();
  await folder.remove();
}

function startBare() {
  const script = fileURLToPath(new URL('baseline.mjs', import.meta.url));
  return startProcess([script], { read: (text) => text.includes('\n') && JSON.parse(text) }).told;
}

/** `most`: what verify may take beside it; `least`: how often it has to be done in a second. */
async function measure({ name, run, most, least }, { service, fleet, bare }) {
  const verify = `${service.internal}/api/internal/v1/devauth/tokens/verify`;
  const calls = fleet.map(({ token }) => ({ url: verify, headers: { Authorization: `Bearer ${token}` } }));
  const stops = [startProbe(calls), startProbe([{ url: bare }])];
  const began = performance.now();
  const count = await run();
  const rate = Math.round(count / ((performance.now() - began) / 1000));
  const [ours, theirs] = await Promise.all(stops.map((stop) => stop()));
  const ms = (value) => value.toFixed(1);
  const both = [ours.p50, ours.p99, ours.longest].map(ms).join(' / ');
  console.log(`${name.padEnd(32)} ${both} | ${ms(theirs.p50)} / ${ms(theirs.p99)} | ${rate}`);
  if (most !== undefined) holdBar(`${SLOW_DISK}: verify p99, ${name}`, ours.p99, { most, unit: ' ms' });
  if (least !== undefined) holdBar(`${SLOW_DISK}: ${name}`, rate, { least, unit: '/s' });
}

/** Each is given a token of its own. */
async function authRequests(fleet, seconds) {
  const agent = new Agent({ keepAlive: true });
  const end = performance.now() + seconds * 1000;
  const answers = [];
  while (performance.now() < end) {
    answers.push(send(fleet[answers.length % fleet.length].request, agent));
    await sleep(20);
  }
  await Promise.all(answers);
  agent.destroy();
  return answers.length;
}

async function manyAuthRequests(fleet, seconds) {
  const requests = fleet.map(({ request: { headers, body } }) => ({ headers, body }));
  const [{ request }] = fleet;
  const target = {
    name: 'auth request',
    url: request.url,
    method: 'POST',
    requests,
    status: 200,
    connections: AT_ONCE,
  };
  return (await hammer(target, seconds)).count;
}

async function acceptAll(service, delivery) {
  await decideDelivery(service, delivery, { from: 'pending', status: 'accepted' });
  return delivery.count;
}

/** Each operator has a device, and accepts and rejects it in turn. */
async function decisions(service, seconds) {
  const agent = new Agent({ keepAlive: true });
  const urls = await Promise.all(Array.from({ length: OPERATORS }, (_, at) => pendingDevice(service, at, agent)));
  const end = performance.now() + seconds * 1000;
  const operator = async (url) => {
    let made = 0;
    for (; performance.now() < end; made += 1) {
      const body = JSON.stringify({ status: made % 2 === 0 ? 'accepted' : 'rejected' });
      const headers = { ...service.operator, 'Content-Type': 'application/json' };
      await send({ url, method: 'PUT', headers, body, status: 204 }, agent);
    }
    return made;
  };
  const made = await Promise.all(urls.map(operator));
  agent.destroy();
  return made.reduce((sum, count) => sum + count, 0);
}

/** The address of its auth set's status. */
async function pendingDevice(service, at, agent) {
  const sn = `operator ${at}`;
  await send({ ...authRequest(service, { sn }, keyOf('P-256', 100 + at)), status: 401 }, agent);
  const query = new URLSearchParams({ 'identity.sn': sn });
  const answer = await fetch(`${service.management}/devices?${query}`, { headers: service.operator });
  const [device] = await answer.json();
  return `${service.management}/devices/${device.id}/auth/${device.auth_sets[0].id}/status`;
}
