// The addresses that a webhook may have. A tenant names the address, and the service connects to it from inside the operator's
// network, so it must not lead to internal addresses (SSRF). The form is checked when a webhook is written, and each address that
// the name resolves to at every connection.

/** `private`: allowed only by a setting. `never`: no receiver has such an address. */
export type AddressKind = 'public' | 'private' | 'never';

const MAX_LENGTH = 2048;
const HTTPS_PORT = 443;
const FIRST_FREE_PORT = 1024;

/** Returns the fault of the address of a webhook, in words for its operator, or nothing. */
export function faultOfUrl(text: string, { allowsPrivate }: { readonly allowsPrivate: boolean }): string | undefined {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return 'url is no address';
  const url = new URL(text);
  const { protocol, username, password, hash, hostname, port } = url;
  if (protocol !== 'https:' && !(allowsPrivate && protocol === 'http:')) return 'url must be an https address';
  if (username !== '' || password !== '') return 'url must have no user and no password';
  if (hash !== '') return 'url must have no fragment';
  if (!allowsPrivate && port !== '' && Number(port) < FIRST_FREE_PORT)
    return `url must have port ${HTTPS_PORT}, or one from ${FIRST_FREE_PORT} on`;
  if (port === '0') return 'url must have a port that can be connected to';
  return isOfThisMachine(hostname) && !allowsPrivate ? NOT_PUBLIC : faultOfHost(hostname, allowsPrivate);
}

const NOT_PUBLIC = 'url must not lead into a private network';

/** Returns the fault of a host that is an IP address; nothing for a name. */
function faultOfHost(hostname: string, allowsPrivate: boolean): string | undefined {
  const kind = kindOfAddress(hostname.replace(/^\[|\]$/g, ''));
  if (kind === undefined) return undefined;
  return kind === 'public' || (kind === 'private' && allowsPrivate) ? undefined : NOT_PUBLIC;
}

const isOfThisMachine = (hostname: string): boolean => /(^|\.)localhost\.?$/i.test(hostname);

/** Returns the kind of an IP address; nothing for another text. */
export function kindOfAddress(address: string): AddressKind | undefined {
  const [plain = ''] = address.split('%');
  const four = bytesOf(plain);
  if (four !== undefined) return kindOfFour(four);
  const groups = groupsOf(plain);
  return groups && kindOfSix(groups);
}

/** Networks that are not on the internet, as `[address, bits]`: IANA's special-purpose registry, and unassigned ones. */
// prettier-ignore
const PRIVATE: readonly (readonly [network: readonly number[], bits: number])[] = [
  [[10, 0, 0, 0], 8],      // private
  [[100, 64, 0, 0], 10],   // carrier-grade NAT
  [[127, 0, 0, 0], 8],     // loopback
  [[169, 254, 0, 0], 16],  // link-local: clouds serve credentials there
  [[172, 16, 0, 0], 12],   // private
  [[192, 0, 0, 0], 24],    // protocol assignments
  [[192, 0, 2, 0], 24],    // documentation
  [[192, 88, 99, 0], 24],  // 6to4 relays
  [[192, 168, 0, 0], 16],  // private
  [[198, 18, 0, 0], 15],   // benchmarks
  [[198, 51, 100, 0], 24], // documentation
  [[203, 0, 113, 0], 24],  // documentation
];

const FIRST_MULTICAST = 224;

function kindOfFour(bytes: readonly number[]): AddressKind {
  const [first = 0] = bytes;
  if (first === 0 || first >= FIRST_MULTICAST) return 'never';
  return PRIVATE.some(([network, bits]) => isWithin(bytes, network, bits)) ? 'private' : 'public';
}

const BYTE = 8;

function isWithin(bytes: readonly number[], network: readonly number[], bits: number): boolean {
  return network.every((of, index) => {
    const free = Math.min(BYTE, Math.max(0, (index + 1) * BYTE - bits));
    return of >> free === (bytes[index] ?? 0) >> free;
  });
}

/** An address that contains an IPv4 address is treated like that one, because connections to it may end there. */
function kindOfSix(groups: readonly number[]): AddressKind {
  const [first = 0, second = 0] = groups;
  const begins = (prefix: readonly number[]): boolean => prefix.every((group, index) => groups[index] === group);
  if (groups.every((group) => group === 0) || first >> BYTE === 0xff) return 'never';
  if (begins(MAPPED) || begins(NAT64)) return kindOfFour(embedded(groups, 6));
  if (first === SIX_TO_FOUR) return kindOfFour(embedded(groups, 1));
  const isSpecial = (first === 0x2001 && (second >> 9 === 0 || second === 0xdb8)) || first === 0x3fff;
  return first >> 13 === 1 && !isSpecial ? 'public' : 'private'; // only 2000::/3 is assigned to the internet
}

const MAPPED = [0, 0, 0, 0, 0, 0xffff];
const NAT64 = [0x64, 0xff9b, 0, 0, 0, 0];
const SIX_TO_FOUR = 0x2002;

const embedded = (groups: readonly number[], at: number): readonly number[] =>
  [groups[at] ?? 0, groups[at + 1] ?? 0].flatMap((group) => [group >> BYTE, group & 0xff]);

function bytesOf(text: string): readonly number[] | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte <= 0xff) ? bytes : undefined;
}

const GROUPS = 8;

function groupsOf(text: string): readonly number[] | undefined {
  if (!/^[\da-f:.]{2,45}$/i.test(text) || !text.includes(':')) return undefined;
  const [head = '', tail, ...more] = text.split('::');
  const [before, after] = [partOf(head), partOf(tail ?? '')];
  if (before === undefined || after === undefined || more.length > 0) return undefined;
  const missing = GROUPS - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array<number>(missing).fill(0), ...after];
}

/** Returns the groups of a part without `::`; the last one may be an IPv4 address. */
function partOf(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':').flatMap((group) => {
    const four = bytesOf(group);
    if (four === undefined) return [/^[\da-f]{1,4}$/i.test(group) ? Number.parseInt(group, 16) : NaN];
    const [a = 0, b = 0, c = 0, d = 0] = four;
    return [a * 256 + b, c * 256 + d];
  });
  return groups.some((group) => Number.isNaN(group)) ? undefined : groups;
}
