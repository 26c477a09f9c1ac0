// Notes peers that look like proxies but are not trusted by a setting: all devices behind one share its source (D23).
import { isPrivate, plainAddress, type Proxies } from '../domain/source.ts';

export interface Forwarders {
  /** Notes the peer of a request and its `X-Forwarded-For`. */
  note(peer: string, forwardedFor: string | undefined): void;
  /** Returns the peers that forwarded for several addresses since the start. */
  list(): readonly string[];
}

export interface ForwardersDeps {
  readonly trusted: Proxies;
  /** Called once for each such peer. */
  readonly found: (peer: string) => void;
}

/** A device that sends the header on its own has one address, or a few. */
const SEVERAL = 5;
const MAX_PEERS = 100;
const MAX_TEXT = 64;

/** Only private addresses count: a stranger on the internet could send the header to be trusted. */
export function createForwarders({ trusted, found }: ForwardersDeps): Forwarders {
  const seen = new Map<string, Set<string>>();
  return {
    note: (socketPeer, forwardedFor) => {
      if (forwardedFor === undefined || trusted.has(socketPeer)) return;
      const peer = plainAddress(socketPeer);
      const addresses = seen.get(peer) ?? new Set<string>();
      if (addresses.size >= SEVERAL || !isPrivate(peer)) return;
      if (addresses.size === 0 && seen.size >= MAX_PEERS) return;
      addresses.add(forwardedFor.slice(0, MAX_TEXT));
      seen.set(peer, addresses);
      if (addresses.size === SEVERAL) found(peer);
    },
    list: () => [...seen].flatMap(([peer, { size }]) => (size >= SEVERAL ? [peer] : [])),
  };
}
