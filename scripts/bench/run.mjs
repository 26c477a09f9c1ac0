// `npm run bench`: the service against a bare node:http that answers 204, and Express that does, in the same run. Ratios, no
// absolute claims: medians of interleaved rounds. Options: --rounds 5 --seconds 3 --devices 10000 --only verify,list
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hammer, generator } from './hammer.mjs';
import { openInstallation } from './installation.mjs';
import { seed } from './seed.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    devices: { type: 'string', default: '10000' },
    only: { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const only = values.only.split(',').filter(Boolean);
const wanted = (name) => only.length === 0 || only.some((part) => name.includes(part));
const folder = mkdtempSync(join(tmpdir(), 'devauth-bench-'));
const cleanUp = [];

try {
  console.log(
    `node ${process.version}, ${cpus().length} cores, ${generator()}, median of ${rounds} rounds of ${seconds} s\n`,
  );
  const baselines = await startBaselines();
  cleanUp.push(baselines.stop);
  for (const alg of ['ES256', 'EdDSA', 'RS256']) await benchService(alg, baselines);
} finally {
  for (const step of cleanUp.reverse()) await step();
  rmSync(folder, { recursive: true, force: true });
}

async function benchService(alg, baselines) {
  const data = join(folder, alg);
  const devices = alg === 'ES256' ? Number(values.devices) : 100;
  const middle = await seed(data, devices);
  const service = await openInstallation(data, alg);
  try {
    const targets = (await service.targets(alg, devices, middle)).filter(({ name }) => wanted(name));
    if (targets.length === 0) return;
    await report(targets, baselines);
    if (alg !== 'ES256') return;
    for (const { name, perSecond } of await service.once(wanted))
      console.log(`${name.padEnd(52)} ${round(perSecond)}/s`);
    console.log(`\nstart to listening ${service.startMs} ms; RSS now ${await service.rssMb()} MB\n`);
  } finally {
    await service.stop();
  }
}

async function report(targets, baselines) {
  const runs = [...baselines.targets, ...targets].map((target) => ({ ...target, figures: [] }));
  for (let at = 0; at < rounds; at += 1) {
    for (const run of runs) run.figures.push(await hammer(run, seconds));
  }
  const [bare, express] = runs.map(({ figures }) => median(figures));
  for (const { name, figures } of runs) {
    const rate = median(figures);
    console.log(
      `${name.padEnd(52)} ${round(rate).padStart(9)}/s   ${ratio(rate, bare)} of node:http   ${ratio(rate, express)} of Express`,
    );
  }
  console.log();
}

async function startBaselines() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('baseline.mjs', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  const { bare, express } = JSON.parse(line);
  return {
    targets: [
      { name: 'bare node:http 204', url: bare, requests: [{}], status: 204 },
      { name: 'Express 204', url: express, requests: [{}], status: 204 },
    ],
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}

function median(figures) {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
}

function ratio(rate, base) {
  return (rate / base).toFixed(3);
}

function round(rate) {
  return (rate >= 100 ? Math.round(rate) : Math.round(rate * 10) / 10).toString();
}
