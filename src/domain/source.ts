// The source of a request, by which strangers share scarce places (D23): an IPv4 address, or the /64 of an IPv6 address.

/** Networks of the proxies that may set `X-Forwarded-For`. */
export interface Proxies {
  readonly has: (address: string) => boolean;
}

/**
 * Returns the source of a request from the socket's peer and `X-Forwarded-For`: the last address that does not belong to a trusted
 * proxy. The header counts only if the peer itself is a trusted proxy.
 */
export function sourceOf(peer: string, forwardedFor: string | undefined, trusted: Proxies): string {
  if (!trusted.has(peer)) return networkOf(peer);
  const forwarded = (forwardedFor ?? '').split(',').map((address) => address.trim());
  return networkOf(forwarded.findLast((address) => isAddress(address) && !trusted.has(address)) ?? peer);
}

/** True for a source of a private or loopback network (RFC 1918, RFC 4193): often a proxy. */
export const isPrivate = (source: string): boolean =>
  /^(10|127)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^f[cd][\da-f]{2}:|^0:0:0:0::/.test(source);

/** Checks only the form: a text that is not an address must not become a source. */
const isAddress = (text: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || (/^[\da-f:.]{2,45}$/i.test(text) && text.includes(':'));

/**
 * Converts `::ffff:10.0.0.1`, the form of a socket for both families, to an IPv4 address. Returns every other address unchanged.
 */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

function networkOf(address: string): string {
  const plain = plainAddress(address);
  return plain.includes(':') ? `${prefixOf(plain)}::/64` : plain;
}

const GROUPS = 8;
const GROUPS_OF_64 = 4;

/** Returns the first four groups, without leading zeros. */
function prefixOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const groupsOf = (part: string | undefined) => (part === undefined || part === '' ? [] : part.split(':'));
  const [before, after] = [groupsOf(head), groupsOf(tail)];
  const zeros = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return groups
    .slice(0, GROUPS_OF_64)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
