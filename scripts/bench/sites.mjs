// A fleet like that of deliveries: 50 to 350 devices of one site and one model, with consecutive serials. Sites and models follow
// Zipf's law: some have a large part of the fleet, some a few devices. Also pages of searches in it.
import { createHash } from 'node:crypto';
import { latencyOf } from './client.mjs';
import { deviceMaker, seed } from './seed.mjs';
import { printFigure } from './table.mjs';

const SITES = 400;
const MODELS = 12;
const YEARS = [2024, 2025, 2026];
const DAY_MS = 24 * 3600 * 1000;

export async function seedSites(installation, count) {
  return seed(installation, count, devicesOf(count));
}

function devicesOf(count) {
  const make = deviceMaker();
  const random = numbers(7);
  const began = Date.now() - 900 * DAY_MS;
  let delivery = { left: 0 };
  return (at) => {
    if (delivery.left === 0)
      delivery = { left: 50 + Math.floor(random() * 300), site: zipf(random(), SITES), model: zipf(random(), MODELS) };
    delivery.left -= 1;
    const year = YEARS[Math.min(YEARS.length - 1, Math.floor((at / count) * YEARS.length))];
    const identity = {
      mac: `02:${(at + 1).toString(16).padStart(10, '0').match(/../g).join(':')}`,
      model: `edge-${delivery.model}`,
      site: `site-${String(delivery.site).padStart(3, '0')}`,
      sn: `E${year}${String(at).padStart(7, '0')}`,
    };
    const status = random() < 0.05 ? 'pending' : 'preauthorized';
    const fingerprint = createHash('sha256').update(identity.sn).digest('hex');
    return make({ identity, at: new Date(began + Math.floor((at / count) * 900 * DAY_MS)), status, fingerprint });
  };
}

/** Returns the rank of a value; the share falls with the rank. */
const zipf = (share, ranks) => Math.min(ranks - 1, Math.floor(ranks ** share - 1));

/** Numbers from 0 to 1, the same in each run (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const eq = (name, value) => ({ name, op: 'eq', value });
const SEARCHES = {
  'one serial number': { identity: [{ name: 'sn', op: 'prefix', value: 'E20240000100' }] },
  'a rare site': { identity: [eq('site', 'site-399')] },
  'the largest site': { identity: [eq('site', 'site-000')] },
  'the largest model': { identity: [eq('model', 'edge-0')] },
  'a prefix of some thousands': { identity: [{ name: 'sn', op: 'prefix', value: 'E202400001' }] },
  'a prefix that begins late': { identity: [{ name: 'sn', op: 'prefix', value: 'E2026' }] },
  'pending and the largest site': { auth_set_status: 'pending', identity: [eq('site', 'site-000')] },
  'largest site and rarest model': { identity: [eq('site', 'site-000'), eq('model', 'edge-11')] },
  'two models at once': { identity: [eq('model', 'edge-0'), eq('model', 'edge-1')] },
};

/**
 * The first and the last page of 100 of each search. The last is the first of the reverse order, with a cursor after one device.
 */
export async function searchPages({ management, operator }, devices) {
  const headers = { ...operator, 'Content-Type': 'application/json' };
  console.log(
    `\npages of 100 of ${devices} devices, at one connection: first, newest first, its second, last by cursor`,
  );
  for (const [name, filter] of Object.entries(SEARCHES)) {
    const body = JSON.stringify(filter);
    const url = `${management}/devices/search?per_page=100`;
    const search = (query, at = url) => fetch(at + query, { method: 'POST', headers, body });
    const found = await (await search('')).json();
    const cursor = nextOf(await search('&order=-created'));
    const pageOf = (query) =>
      latencyOf({ url: url + query, method: 'POST', status: 200, requests: [{ headers, body }] });
    const first = await pageOf('');
    const newest = await pageOf('&order=-created');
    const further = cursor === undefined ? undefined : await pageOf(`&order=-created&cursor=${cursor}`);
    const end = await lastCursor((query) =>
      search(`&per_page=500${query}`, `${management}/devices/search?order=created`),
    );
    const last = end === undefined ? undefined : await pageOf(`&order=created&cursor=${end}`);
    printFigure(`${name} (${found.length})`, [first, newest, further, last].map(told).join('   '));
  }
}

const nextOf = (answer) => /cursor=([^&>]+)[^>]*>; *rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];

/** Walks to the end, and returns the cursor of the last page but one. */
async function lastCursor(search) {
  let before;
  for (let cursor = ''; cursor !== undefined;) {
    const answer = await search(`&cursor=${cursor}`);
    await answer.arrayBuffer();
    if (cursor !== '') before = cursor;
    cursor = nextOf(answer);
  }
  return before;
}

/** The searches that look at most devices and find fewest, one after the other for so long. Returns how many were answered. */
export async function worstSearches({ management, operator }, seconds) {
  const headers = { ...operator, 'Content-Type': 'application/json' };
  const bodies = WORST.map((name) => JSON.stringify(SEARCHES[name]));
  const end = performance.now() + seconds * 1000;
  let answered = 0;
  for (; performance.now() < end; answered += 1) {
    const body = bodies[answered % bodies.length];
    const answer = await fetch(`${management}/devices/search?per_page=100`, { method: 'POST', headers, body });
    if (answer.status !== 200) throw new Error(`a search is answered with ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  }
  return answered;
}

const WORST = ['a prefix that begins late', 'two models at once', 'pending and the largest site'];

const told = (figure) => (figure === undefined ? '-' : `p50 ${figure.p50.toFixed(1)} p99 ${figure.p99.toFixed(1)} ms`);
