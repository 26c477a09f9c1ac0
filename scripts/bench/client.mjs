// A client that waits for each answer. It measures the time of one answer, and the rate of requests that are possible only once. An
// answer must have the status of its target, because a fast refusal is not a figure.
import { Agent, request } from 'node:http';

const SAMPLES = 200;
const WARM_UP = 10;
export const ENOUGH_MS = 15_000;
export const CONNECTIONS = 32;

/** Returns the time of an answer on one connection, in ms: median and 99th percentile of 200 in sequence, or of 15 s. */
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

/** Returns the time of each; after `enoughMs` no more are sent. */
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

/** Returns requests in a second over 32 connections, each request once. */
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

/** Fails on an answer with another status. */
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
