// Requests a second: wrk (Debian) where it is installed, autocannon otherwise. 32 connections, the requests in turn.
import autocannon from 'autocannon';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CONNECTIONS = 32;
const hasWrk = spawnSync('sh', ['-c', 'command -v wrk']).status === 0;

export const generator = () => (hasWrk ? 'wrk' : 'autocannon');

/** Throws when an answer was not the expected one: a fast refusal is no figure. */
export async function hammer(target, seconds) {
  await check(target);
  return hasWrk ? withWrk(target, seconds) : withAutocannon(target, seconds);
}

async function check({ name, url, method = 'GET', requests: [{ headers, body }], status }) {
  const answer = await fetch(url, { method, headers, body });
  await answer.arrayBuffer();
  if (answer.status !== status) throw new Error(`${name} answers ${answer.status}`);
}

function withWrk({ url, method = 'GET', requests }, seconds) {
  const folder = mkdtempSync(join(tmpdir(), 'wrk-'));
  const script = join(folder, 'request.lua');
  const quote = (text) => `"${[...Buffer.from(text)].map((byte) => `\\${byte.toString().padStart(3, '0')}`).join('')}"`;
  const table = (headers) =>
    `{${Object.entries(headers)
      .map(([name, value]) => `[${quote(name)}]=${quote(value)}`)
      .join(',')}}`;
  const made = requests.map(
    ({ headers = {}, body = '' }) => `wrk.format("${method}", nil, ${table(headers)}, ${quote(body)})`,
  );
  const lines = ['local made = {}', 'local at = 0', `function init() made = {${made.join(',\n')}} end`];
  const next = `function request() at = at % ${requests.length} + 1; return made[at] end`;
  writeFileSync(script, [...lines, next].join('\n'));
  const output = execFileSync('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', script, url], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  if (/Non-2xx/.test(output)) throw new Error(`refused under load: ${url}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)[1]);
}

async function withAutocannon({ url, method = 'GET', requests }, seconds) {
  const all = requests.map((request) => ({ method, ...request }));
  const result = await autocannon({ url, requests: all, connections: CONNECTIONS, duration: seconds });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`refused under load: ${url}`);
  return result.requests.average;
}
