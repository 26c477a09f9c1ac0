// The tenant devices API against a bare node:http that answers the same bytes, in the same run: connect, create, list of all. Medians
// of interleaved rounds. Options: --rounds 5 --seconds 3 --devices 10000 --main dist/main.js (built before).
import { once } from 'node:events';
import { createServer } from 'node:http';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cpuSeconds } from './cpu.mjs';
import { runToTheEnd, startProcess, temporaryFolder } from './endings.mjs';
import { generator, hammer } from './hammer.mjs';
import { addressesIn } from './installation.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    devices: { type: 'string', default: '10000' },
    main: { type: 'string', default: fileURLToPath(new URL('../../dist/main.js', import.meta.url)) },
    bare: { type: 'boolean', default: false },
  },
});
const CONNECTED = JSON.stringify({ settings: { logoUrl: 'https://example.com/crewcheck/logo.png' } });
const SCOPES = ['Device.Read', 'Device.Create', 'Device.Connect.Reset'];
const PARALLEL = 32;

await (values.bare ? serveBare() : runToTheEnd(bench));

/** A separate process, like the service. */
async function serveBare() {
  const server = createServer((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' }).end(CONNECTED);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  console.log(`http://127.0.0.1:${server.address().port}/`);
}

async function bench() {
  const read = (text) => text.includes('\n') && text.trim();
  const bare = startProcess([fileURLToPath(import.meta.url), '--bare'], { read });
  const env = {
    PATH: process.env.PATH,
    DEVICEAUTH_DATA: temporaryFolder().path,
    DEVICEAUTH_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_INTERNAL_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_LOG_LEVEL: 'warn',
  };
  const service = startProcess([resolve(values.main)], { env, read: addressesIn });
  const { open, internal } = await service.told;
  const pids = { bare: bare.pid, service: service.pid };
  await report(await bare.told, `${open}/api/default/devices`, { headers: await machine(internal), pids });
}

async function machine(internal) {
  const answer = await fetch(`${internal}/api/internal/v1/devauth/api-keys`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ scopes: SCOPES }),
  });
  return { 'X-API-KEY': (await answer.json()).key };
}

async function report(bareUrl, devicesUrl, { headers, pids }) {
  console.log(`node ${process.version}, ${cpus().length} cores, ${generator()}, median of ${values.rounds} rounds`);
  const [id] = await create(devicesUrl, headers, 1);
  const reset = await fetch(`${devicesUrl}/${id}/connections/reset`, { method: 'POST', headers });
  const { apiKey } = await reset.json();
  const connect = {
    name: 'connect',
    url: `${devicesUrl}/${id}/connect`,
    method: 'POST',
    requests: [{ headers: { 'X-API-KEY': apiKey } }],
    status: 200,
    pid: pids.service,
    figures: [],
    cpu: [],
  };
  const baseline = {
    name: 'bare node:http',
    url: bareUrl,
    method: 'POST',
    requests: [{}],
    status: 200,
    pid: pids.bare,
    figures: [],
    cpu: [],
  };
  for (let at = 0; at < Number(values.rounds); at += 1) {
    for (const run of [baseline, connect]) await round(run);
  }
  const [bare, connects] = [baseline, connect].map(({ figures }) => median(figures));
  const [bareCpu, connectCpu] = [baseline, connect].map(({ cpu }) => median(cpu));
  const micro = (seconds) => `${(seconds * 1e6).toFixed(1)} µs of CPU each`;
  console.log(`bare node:http  ${Math.round(bare)}/s, ${micro(bareCpu)}`);
  console.log(`connect         ${Math.round(connects)}/s, ${micro(connectCpu)}`);
  console.log(
    `                ${(connects / bare).toFixed(3)} of node:http, ${(bareCpu / connectCpu).toFixed(3)} by CPU`,
  );
  const count = Number(values.devices) - 1;
  const began = performance.now();
  await create(devicesUrl, headers, count);
  console.log(`create          ${Math.round(count / ((performance.now() - began) / 1000))}/s, ${PARALLEL} at a time`);
  const lists = [];
  for (let at = 0; at < Number(values.rounds); at += 1) lists.push(await timed(devicesUrl, headers));
  console.log(`list of ${values.devices}   ${Math.round(median(lists))} ms`);
}

/** Requests in a second, and the cost of each for its server, which is the steadier figure on a busy machine. */
async function round(run) {
  const seconds = Number(values.seconds);
  const before = cpuSeconds(run.pid);
  const { rate, count } = await hammer(run, seconds);
  run.figures.push(rate);
  run.cpu.push((cpuSeconds(run.pid) - before) / count);
}

async function timed(url, headers) {
  const began = performance.now();
  const list = await (await fetch(url, { headers })).json();
  if (list.length !== Number(values.devices)) throw new Error(`the list has ${list.length}`);
  return performance.now() - began;
}

async function create(url, headers, count) {
  const ids = [];
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await fetch(url, { method: 'POST', headers });
      if (answer.status !== 201) throw new Error(`create answers ${answer.status}`);
      ids.push((await answer.json()).deviceId);
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, count) }, worker));
  return ids;
}

function median(figures) {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
}
