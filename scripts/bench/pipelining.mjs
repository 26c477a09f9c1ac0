// Attacks a service of its own with pipelined requests and measures what other callers notice: the longest time that `tokens/verify`
// on the other listener takes, the memory of the process, and the files that it holds open afterwards. Run by hand:
//   node scripts/build.mjs && node scripts/bench/pipelining.mjs
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { acceptedDevice, keyOf } from './fleet.mjs';
import { runToTheEnd } from './endings.mjs';
import { openInstallation } from './installation.mjs';
import { percentiles } from './client.mjs';

const KB = 1024;
const PATIENCE_MS = 30_000;

/** Connections, bytes on each, the request, and the listener under attack. */
const ATTACKS = [
  { connections: 10, bytes: 64 * KB, target: '/openapi', listener: 'open' },
  { connections: 100, bytes: 64 * KB, target: '/openapi', listener: 'open' },
  { connections: 10, bytes: 64 * KB, target: '/openapi', listener: 'open', host: false },
  { connections: 30, bytes: 64 * KB, target: '/openapi/swagger-ui-bundle.js', listener: 'open' },
  { connections: 30, bytes: 2048 * KB, target: '/openapi/management-v2.yaml', listener: 'open' },
];

if (isMainThread) {
  await runToTheEnd(async () => {
    for (const attack of ATTACKS) await run(attack);
  });
} else {
  await strike(workerData);
  process.exit(); // an open connection would keep the thread
}

async function run(attack) {
  const installation = await openInstallation('ES256', undefined, ['--max-old-space-size=256']);
  const service = await installation.start();
  const { token } = await acceptedDevice(service, keyOf('P-256', 0));
  const verify = prober(`${service.internal}/api/internal/v1/devauth/tokens/verify`, token);
  await verify.during(sleep(1000));
  const before = service.rssMb();
  const peak = watch(service);
  const times = await verify.during(strikeApart(service[attack.listener], attack).then(() => sleep(1500)));
  const { p50, p99 } = percentiles(times);
  console.log(
    [
      `${attack.connections} x ${attack.bytes / KB} KB ${attack.target}${attack.host === false ? ' without Host' : ''}`.padEnd(
        52,
      ),
      `verify p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} longest ${Math.max(...times).toFixed(0)} ms`.padEnd(52),
      `RSS ${before} -> ${peak.end()} MB`,
      `open files ${openFiles(service.pid)}`,
    ].join('  '),
  );
  verify.end();
  await service.stop().catch(() => console.log('  the service has ended'));
  await installation.end();
}

/** Asks for a verdict every 5 ms, each on a warm connection, and records the time of each answer. */
function prober(url, token) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const ask = () =>
    new Promise((resolve) => {
      const began = performance.now();
      const done = () => resolve(performance.now() - began);
      const sent = request(url, { agent, headers: { Authorization: `Bearer ${token}` } }, (answer) => {
        answer.resume().once('end', done);
      });
      sent.once('error', done).end();
    });
  return {
    during: async (work) => {
      let isOver = false;
      const ended = work.finally(() => (isOver = true));
      const asked = [];
      while (!isOver) {
        asked.push(ask());
        await sleep(5);
      }
      await ended;
      return Promise.all(asked);
    },
    end: () => agent.destroy(),
  };
}

function watch(service) {
  let peak = 0;
  const look = () => {
    try {
      peak = Math.max(peak, service.rssMb());
    } catch {
      // it has ended
    }
  };
  const timer = setInterval(look, 10);
  return {
    end: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** Runs in a thread, so that the cost for the client of the attack is not measured. */
async function strikeApart(url, attack) {
  await once(new Worker(new URL(import.meta.url), { workerData: { url, ...attack } }), 'exit');
}

/** Writes the requests on all connections at once, and discards the answers. */
async function strike({ url, connections, bytes, target, host = true }) {
  const { hostname, port } = new URL(url);
  const one = `GET ${target} HTTP/1.1\r\n${host ? 'Host: a\r\n' : ''}\r\n`;
  const text = one.repeat(Math.floor(bytes / one.length));
  const ended = Array.from({ length: connections }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {}).resume();
    socket.end(text);
    return new Promise((resolve) => socket.once('close', resolve));
  });
  await Promise.race([Promise.all(ended), sleep(PATIENCE_MS)]);
}

function openFiles(pid) {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).filter((fd) => /\/(docs|swagger-ui-dist)\//.test(linkOf(`${folder}/${fd}`))).length;
  } catch {
    return 'none: it has ended';
  }
}

function linkOf(path) {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
