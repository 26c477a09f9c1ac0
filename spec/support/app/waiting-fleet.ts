// Many waiting devices at once: written through the store's port with the service's own rules, as after their first request.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { creationEvents, firstSeen, type Contact } from '../../../src/domain/auth-sets.ts';
import type { DeviceCreation } from '../../../src/domain/change.ts';
import { eventOf } from '../../../src/domain/event.ts';
import { identityOf } from '../../../src/domain/identity.ts';
import { fingerprint, OWN_TENANT } from '../../../src/domain/ids.ts';
import type { TestApp } from './app.ts';

const BATCH = 500;
const MODELS = ['edge-gw-2', 'edge-gw-3', 'cam-lite', 'meter-m1'];
const SITES = ['osaka-02', 'lyon-05', 'berlin-03', 'porto-01'];

/**
 * The n-th has the serial number `sn(n)`, and one of four sites in turn. They were created a millisecond apart, the last one a
 * minute ago.
 */
export async function fillWaiting({ service }: TestApp, count: number, first = 0): Promise<void> {
  const began = Date.now() - 60_000 - count;
  for (let from = 0; from < count; from += BATCH) {
    const changes = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) =>
      creationOf(service.deps.ids, first + from + index, new Date(began + from + index)),
    );
    const answers = await Promise.all(changes.map((change) => service.store.devices.commit(OWN_TENANT, change)));
    if (answers.some((answer) => answer !== 'done')) throw new TypeError('filling failed');
  }
}

export const serialOf = (number: number): string => `E${2_026_000_000 + number}`;

function creationOf(ids: TestApp['service']['deps']['ids'], number: number, at: Date): DeviceCreation {
  const { publicKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const contact: Contact = {
    tenant: OWN_TENANT,
    identity: identityOf({ sn: serialOf(number), model: MODELS[number % 4], site: SITES[Math.floor(number / 4) % 4] }),
    fingerprint: fingerprint(createHash('sha256').update(der).digest('hex')),
    pubkey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    from: '192.0.2.1',
    newDevice: ids.device(),
    newAuthSet: ids.authSet(),
  };
  const device = firstSeen(contact, 'pending', at);
  const change = ids.change();
  const origin = { actor: `key:${contact.fingerprint}`, requestId: 'filled' };
  const about = { change, tenant: OWN_TENANT, device: device.id, identity: contact.identity.text, revision: 1 };
  const events = creationEvents(device).map((body, index) => eventOf(body, { ...about, at, origin }, index));
  return { kind: 'create', id: change, device, events };
}
