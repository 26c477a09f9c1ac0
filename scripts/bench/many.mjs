// A list of devices, and what operators do with all of them.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { deviceMaker, seed } from './seed.mjs';

/** Devices with a P-256 key each. */
export function listOf(count) {
  const list = randomUUID();
  const rows = Array.from({ length: count }, (_, at) => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return { identity_data: { sn: `${list}-${at}`, list }, pubkey: publicKey.export({ type: 'spki', format: 'pem' }) };
  });
  return { count, body: rows.map((row) => JSON.stringify(row)).join('\n') };
}

/** Sends the list. Each row must have that result. */
export async function preauthorizeAll({ management, operator }, { body, count }, result, query = '') {
  const headers = { ...operator, 'Content-Type': 'application/x-ndjson' };
  const answer = await fetch(`${management}/devices/bulk${query}`, { method: 'POST', headers, body });
  const { results: _, ...summary } = await answer.json();
  if (summary[result] !== count) throw new Error(`the list is answered with ${JSON.stringify(summary)}`);
}

/** Creates waiting devices of one delivery, before the service starts. */
export async function seedDelivery(installation, count) {
  const delivery = randomUUID();
  const make = deviceMaker();
  const began = Date.now() - count;
  await seed(installation, count, (at) =>
    make({ identity: { sn: `${delivery}-${at}`, delivery }, at: new Date(began + at), status: 'pending' }),
  );
  return { delivery, count };
}

/** Decides the whole delivery by filter, part by part. */
export async function decideDelivery({ management, operator }, { delivery, count }, { from, status }) {
  const headers = { ...operator, 'Content-Type': 'application/json' };
  const members = {
    from,
    status,
    filter: { identity: [{ name: 'delivery', op: 'eq', value: delivery }] },
    seen_before: new Date().toISOString(),
    expected_count: count,
  };
  let done = 0;
  for (let cursor; ;) {
    const body = JSON.stringify({ ...members, ...(cursor && { cursor }) });
    const answer = await fetch(`${management}/devices/decisions`, { method: 'POST', headers, body });
    const part = await answer.json();
    if (answer.status !== 200) throw new Error(`a decision is answered with ${answer.status} ${JSON.stringify(part)}`);
    done += part.done;
    cursor = part.next;
    if (cursor === undefined) break;
  }
  if (done !== count) throw new Error(`${done} of ${count} were decided`);
}
