// What the reader of Mender's workflows costs commands: two installations side by side, one with a workflow server and one without, take the
// same accepts and rejects in rounds that are interleaved, at a fixed rate below saturation and as fast as they can. The receiver is a
// process of its own, and its CPU is not counted. On a machine with other work the ratio of one round says little: take many short
// rounds, and read the median and the quartiles. Run by hand:
//   node scripts/build.mjs && node scripts/bench/workflows.mjs [--rounds 20] [--seconds 2] [--rate 40] [--mongo ADDRESS]
import { Agent } from 'node:http';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { percentiles, send } from './client.mjs';
import { cpuSeconds } from './cpu.mjs';
import { runToTheEnd, startProcess, stopping } from './endings.mjs';
import { authRequest, keyOf } from './fleet.mjs';
import { openInstallation } from './installation.mjs';
import { median, printFigure } from './table.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '2' },
    rate: { type: 'string', default: '40' },
    mongo: { type: 'string' },
  },
});
const [rounds, seconds, rate] = [Number(values.rounds), Number(values.seconds), Number(values.rate)];
const DEVICES = 64;
const CONNECTIONS = 8;
const CALLS_OF_NEW = 2;
const LOOK_MS = 20;
const SECOND = 1000;

await runToTheEnd(async () => {
  const receiver = startProcess([fileURLToPath(new URL('workflow-receiver.mjs', import.meta.url))], {
    env: { PATH: process.env.PATH },
    read: (text) => /listening (\S+)/.exec(text)?.[1],
  });
  const address = await receiver.told;
  const sides = [await openSide('without the reader'), await openSide('with the reader', address)];
  console.log(`node ${process.version}, load average ${loadavg()[0].toFixed(1)}, ${rounds} rounds of ${seconds} s`);
  for (const side of sides) await flatOut(side, 1);
  for (let round = 0; round < rounds; round += 1) {
    // The order changes, so that no installation always follows the other.
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      side.steady.push(await measured(side, atRate));
      side.flatOut.push(await measured(side, flatOut));
    }
  }
  report(`${rate} commands/s`, sides, 'steady');
  report(`${CONNECTIONS} connections, as fast as they can`, sides, 'flatOut');
  for (const { end } of sides) await end();
  await receiver.stop();
});

async function openSide(name, workflows) {
  const installation = await openInstallation('ES256', values.mongo);
  const service = await installation.start(workflows === undefined ? {} : { DEVICEAUTH_ORCHESTRATOR_ADDR: workflows });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  for (let number = 0; number < DEVICES; number += 1)
    await send({ ...authRequest(service, { bench: number }, keyOf('P-256', number)), status: 401 }, agent);
  const devices = await (
    await fetch(`${service.management}/devices?per_page=500`, { headers: service.operator })
  ).json();
  const end = async () => {
    agent.destroy();
    await service.stop();
    await installation.end();
  };
  const commands = commandsOn(service, devices);
  return { name, service, workflows, agent, end, commands, steady: [], flatOut: [] };
}

/** Accepts every device in turn, then rejects every one, and so on: each command is one event and one workflow call. */
function commandsOn({ management, operator }, devices) {
  const headers = { ...operator, 'Content-Type': 'application/json' };
  let made = 0;
  const next = () => {
    const { id, auth_sets: sets } = devices[made % devices.length];
    const status = Math.floor(made / devices.length) % 2 === 0 ? 'accepted' : 'rejected';
    made += 1;
    const url = `${management}/devices/${id}/auth/${sets[0].id}/status`;
    return { url, method: 'PUT', headers, body: JSON.stringify({ status }), status: 204 };
  };
  return { next, made: () => made };
}

/** The measured CPU ends when the reader has delivered the events of the round. */
async function measured(side, work) {
  await caughtUp(side);
  const before = cpuSeconds(side.service.pid);
  const began = performance.now();
  const times = await work(side, seconds);
  const took = (performance.now() - began) / SECOND;
  const ended = performance.now();
  await caughtUp(side);
  const behind = (performance.now() - ended) / SECOND;
  const cpu = (cpuSeconds(side.service.pid) - before) / times.length;
  return { rate: times.length / took, cpu, behind, ...percentiles(times) };
}

/** A new device is two calls, and a command is one. Calls that were repeated only end the wait too early. */
async function caughtUp({ workflows, commands }) {
  const expected = CALLS_OF_NEW * DEVICES + commands.made();
  while (workflows !== undefined && Number(await (await fetch(workflows)).text()) < expected) {
    stopping.throwIfAborted();
    await sleep(LOOK_MS);
  }
}

async function timed({ agent, commands }, times) {
  const began = performance.now();
  await send(commands.next(), agent);
  times.push(performance.now() - began);
}

/** Commands begin at their times, even if earlier ones still run. */
async function atRate(side, forSeconds) {
  const times = [];
  const underWay = [];
  const began = performance.now();
  for (let number = 0; number < rate * forSeconds; number += 1) {
    await sleep(Math.max(0, began + (number * SECOND) / rate - performance.now()));
    underWay.push(timed(side, times));
  }
  await Promise.all(underWay);
  return times;
}

async function flatOut(side, forSeconds) {
  const times = [];
  const end = performance.now() + forSeconds * SECOND;
  const worker = async () => {
    while (performance.now() < end) await timed(side, times);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return times;
}

function report(title, sides, kind) {
  console.log(`\n${title}`);
  for (const side of sides) {
    const of = (name) => median(side[kind].map((round) => round[name]));
    const cpu = (of('cpu') * 1e6).toFixed(0);
    const times = `p50 ${of('p50').toFixed(1)} ms, p99 ${of('p99').toFixed(1)} ms`;
    const behind = side.workflows === undefined ? '' : `, caught up after ${of('behind').toFixed(1)} s`;
    printFigure(side.name, `${of('rate').toFixed(0)}/s, CPU ${cpu} µs a command, ${times}${behind}`);
  }
  const [without, beside] = sides.map((side) => side[kind]);
  const ratios = (name) => beside.map((round, at) => round[name] / without[at][name]).toSorted((a, b) => a - b);
  const ratio = (name) => median(ratios(name)).toFixed(2);
  const rates = ratios('rate');
  const quartiles = [0.25, 0.75].map((part) => rates[Math.floor(part * (rates.length - 1))].toFixed(2)).join(' to ');
  printFigure(
    'ratio of the rounds, median',
    `rate ${ratio('rate')} (quartiles ${quartiles}), CPU ${ratio('cpu')}, p50 ${ratio('p50')}, p99 ${ratio('p99')}`,
  );
}
