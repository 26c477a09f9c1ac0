// Calls that are another request each time: first contact, accept, preauthorize, and an auth request under a text of the key that the
// service has not seen. Each round has requests of its own.
import { randomUUID } from 'node:crypto';
import { authRequest, acceptedDevice, keyOf, preauthorization } from './fleet.mjs';

const PAGE = 500;
/** The most strangers with one key. */
const STRANGERS_OF_A_KEY = 100;
const DEVICES = 64;
/** Devices that have to wait in the store, for each second of each round. */
export const WAITING_A_SECOND = 2500;

/** Each with `next`, which makes that number of requests. Without a service: their names. */
export function onceTargets(alg, service) {
  let contacts = 0;
  const contact = () => {
    contacts += 1;
    return authRequest(service, { sn: randomUUID() }, keyOf('P-256', Math.ceil(contacts / STRANGERS_OF_A_KEY)));
  };
  const preauthorize = () => preauthorization(service, { sn: randomUUID() }, keyOf('P-256', 0));
  const each = (make) => async (count) => Array.from({ length: count }, make);
  return [
    ...['RSA-2048', 'P-256'].map((kind) => unseenKey(kind, alg, service)),
    { name: 'first contact, P-256', method: 'POST', status: 401, next: each(contact) },
    { name: 'accept', method: 'PUT', status: 204, next: (count) => acceptances(service, count) },
    { name: 'preauthorize', method: 'POST', status: 201, next: each(preauthorize) },
  ].map((target) => ({ url: service?.open, ...target }));
}

/** A text before the key makes it another text: the service reads and judges the key again. */
function unseenKey(kind, alg, service) {
  let devices;
  let made = 0;
  const next = async (count) => {
    devices ??= await Promise.all(Array.from({ length: DEVICES }, (_, at) => acceptedDevice(service, keyOf(kind, at))));
    return Array.from({ length: count }, () => {
      const { identity, key } = devices[made % DEVICES];
      made += 1;
      return authRequest(service, identity, key, `key ${made}\n`);
    });
  };
  return { name: `auth request, ${kind} → ${alg}, unseen key`, method: 'POST', status: 200, next };
}

/** A request for each device that waits: it accepts the device. */
async function acceptances({ management, operator }, count) {
  const headers = { ...operator, 'Content-Type': 'application/json' };
  const body = '{"status":"accepted"}';
  const found = [];
  for (let page = 1; found.length < count; page += 1) {
    const url = `${management}/devices?status=pending&per_page=${PAGE}&page=${page}`;
    const devices = await (await fetch(url, { headers: operator })).json();
    if (devices.length === 0) break;
    found.push(...devices);
  }
  return found.slice(0, count).map(({ id, auth_sets: [set] }) => ({
    url: `${management}/devices/${id}/auth/${set.id}/status`,
    headers,
    body,
  }));
}
