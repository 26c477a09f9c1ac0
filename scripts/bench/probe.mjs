// A thread that asks at a fixed rate, without waiting for the answer before, until it is stopped. In the thread of the load it
// would be late.
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { percentiles, send } from './client.mjs';

const PROBES_A_SECOND = 200;

/**
 * Sends `{url, headers}` in turn. Returns a function that stops it and resolves to the median, the 99th percentile and the longest
 * time, in ms.
 */
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
