// A client that waits for each answer: how long one takes, and the rate of requests that can be made only once. A target's
// answer has the status the target names; a fast refusal is no figure.
import { Agent, request } from 'node:http';

const SAMPLES = 200;
const WARM_UP = 10;
export const ENOUGH_MS = 15_000;
export const CONNECTIONS = 32;

/** How long an answer takes at one connection, in ms: median and 99th percentile of 200 one after another, or of 15 s. */
export async function latencyOf({ requests, ...target }) {
  const inTurn = Array.from({ length: WARM_UP + SAMPLES }, (_, at) => ({
    ...target,
    ...requests[at % requests.length],
  }));
  return percentiles((await oneByOne(inTurn, ENOUGH_MS)).slice(WARM_UP));
}

export function percentiles(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.ceil(sorted.length * share) - 1];
  return { p50: at(0.5), p99: at(0.99) };
}

/** What each took, in ms; after `enoughMs` no more are asked. */
export async function oneByOne(requests, enoughMs = Infinity) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times = [];
  const enough = performance.now() + enoughMs;
  for (const next of requests) {
    if (performance.now() > enough && times.length > 2 * WARM_UP) break;
    const began = performance.now();
    await send(next, agent);
    times.push(performance.now() - began);
  }
  agent.destroy();
  return times;
}

/** Requests a second over 32 connections, each request once. */
export async function inParallel(requests) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const queue = [...requests];
  const began = performance.now();
  const worker = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) await send(next, agent);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return requests.length / seconds;
}

/** An answer of another status than the named one is an error. */
export function send({ url, method = 'GET', headers, body, status }, agent) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (answer) => {
      answer.resume();
      answer.on('error', reject);
      answer.on('end', () => {
        if (status === undefined || answer.statusCode === status) resolve();
        else reject(new Error(`${method} ${url} answers ${answer.statusCode}, not ${status}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
