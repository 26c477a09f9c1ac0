// Measures what operators do with many devices through the API: a list is preauthorized, and its devices are accepted or rejected
// in bulk, while a prober verifies 200 times in a second; then pages of searches in a large fleet. Needs a build.
// Options: --rows 10000 --devices 0 --mongo ADDRESS --rounds 3.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { cpuSeconds } from './cpu.mjs';
import { runToTheEnd } from './endings.mjs';
import { acceptedDevice, keyOf } from './fleet.mjs';
import { openInstallation } from './installation.mjs';
import { decideDelivery, listOf, preauthorizeAll, seedDelivery } from './many.mjs';
import { startProbe } from './probe.mjs';
import { searchPages, seedSites, worstSearches } from './sites.mjs';
import { printFigure } from './table.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000' },
    devices: { type: 'string', default: '0' },
    rounds: { type: 'string', default: '3' },
    mongo: { type: 'string' },
  },
});

const WORST_SECONDS = 10;
const ACCEPT = { from: 'pending', status: 'accepted' };
const PUT_BACK = { from: 'accepted', status: 'pending' };

await runToTheEnd(async () => {
  const [rows, devices] = [Number(values.rows), Number(values.devices)];
  const installation = await openInstallation('ES256', values.mongo);
  if (devices > 0)
    printFigure(`${devices} devices are made`, `${(await seedSites(installation, devices)).toFixed(0)} s`);
  const delivery = rows > 0 && (await seedDelivery(installation, rows));
  const started = await installation.start();
  const { token } = await acceptedDevice(started, keyOf('P-256', 0));
  const verify = {
    url: `${started.internal}/api/internal/v1/devauth/tokens/verify`,
    headers: { Authorization: `Bearer ${token}` },
    status: 200,
  };
  const service = { ...started, verify };
  console.log(`node ${process.version}, load average ${loadavg()[0].toFixed(1)}`);
  await measured('nothing else', 0, service, () => new Promise((resolve) => setTimeout(resolve, 3000)));
  for (let round = 0; rows > 0 && round < Number(values.rounds); round += 1) {
    const list = listOf(rows);
    await measured('list, P-256, NDJSON', rows, service, () => preauthorizeAll(service, list, 'created'));
    await measured('the same list again', rows, service, () => preauthorizeAll(service, list, 'exists'));
    await measured('the same list, dry run', rows, service, () =>
      preauthorizeAll(service, list, 'exists', '?dry_run=true'),
    );
    await measured('accept by filter', rows, service, () => decideDelivery(service, delivery, ACCEPT));
    await measured('back to pending', rows, service, () => decideDelivery(service, delivery, PUT_BACK));
  }
  if (devices > 0) {
    await measured('the worst searches', 0, service, () => worstSearches(service, WORST_SECONDS));
    await searchPages(service, devices);
  }
  await service.stop();
  await installation.end();
});

async function measured(name, count, { verify, pid }, work) {
  const stop = startProbe([verify]);
  const cpu = cpuSeconds(pid);
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const used = cpuSeconds(pid) - cpu;
  const { p50, p99, longest } = await stop();
  const rate =
    count === 0 ? '' : `${seconds.toFixed(2)} s, ${Math.round(count / seconds)}/s, CPU ${used.toFixed(2)} s; `;
  printFigure(name, `${rate}verify p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, longest ${longest.toFixed(1)} ms`);
}
