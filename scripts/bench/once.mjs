// What can be done once to each device: first contact, accept, preauthorize. The bare servers are asked by the same client, because it
// is slower than wrk; each round has devices of its own.
import { randomUUID } from 'node:crypto';
import { cpuSeconds } from './cpu.mjs';
import { ENOUGH_MS, inParallel, oneByOne, percentiles } from './client.mjs';
import { authRequest, keyOf, preauthorization } from './fleet.mjs';

const SAMPLES = 200;
const A_ROUND = 500; // for each second a round is to take
const PAGE = 500;
export const ONCE = ['first contact, P-256', 'accept', 'preauthorize'];

/** Rows of the table; the first three are the bare servers. */
export async function onceEach(service, baselines, { rounds, seconds, wanted }) {
  const key = keyOf('P-256', 0);
  const [contact, accept, preauthorize] = ONCE;
  const acts = [
    ...baselines.map(({ name, pid, ...target }) => ({ name, pid, requests: async (count) => repeated(target, count) })),
    { name: contact, requests: async (count) => firstContacts(service, count), needed: wanted(accept) },
    { name: accept, requests: (count) => acceptances(service, count) },
    { name: preauthorize, requests: async (count) => preauthorizations(service, key, count) },
  ].filter(({ name, needed }, at) => at < baselines.length || needed || wanted(name));
  const rows = acts.map(({ name }) => ({ name, rates: [], cpus: [], latency: undefined }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, { requests, pid = service.pid }] of acts.entries()) {
      const alone = round === 0 ? SAMPLES : 0;
      const all = await requests(alone + A_ROUND * seconds);
      if (alone > 0) rows[at].latency = percentiles(await oneByOne(all.slice(0, alone), ENOUGH_MS));
      const before = cpuSeconds(pid);
      rows[at].rates.push(await inParallel(all.slice(alone)));
      rows[at].cpus.push((cpuSeconds(pid) - before) / (all.length - alone));
    }
  }
  return rows.filter(({ name }, at) => at < baselines.length || wanted(name));
}

const repeated = ({ url, requests, status }, count) =>
  Array.from({ length: count }, (_, at) => ({ url, status, ...requests[at % requests.length] }));

const identities = (count) => Array.from({ length: count }, () => ({ sn: randomUUID() }));

/** A hundred strangers may have one key. */
const STRANGERS_OF_A_KEY = 100;
let contacts = 0;

const firstContacts = (service, count) =>
  identities(count).map((identity) => {
    contacts += 1;
    const key = keyOf('P-256', Math.ceil(contacts / STRANGERS_OF_A_KEY));
    return { ...authRequest(service, identity, key), status: 401 };
  });

const preauthorizations = (service, key, count) =>
  identities(count).map((identity) => preauthorization(service, identity, key));

/** Returns a request for each device that waits: it accepts the device. */
async function acceptances({ management, operator }, count) {
  const headers = { ...operator, 'Content-Type': 'application/json' };
  const body = '{"status":"accepted"}';
  const found = [];
  for (let page = 1; found.length < count; page += 1) {
    const url = `${management}/devices?status=pending&per_page=${PAGE}&page=${page}`;
    const devices = await (await fetch(url, { headers: operator })).json();
    if (devices.length === 0) throw new Error(`only ${found.length} devices wait, not ${count}`);
    found.push(...devices);
  }
  return found.slice(0, count).map(({ id, auth_sets: [set] }) => ({
    url: `${management}/devices/${id}/auth/${set.id}/status`,
    method: 'PUT',
    headers,
    body,
    status: 204,
  }));
}
