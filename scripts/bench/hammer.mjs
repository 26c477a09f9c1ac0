// Requests a second: wrk (Debian) where it is installed, autocannon otherwise.
import autocannon from 'autocannon';
import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CONNECTIONS, inParallel } from './client.mjs';
import { stopping, temporaryFolder } from './endings.mjs';

const SLOW_SECONDS = 30; // an answer that takes longer is a failure
const MOST_A_SECOND = 5000; // the most that one thread of autocannon sends evenly
const hasWrk = spawnSync('sh', ['-c', 'command -v wrk']).status === 0;

export const generator = () => (hasWrk ? 'wrk' : 'autocannon');

/** Sends the requests of the target in turn. Throws when an answer was not the expected one: a fast refusal is no figure. */
export async function hammer(target, seconds) {
  await check(target);
  return hasWrk ? withWrk(target, seconds) : withAutocannon(target, seconds);
}

/** Sends each request once. Throws when they do not last so long. */
export async function hammerOnce(target, seconds) {
  const result = await (hasWrk ? withWrk(target, seconds) : eachOnceWithAutocannon(target, seconds));
  if (result.count + CONNECTIONS > target.requests.length)
    throw new Error(`there are too few requests: ${target.name}`);
  return result;
}

/** In ms, at half of that rate, or at 5,000 in a second if that is less. */
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

async function withWrk({ name, url, method = 'GET', requests, status = 200, connections = CONNECTIONS }, seconds) {
  const folder = temporaryFolder();
  const [script, data] = ['request.lua', 'requests'].map((file) => join(folder.path, file));
  const bytes = requests.map((request) => bytesOf({ url, method, ...request }));
  writeFileSync(data, Buffer.concat(bytes.flatMap((made) => [Buffer.from(`${made.length} `), made])));
  writeFileSync(script, IN_TURN.replace('$DATA', data));
  const text = await runWrk({ url, script, seconds, connections });
  await folder.remove();
  return resultOf(text, { name, status });
}

/** The bytes of the requests are in a file: each with its length before it. */
const IN_TURN = `
local made, at = {}, 0
function init()
  local file = io.open('$DATA', 'rb')
  for length in function() return file:read('*n') end do
    file:read(1)
    made[#made + 1] = file:read(length)
  end
end
function request() at = at % #made + 1; return made[at] end`;

function bytesOf({ url, method, headers = {}, body = '' }) {
  const { host, pathname, search } = new URL(url);
  const lines = [`${method} ${pathname}${search} HTTP/1.1`, `Host: ${host}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

async function runWrk({ url, script, seconds, connections }) {
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, `--timeout=${SLOW_SECONDS}s`, '-s', script];
  const { stdout } = await promisify(execFile)('wrk', [...options, new URL(url).origin], { signal: stopping });
  return stdout;
}

function resultOf(text, { name, status }) {
  const count = Number(/(\d+) requests in/.exec(text)[1]);
  const refused = Number(/Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0);
  if (/Socket errors/.test(text) || refused !== (status < 400 ? 0 : count))
    throw new Error(`${name} under load: ${text}`);
  return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]), count };
}

async function withAutocannon({ method = 'GET', requests, connections = CONNECTIONS, ...target }, seconds) {
  const all = requests.map((request) => ({ method, ...request }));
  return runAutocannon(target, { requests: all, connections, duration: seconds });
}

/** Each connection has its own part of the requests. */
function eachOnceWithAutocannon({ method = 'GET', requests, url: origin, ...target }, seconds) {
  const parts = Array.from({ length: CONNECTIONS }, (_, part) =>
    requests
      .filter((_request, at) => at % CONNECTIONS === part)
      .map(({ url = origin, ...request }) => ({ method, path: new URL(url).pathname, ...request })),
  );
  const setupClient = (client) => client.setRequests(parts.pop());
  return runAutocannon({ url: origin, ...target }, { connections: CONNECTIONS, duration: seconds, setupClient });
}

async function runAutocannon({ name, url, status = 200 }, options) {
  const result = await autocannon({ url, timeout: SLOW_SECONDS, ...options });
  if ((status < 400 && result.non2xx > 0) || result.errors > 0) throw new Error(`${name} was refused under load`);
  return { rate: result.requests.average, count: result.requests.total };
}

/** Sends at least so many requests, each with another number of 80 digits in the place of `NUMBER` in its headers. */
export async function hammerNumbered({ name, url, headers, status }, count) {
  if (!hasWrk) return numberedByOneClient({ url, headers, status }, count);
  const folder = temporaryFolder();
  const script = join(folder.path, 'request.lua');
  const text = bytesOf({ url, method: 'GET', headers }).toString();
  const [before, after] = text.split('NUMBER').map((part) => JSON.stringify(part));
  let sent = 0;
  for (let run = 0; sent < count; run += 1) {
    writeFileSync(
      script,
      NUMBERED.replace('$FIRST', run * A_RUN)
        .replace('$BEFORE', before)
        .replace('$AFTER', after),
    );
    const output = await runWrk({ url, script, seconds: SECONDS_A_RUN, connections: CONNECTIONS });
    sent += resultOf(output, { name, status }).count;
  }
  await folder.remove();
}

const A_RUN = 1e7; // more than are sent in one
const SECONDS_A_RUN = 5;
const NUMBERED = `
local at = $FIRST
function request() at = at + 1; return $BEFORE .. string.format('%080d', at) .. $AFTER end`;

async function numberedByOneClient({ headers, ...request }, count) {
  const numbered = (number) =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('NUMBER', String(number).padStart(80, '0'))]),
    );
  for (let sent = 0; sent < count; sent += MOST_A_SECOND) {
    await inParallel(Array.from({ length: MOST_A_SECOND }, (_, at) => ({ ...request, headers: numbered(sent + at) })));
  }
}
