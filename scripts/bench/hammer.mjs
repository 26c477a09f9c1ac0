// Requests a second: wrk (Debian) where it is installed, autocannon otherwise. The requests in turn.
import autocannon from 'autocannon';
import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CONNECTIONS } from './client.mjs';
import { stopping, temporaryFolder } from './endings.mjs';

const SLOW_SECONDS = 30; // an answer that takes longer is a failure
const hasWrk = spawnSync('sh', ['-c', 'command -v wrk']).status === 0;

export const generator = () => (hasWrk ? 'wrk' : 'autocannon');

/** Requests a second and how many there were. Throws when an answer was not the expected one: a fast refusal is no figure. */
export async function hammer(target, seconds) {
  await check(target);
  return hasWrk ? withWrk(target, seconds) : withAutocannon(target, seconds);
}

const MOST_A_SECOND = 5000; // what one thread of autocannon sends evenly

/** In ms, at half of that rate, or at 5,000 a second where that is less. */
export async function p99AtHalfLoad({ name, url, method = 'GET', requests, status }, rate, seconds) {
  const overallRate = Math.max(1, Math.round(Math.min(rate / 2, MOST_A_SECOND)));
  const connections = Math.min(CONNECTIONS, overallRate);
  const all = requests.map((request) => ({ method, ...request }));
  const load = { url, requests: all, connections, overallRate, duration: seconds, timeout: SLOW_SECONDS };
  const result = await autocannon(load);
  if (result.statusCodeStats[status]?.count === undefined || result.non2xx > 0 || result.errors > 0)
    throw new Error(`${name} was refused at half load`);
  return result.latency.p99;
}

async function check({ name, url, method = 'GET', requests: [{ headers, body }], status, holds }) {
  const answer = await fetch(url, { method, headers, body });
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${name} answers ${answer.status}`);
  if (holds !== undefined && !holds(JSON.parse(text))) throw new Error(`${name} answers something else`);
}

async function withWrk({ name, url, method = 'GET', requests, connections = CONNECTIONS }, seconds) {
  const folder = temporaryFolder();
  const script = join(folder.path, 'request.lua');
  writeFileSync(script, luaFor(method, requests));
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, `--timeout=${SLOW_SECONDS}s`, '-s', script];
  const { stdout } = await promisify(execFile)('wrk', [...options, url], { signal: stopping });
  await folder.remove();
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${name} under load: ${stdout}`);
  const count = Number(/(\d+) requests in/.exec(stdout)[1]);
  return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]), count };
}

function luaFor(method, requests) {
  const quote = (text) => `"${[...Buffer.from(text)].map((byte) => `\\${byte.toString().padStart(3, '0')}`).join('')}"`;
  const table = (headers) =>
    `{${Object.entries(headers)
      .map(([name, value]) => `[${quote(name)}]=${quote(value)}`)
      .join(',')}}`;
  const made = requests.map(
    ({ headers = {}, body = '' }) => `wrk.format("${method}", nil, ${table(headers)}, ${quote(body)})`,
  );
  const lines = ['local made = {}', 'local at = 0', `function init() made = {${made.join(',\n')}} end`];
  return [...lines, `function request() at = at % ${requests.length} + 1; return made[at] end`].join('\n');
}

async function withAutocannon({ name, url, method = 'GET', requests, connections = CONNECTIONS }, seconds) {
  const all = requests.map((request) => ({ method, ...request }));
  const load = { url, requests: all, connections, duration: seconds, timeout: SLOW_SECONDS };
  const result = await autocannon(load);
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${name} was refused under load`);
  return { rate: result.requests.average, count: result.requests.total };
}
