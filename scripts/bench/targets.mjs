// Requests that can be sent to one service again and again; `make` prepares them.
import { writePosition } from '../../dist/http/api/paging.js';
import { acceptedDevice, keyOf, KINDS } from './fleet.mjs';

const ASKING = 64; // devices that ask in turn
const AT_ONCE = 8;
const PAGE = 500;
export const LIST_CONNECTIONS = 4; // a long answer delays others, and with them the next target

/** For an installation that signs with `alg`. */
export const tokenTargets = (alg, kinds = KINDS) => [
  verify(alg),
  ...kinds.map((kind) => authRequests(`auth request, ${kind} → ${alg}, same token`, kind)),
];

/** For a service that gives each request its own token. */
export const freshTokenTargets = (alg) =>
  KINDS.map((kind) => authRequests(`auth request, ${kind} → ${alg}, fresh token`, kind));

/** For an installation with that many devices, some of them preauthorized. */
export const readTargets = (devices, preauthorized) => [...lists(devices), ...counts(devices, preauthorized)];

function verify(alg) {
  const name = `verify, ${alg}`;
  const make = async (service) => {
    const accepted = await acceptedDevices(service, 'P-256');
    return {
      name,
      url: `${service.internal}/api/internal/v1/devauth/tokens/verify`,
      requests: accepted.map(({ token }) => ({ headers: { Authorization: `Bearer ${token}` } })),
      status: 200,
    };
  };
  return { name, make };
}

/** A login with the token, a message that is judged by the token, and two that are judged by the user name. */
export function brokerTargets() {
  const question = (what, path, bodyOf) => {
    const name = `broker, ${what}`;
    const make = async (service) => {
      const accepted = await acceptedDevices(service, 'P-256');
      const requests = accepted.map(({ token }) => {
        const { sub: id } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
        return bodyOf({ id, token });
      });
      return {
        name,
        url: `${service.internal}/api/internal/v1/devauth/brokers/${path}`,
        method: 'POST',
        requests,
        status: 200,
      };
    };
    return { name, make };
  };
  return [
    question('generic login', 'generic', ({ id, token }) =>
      json({ step: 'connect', token, username: id, client_id: id }),
    ),
    question('generic publish', 'generic', ({ id, token }) =>
      json({ step: 'publish', token, topic: `devices/${id}/up` }),
    ),
    question('mosquitto publish', 'mosquitto/acl', ({ id }) =>
      json({ username: id, clientid: id, topic: `devices/${id}/up`, acc: 2 }),
    ),
    question('RabbitMQ topic', 'rabbitmq/topic', ({ id }) =>
      form({
        username: id,
        vhost: '/',
        resource: 'topic',
        name: 'amq.topic',
        permission: 'write',
        routing_key: `devices.${id}.up`,
      }),
    ),
  ];
}

const json = (body) => ({ headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const form = (body) => ({
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(body).toString(),
});

/** Of devices that are accepted already, under keys that the service remembers. */
function authRequests(name, kind) {
  const make = async (service) => {
    const accepted = await acceptedDevices(service, kind);
    const requests = accepted.map(({ request: { headers, body } }) => ({ headers, body }));
    return { name, url: accepted[0].request.url, method: 'POST', requests, status: 200 };
  };
  return { name, make };
}

async function acceptedDevices(service, kind) {
  const accepted = [];
  for (let at = 0; at < ASKING; at += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, index) => acceptedDevice(service, keyOf(kind, at + index)));
    accepted.push(...(await Promise.all(some)));
  }
  return accepted;
}

function lists(devices) {
  const last = Math.max(1, Math.floor(devices / PAGE));
  const middle = Math.ceil(last / 2);
  const length = Math.min(PAGE, devices);
  const list = (where, query) =>
    read(`list of 500 of ${devices}, ${where}`, {
      path: async (service) => `/devices?per_page=${PAGE}${await query(service)}`,
      holds: (page) => page.length === length,
      connections: LIST_CONNECTIONS,
    });
  const byPage = (page) => async () => `&page=${page}`;
  const byCursor = (page) => async (service) => `&cursor=${await cursorAfter(service, (page - 1) * PAGE)}`;
  return [
    list('first page', byPage(1)),
    list('middle page', byPage(middle)),
    list('last page', byPage(last)),
    list('first by cursor', byCursor(1)),
    list('middle by cursor', byCursor(middle)),
    list('last by cursor', byCursor(last)),
  ];
}

function counts(devices, preauthorized) {
  return [
    read(`count of ${devices}`, { path: async () => '/devices/count', holds: ({ count }) => count >= devices }),
    read(`count of ${devices} by status`, {
      path: async () => '/devices/count?status=preauthorized',
      holds: ({ count }) => count >= preauthorized,
    }),
  ];
}

function read(name, { path, ...rest }) {
  const make = async (service) => {
    const url = service.management + (await path(service));
    return { name, url, requests: [{ headers: service.operator }], status: 200, ...rest };
  };
  return { name, make };
}

/** The cursor of a walk after that many devices, without the walk (D13). */
async function cursorAfter({ management, operator }, devices) {
  if (devices === 0) return '';
  const answer = await fetch(`${management}/devices?per_page=1&page=${devices}`, { headers: operator });
  const [{ id, created_ts }] = await answer.json();
  return writePosition('devices', { createdAt: new Date(created_ts), id });
}
