// How long `tokens/verify` takes while the service writes to a disk that needs 10 ms more for each sync: `npm run bench -- --only "slow disk"`.
// A prober verifies 200 times a second beside each load; another one asks a bare node:http server, to show what the machine adds.
import { execFileSync, spawnSync } from 'node:child_process';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadavg } from 'node:os';
import { send } from './client.mjs';
import { startProcess, temporaryFolder } from './endings.mjs';
import { acceptedDevice, authRequest, keyOf, preauthorization } from './fleet.mjs';
import { openInstallation } from './installation.mjs';
import { startProbe } from './probe.mjs';

const DEVICES = 64;
const OPERATORS = 16;

export const SLOW_DISK = 'slow disk';

/** The library that is preloaded is built here. */
export const canSlowDisks = () => process.platform === 'linux' && spawnSync('sh', ['-c', 'command -v cc']).status === 0;

export async function benchSlowDisk({ seconds, rows }) {
  const folder = temporaryFolder();
  const library = join(folder.path, 'slow-sync.so');
  const source = fileURLToPath(new URL('slow-sync.c', import.meta.url));
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
  const installation = await openInstallation('ES256');
  const service = await installation.start({ LD_PRELOAD: library });
  const fleet = [];
  for (let at = 0; at < DEVICES; at += 1) fleet.push(await acceptedDevice(service, keyOf('P-256', at)));
  console.log(
    `\n${SLOW_DISK}, fsync + 10 ms; load average ${loadavg()[0].toFixed(1)}; ms, verify p50 / p99 / longest | bare 204 p50 / p99 | requests a second`,
  );
  const loads = [
    ['no load', () => sleep(seconds * 1000).then(() => 0)],
    ['50 auth requests a second', () => authRequests(fleet, seconds)],
    [`${OPERATORS} operators accept and reject`, () => decisions(service, seconds)],
    [`${rows} devices preauthorized`, () => preauthorizations(service, rows)],
  ];
  const { bare } = await startBare();
  for (const [name, load] of loads) await measure(name, load, { service, fleet, bare });
  await service.stop();
  await installation.end();
  await folder.remove();
}

function startBare() {
  const script = fileURLToPath(new URL('baseline.mjs', import.meta.url));
  return startProcess([script], { read: (text) => text.includes('\n') && JSON.parse(text) }).told;
}

async function measure(name, load, { service, fleet, bare }) {
  const verify = `${service.internal}/api/internal/v1/devauth/tokens/verify`;
  const calls = fleet.map(({ token }) => ({ url: verify, headers: { Authorization: `Bearer ${token}` } }));
  const stops = [startProbe(calls), startProbe([{ url: bare }])];
  const began = performance.now();
  const count = await load();
  const rate = Math.round(count / ((performance.now() - began) / 1000));
  const [ours, theirs] = await Promise.all(stops.map((stop) => stop()));
  const ms = (value) => value.toFixed(1);
  const both = [ours.p50, ours.p99, ours.longest].map(ms).join(' / ');
  console.log(`${name.padEnd(32)} ${both} | ${ms(theirs.p50)} / ${ms(theirs.p99)} | ${rate}`);
}

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

/** Each operator has a device, and accepts and rejects it in turn. */
async function decisions(service, seconds) {
  const agent = new Agent({ keepAlive: true });
  const end = performance.now() + seconds * 1000;
  const operator = async (_, at) => {
    const url = await pendingDevice(service, at, agent);
    let made = 0;
    for (; performance.now() < end; made += 1) {
      const body = JSON.stringify({ status: made % 2 === 0 ? 'accepted' : 'rejected' });
      const headers = { ...service.operator, 'Content-Type': 'application/json' };
      await send({ url, method: 'PUT', headers, body, status: 204 }, agent);
    }
    return made;
  };
  const made = await Promise.all(Array.from({ length: OPERATORS }, operator));
  agent.destroy();
  return made.reduce((sum, count) => sum + count, 0);
}

/** The address of its auth set's status. */
async function pendingDevice(service, at, agent) {
  const identity = { operator: String(at) };
  await send({ ...authRequest(service, identity, keyOf('P-256', 100 + at)), status: 401 }, agent);
  const answer = await fetch(`${service.management}/devices?status=pending&per_page=500`, {
    headers: service.operator,
  });
  const device = (await answer.json()).find(({ identity_data: data }) => data.operator === identity.operator);
  return `${service.management}/devices/${device.id}/auth/${device.auth_sets[0].id}/status`;
}

/** As fast as 4 connections go, each with the next row. */
async function preauthorizations(service, rows) {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  let next = 0;
  const worker = async () => {
    while (next < rows) await send(preauthorization(service, { sn: `row ${next++}` }, keyOf('P-256', 0)), agent);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  agent.destroy();
  return rows;
}
