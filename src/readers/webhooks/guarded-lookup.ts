// Resolves the name of a receiver for one connection, and refuses it if one of its addresses is not allowed. The connection uses an
// address of this very answer, so a name that resolves differently the next time (DNS rebinding) is useless to an attacker.
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { kindOfAddress } from '../../domain/webhook-address.ts';

/** Resolves a name, as the operating system does. Specs give another one. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export class AddressRefused extends Error {
  constructor() {
    super('its address is in a private network, which DEVICEAUTH_WEBHOOKS_PRIVATE_NETWORKS does not allow');
    this.name = 'AddressRefused';
  }
}

export const createGuardedLookup =
  (allowsPrivate: boolean, resolve: Resolve = systemLookup): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const [first] = addresses;
      if (first === undefined) {
        callback(new Error(`${hostname} has no address`), []);
        return;
      }
      if (addresses.every(({ address }) => isAllowed(address, allowsPrivate))) {
        if (options.all === true) callback(null, addresses);
        else callback(null, first.address, first.family);
        return;
      }
      callback(new AddressRefused(), []);
    });
  };

export function isAllowed(address: string, allowsPrivate: boolean): boolean {
  const kind = kindOfAddress(address);
  return kind === 'public' || (kind === 'private' && allowsPrivate);
}
