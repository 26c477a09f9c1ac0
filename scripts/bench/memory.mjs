// Measures the memory of the service (VmRSS): when it listens, at rest, and under load: 500 auth requests a second, and verify as fast as it
// answers. Beside it the CPU that a verify takes: a smaller heap must not make verify dearer. The service has V8's options of the image
// in a container of 128 MiB. Other options for node come behind `--`: `node scripts/bench/memory.mjs --seconds 20 -- --max-semi-space-size=16`.
import autocannon from 'autocannon';
import { parseArgs } from 'node:util';
import { cpuSeconds } from './cpu.mjs';
import { acceptedDevice, keyOf } from './fleet.mjs';
import { hammer } from './hammer.mjs';
import { openInstallation } from './installation.mjs';

const AUTH_REQUESTS_A_SECOND = 500;
const DEVICES = 20;
const MICROSECONDS = 1e6;

/** Those of the Dockerfile, and what `src/cli/heap.ts` sets in a small container. */
const SMALL_CONTAINER = ['--max-semi-space-size=2', '--heap-growing-percent=20'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '20' }, rest: { type: 'string', default: '30' } },
});
const seconds = Number(values.seconds);
const flags = positionals.length > 0 ? positionals : SMALL_CONTAINER;

const installation = await openInstallation('ES256', undefined, flags);
const service = await installation.start();
print('when it listens', `${service.rssMb()} MB`);
await wait(Number(values.rest));
print('at rest', `${service.rssMb()} MB`);

const devices = [];
for (let number = 0; number < DEVICES; number += 1) devices.push(await acceptedDevice(service, keyOf('P-256', number)));
const verify = {
  name: 'verify',
  url: `${service.internal}/api/internal/v1/devauth/tokens/verify`,
  requests: devices.map(({ token }) => ({ headers: { Authorization: `Bearer ${token}` } })),
  status: 200,
};
await hammer(verify, 3);
const cpu = cpuSeconds(service.pid);
const alone = await hammer(verify, seconds);
const cost = ((cpuSeconds(service.pid) - cpu) / alone.count) * MICROSECONDS;
print('verify alone', `${Math.round(alone.rate)} a second, ${cost.toFixed(1)} µs of CPU each, ${service.rssMb()} MB`);

const [both, most] = await Promise.all([hammer(verify, seconds), highest(seconds), askAlways(seconds)]);
print('under load', `${most} MB at most, ${Math.round(both.rate)} verifies a second`);
await service.stop();
await installation.end();

async function askAlways(duration) {
  const requests = devices.map(({ request: { method, headers, body } }) => ({ method, headers, body }));
  const { url } = devices[0].request;
  const result = await autocannon({ url, requests, connections: 16, overallRate: AUTH_REQUESTS_A_SECOND, duration });
  if (result.non2xx > 0 || result.errors > 0) throw new Error('auth requests were refused under load');
  print('auth requests', `${Math.round(result.requests.average)} a second`);
}

async function highest(duration) {
  let most = 0;
  for (const end = performance.now() + duration * 1000; performance.now() < end; await wait(0.2))
    most = Math.max(most, service.rssMb());
  return most;
}

function wait(duration) {
  return new Promise((resolve) => setTimeout(resolve, duration * 1000));
}

function print(what, figure) {
  console.log(`${what.padEnd(16)} ${figure}`);
}
