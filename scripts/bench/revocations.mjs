// Measures how fast a revocation is known, by 1,000 readers of the feed on one node and by another node of the same MongoDB, and how many tokens
// in a second the verifier verifies without asking. `node scripts/build.mjs && node scripts/bench/revocations.mjs`
//   --readers 1000        streams of the feed
//   --revocations 30      in each part, 0.6 s apart
//   --seconds 2           how long the verifier is measured, three times
//   --mongo ADDRESS       two nodes on MongoDB: the tokens are revoked at one of them, the readers are at the other
import autocannon from 'autocannon';
import { compactVerify, createLocalJWKSet } from 'jose';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { createVerifier } from '../../dist/verifier/verifier.js';
import { cpuSeconds } from './cpu.mjs';
import { atEnd, runToTheEnd, stopping } from './endings.mjs';
import { acceptedDevice, keyOf } from './fleet.mjs';
import { openInstallation } from './installation.mjs';
import { median, printFigure } from './table.mjs';

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000' },
    revocations: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '2' },
    mongo: { type: 'string' },
  },
});
const [readers, revocations, seconds] = ['readers', 'revocations', 'seconds'].map((name) => Number(values[name]));
const FEED = '/api/internal/v1/devauth/revocations';
const BETWEEN_MS = 600;
/** Verifications a second beside which the feed is read. */
const LOAD = 500;
const TOKENS = 64;
const WITHIN_MS = 250;

await runToTheEnd(async () => {
  console.log(
    `node ${process.version}, load average ${loadavg()
      .map((average) => average.toFixed(1))
      .join(' ')}`,
  );
  const installation = await openInstallation('ES256', values.mongo);
  const service = await installation.start();
  const other = values.mongo === undefined ? service : await installation.start();
  const where = other === service ? 'the node that revoked' : 'another node of MongoDB';
  await measureReaders(service, other, where);
  await measureVerifier(service);
  await other.stop();
  if (other !== service) await service.stop();
  await installation.end();
});

async function measureReaders(service, { internal, pid }, where) {
  const url = internal + FEED;
  const child = fork(fileURLToPath(new URL('feed-readers.mjs', import.meta.url)), {
    env: { PATH: process.env.PATH, COUNT: String(readers), URL: url },
  });
  const end = atEnd(() => child.kill('SIGKILL'));
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the readers ended with ${code}`)));
  failed.catch(() => undefined);
  const said = () => Promise.race([once(child, 'message'), failed]);
  await said();
  console.log(`\n${readers} readers of the feed at ${where}, ${revocations} revocations ${BETWEEN_MS} ms apart`);
  const before = cpuSeconds(pid);
  const quiet = await revokeInTurn(service);
  const cpu = cpuSeconds(pid) - before;
  const load = autocannon(await loadOn(service));
  const loaded = await revokeInTurn(service);
  load.stop();
  await load;
  await sleep(2 * BETWEEN_MS);
  child.send('report');
  const [seen] = await said();
  print('beside nothing else', quiet, new Map(seen));
  printFigure('CPU of the node', `${((cpu / revocations) * 1e3).toFixed(0)} ms for each revocation`);
  print(`beside ${LOAD} verifications a second`, loaded, new Map(seen));
  await end();
}

/** Returns when each answer of 204 was there, by token. */
async function revokeInTurn(service) {
  const answered = new Map();
  for (let at = 0; at < revocations; at += 1) {
    stopping.throwIfAborted();
    const { token } = await acceptedDevice(service, keyOf('P-256', at));
    const { jti } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
    const { status } = await fetch(`${service.management}/tokens/${jti}`, {
      method: 'DELETE',
      headers: service.operator,
    });
    answered.set(jti, Number(process.hrtime.bigint()) / 1e6);
    if (status !== 204) throw new Error(`a revocation answers ${status}`);
    await sleep(BETWEEN_MS);
  }
  return answered;
}

async function loadOn(service) {
  const { token } = await acceptedDevice(service, keyOf('P-256', 0));
  return {
    url: `${service.internal}/api/internal/v1/devauth/tokens/verify`,
    headers: { Authorization: `Bearer ${token}` },
    connections: 10,
    overallRate: LOAD,
    duration: 600,
  };
}

/** Times from the 204 to the reader; some are negative, because the answer of 204 is on its way too. */
function print(what, answered, seen) {
  const times = [...answered]
    .flatMap(([jti, at]) => (seen.get(jti) ?? []).map((read) => read - at))
    .sort((a, b) => a - b);
  const expected = answered.size * readers;
  if (times.length !== expected) throw new Error(`${times.length} of ${expected} were read`);
  const at = (share) => `${times[Math.ceil(times.length * share) - 1].toFixed(0)} ms`;
  const share = times.filter((time) => time <= WITHIN_MS).length / times.length;
  printFigure(
    what,
    `p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}; ${(share * 100).toFixed(1)} % within ${WITHIN_MS} ms`,
  );
}

/** A warm verifier beside a lookup in a Map, and beside jose, which checks the signature each time. */
async function measureVerifier(service) {
  const jwksUrl = `${service.open}/.well-known/jwks.json`;
  const tokens = [];
  for (let at = 0; at < TOKENS; at += 1) tokens.push((await acceptedDevice(service, keyOf('P-256', at))).token);
  const verifier = await createVerifier({ jwksUrl, feedUrl: service.internal + FEED });
  const stopped = atEnd(() => verifier.close());
  const keys = createLocalJWKSet(await (await fetch(jwksUrl)).json());
  const known = new Map(tokens.map((token) => [token, { ok: true }]));
  const ways = [
    { name: 'a lookup in a Map', judge: async (token) => known.get(token), rates: [] },
    { name: 'the verifier', judge: (token) => verifier.verify(token), rates: [] },
    {
      name: 'jose alone',
      judge: async (token) => ({ ok: (await compactVerify(token, keys)) !== undefined }),
      rates: [],
    },
  ];
  for (const { judge } of ways) await rateOf(judge, tokens, 0.5); // warm
  for (let round = 0; round < 3; round += 1)
    for (const way of ways) way.rates.push(await rateOf(way.judge, tokens, seconds));
  const [bare] = ways.map(({ rates }) => median(rates));
  console.log(`\ntokens that are verified without asking, for each second of CPU, ${TOKENS} in turn`);
  for (const { name, rates } of ways) {
    const rate = median(rates);
    printFigure(name, `${Math.round(rate)}/s, ${(rate / bare).toFixed(4)} of the lookup`);
  }
  await stopped();
}

/** For each second of this process's CPU: others may have the rest of the core. */
async function rateOf(judge, tokens, forSeconds) {
  const began = process.cpuUsage();
  const used = () => {
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1e6;
  };
  let count = 0;
  while (used() < forSeconds) {
    stopping.throwIfAborted();
    for (let at = 0; at < 100; at += 1, count += 1)
      if (!(await judge(tokens[count % tokens.length])).ok) throw new Error('a good token was refused');
    await new Promise(setImmediate); // the verifier reads the feed
  }
  return count / used();
}
