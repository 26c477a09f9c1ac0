// Bounds the connections of one address to a listener, if a setting says so. A connection beyond the bound is closed at once,
// without a byte; the others stay.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { plainAddress } from '../../domain/source.ts';

const GROUPS = 8;
/** The length of the IPv6 prefix that a caller gets at least. It can change the rest of its address at will (RFC 6177). */
const NETWORK_GROUPS = 4;

/** Returns the number of connections of each address that has any. */
export function capPerAddress(server: Server, max: number, turnedAway: () => void): ReadonlyMap<string, number> {
  const connections = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    if (socket.remoteAddress === undefined) return; // it is closed already
    const address = countedAs(socket.remoteAddress);
    const others = connections.get(address) ?? 0;
    if (others >= max) {
      turnedAway();
      socket.destroy();
      return;
    }
    connections.set(address, others + 1);
    socket.once('close', () => {
      const left = (connections.get(address) ?? 1) - 1;
      if (left === 0) connections.delete(address);
      else connections.set(address, left);
    });
  });
  return connections;
}

/** An IPv4 address is the same on a listener of both families. For an IPv6 address its /64 counts. */
export function countedAs(address: string): string {
  const plain = plainAddress(address).replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = [], tail = []] = plain.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = Array<string>(GROUPS - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].slice(0, NETWORK_GROUPS).join(':');
}
