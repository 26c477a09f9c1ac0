// Measures targets in interleaved rounds: requests in a second, and the CPU that each request takes of the server's process. A
// first round of all does not count, because the servers compile frequent code.
import { latencyOf } from './client.mjs';
import { cpuSeconds } from './cpu.mjs';
import { hammer, hammerOnce, p99AtHalfLoad } from './hammer.mjs';
import { median } from './table.mjs';

/** More than a service answers on one core. */
const REQUESTS_A_SECOND = 5000;
const ONE_BY_ONE = 250;

/** Returns rows for the table. A target with `next` has new requests each time, so it is not measured at half the load. */
export async function measureRounds(targets, { rounds, seconds }) {
  const rows = targets.map((target) => ({ name: target.name, target, rates: [], cpus: [] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { target, rates, cpus } of rows) {
      const { rate, cpu } = await measureOnce(target, seconds);
      if (round === 0) continue;
      rates.push(rate);
      cpus.push(cpu);
    }
  }
  for (const row of rows) {
    const { target } = row;
    row.latency = await latencyOf(
      target.next === undefined ? target : { ...target, requests: await target.next(ONE_BY_ONE) },
    );
    if (target.next === undefined) row.halfLoad = await p99AtHalfLoad(target, median(row.rates), seconds);
  }
  return rows;
}

async function measureOnce({ next, ...target }, seconds) {
  const prepared = next === undefined ? target : { ...target, requests: await next(REQUESTS_A_SECOND * seconds) };
  const before = cpuSeconds(target.pid);
  const { rate, count } = await (next === undefined ? hammer : hammerOnce)(prepared, seconds);
  return { rate, cpu: (cpuSeconds(target.pid) - before) / count };
}
