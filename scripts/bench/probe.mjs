// A thread that asks at a fixed rate, whether or not the request before was answered, until it is told to stop. A thread of its own: a
// load that runs beside it would make it late.
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { percentiles, send } from './client.mjs';

const PROBES_A_SECOND = 200;

/** `{url, headers}` each, in turn. Returns how to stop: resolves to the median, the 99th percentile and the longest time, in ms. */
export function startProbe(calls) {
  const worker = new Worker(new URL(import.meta.url), { workerData: calls });
  const told = new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  return () => {
    worker.postMessage('stop');
    return told;
  };
}

if (parentPort !== null) {
  let stopped = false;
  parentPort.once('message', () => (stopped = true));
  const agent = new Agent({ keepAlive: true });
  const answers = [];
  for (let at = 0; !stopped; at += 1) {
    answers.push(timed(workerData[at % workerData.length], agent));
    await sleep(1000 / PROBES_A_SECOND);
  }
  const times = await Promise.all(answers);
  agent.destroy();
  parentPort.postMessage({ ...percentiles(times), longest: Math.max(...times) });
}

async function timed(call, agent) {
  const began = performance.now();
  await send(call, agent);
  return performance.now() - began;
}
