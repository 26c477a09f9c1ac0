// Reads the PEM text of a public key by the lax grammar of RFC 7468 §3, because `openssl pkey -text_pub`, GnuTLS `certtool` and
// exports of PKCS#12 files write text around the block. Refusals name other things that devices send.
import { Refused, type KeyFault } from '../domain/errors.ts';

/** Returns the DER in the first `PUBLIC KEY` block. The fingerprint is that of the DER, so a lax text cannot make a second key. */
export function readPublicPem(text: string): Buffer {
  if (text.length > MAX_TEXT_BYTES) throw unreadable();
  const der = findBlock(text);
  const isPrivate = PRIVATE_LABEL.test(text) || isPrivateJwk(text) || isPrivateDer(der ?? decode(withoutSpace(text)));
  if (isPrivate) throw leaked();
  if (der !== undefined) return der;
  const other = OTHERS.find(({ is }) => is(text));
  throw other === undefined ? unreadable() : refused(other);
}

/** Writes the canonical text of a key: 64 columns, a newline at the end. */
export function canonicalPem(der: Buffer): string {
  const lines = der.toString('base64').replace(/.{1,64}/g, '$&\n');
  return `${BEGIN}\n${lines}${END}\n`;
}

/** Mender's text. Clients depend on it. */
export const UNREADABLE = 'cannot decode public key';

export const unreadable = () => new Refused('key_refused', UNREADABLE);

const MAX_TEXT_BYTES = 4096;
const BEGIN = '-----BEGIN PUBLIC KEY-----';
const END = '-----END PUBLIC KEY-----';

function findBlock(text: string): Buffer | undefined {
  const begin = text.indexOf(BEGIN);
  const end = begin === -1 ? -1 : text.indexOf('-----', begin + BEGIN.length);
  if (end === -1 || !text.startsWith(END, end)) return undefined;
  return decode(withoutSpace(withoutHeaders(text.slice(begin + BEGIN.length, end))));
}

/** Removes white space (RFC 7468 §3), which may be anywhere in the block. */
const withoutSpace = (text: string): string => text.replace(/[ \t\r\n\v\f]+/g, '');

/** Removes lines such as `Comment: mine`, which older tools write before the base64 (RFC 1421). */
const withoutHeaders = (body: string): string => body.replace(/^(?:[ \t\r\n\v\f]*[\w-]+:[^\r\n]*)+/, '');

/** Accepts canonical base64 only. Unused bits, missing padding and foreign characters are found by writing it again. */
function decode(base64: string): Buffer | undefined {
  const der = Buffer.from(base64, 'base64');
  return base64 !== '' && der.toString('base64') === base64 ? der : undefined;
}

const PRIVATE_LABEL = /BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY/;

/** A private key anywhere in the text was sent in clear, through every proxy and log on the way. */
const leaked = () =>
  refused({
    why: 'private_key',
    says:
      'this is a PRIVATE KEY, and it has leaked by being sent. Make a new key pair, never use this one again, ' +
      'and send the public key (openssl pkey -pubout)',
  });

/** True for PKCS#8 and PKCS#1: a sequence that begins with the version, 0 or 1. */
const isPrivateDer = (der: Buffer | undefined): boolean =>
  der !== undefined && /^30(?:[0-7].|81..|82....)02010[01]/.test(der.subarray(0, 8).toString('hex'));

const isJwk = (text: string): boolean => /^\s*\{/.test(text) && text.includes('"kty"');
const isPrivateJwk = (text: string): boolean => isJwk(text) && /"(?:d|k)"\s*:/.test(text);
const labelled =
  (label: string) =>
  (text: string): boolean =>
    text.includes(`-----BEGIN ${label}-----`);

interface NamedFault {
  readonly why: KeyFault;
  readonly says: string;
}

const refused = ({ why, says }: NamedFault) => new Refused('key_refused', `${UNREADABLE}: ${says}`, { why });

interface OtherText extends NamedFault {
  readonly is: (text: string) => boolean;
}

// prettier-ignore
const OTHERS: readonly OtherText[] = [
  { why: 'escaped_newlines', is: (text) => text.includes('-----BEGIN ') && text.includes('\\n'),
    says: 'it has the two characters \\ and n where its lines should end' },
  { why: 'certificate', is: (text) => /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/.test(text),
    says: 'this is a certificate; its public key is what counts (openssl x509 -pubkey -noout)' },
  { why: 'certificate_request', is: (text) => /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----/.test(text),
    says: 'this is a certificate request; its public key is what counts (openssl req -pubkey -noout)' },
  { why: 'pkcs1', is: labelled('RSA PUBLIC KEY'),
    says: 'this is an RSA key in PKCS#1 form (openssl rsa -RSAPublicKey_in -pubout makes a PUBLIC KEY of it)' },
  { why: 'ssh', is: (text) => /^\s*(?:ssh-|ecdsa-sha2-|sk-)[\w.@-]+ AAAA/.test(text) || labelled('SSH2 PUBLIC KEY')(text),
    says: 'this is an SSH key (ssh-keygen -e -m PKCS8 makes a PUBLIC KEY of it)' },
  { why: 'jwk', is: isJwk,
    says: 'this is a JWK; a PEM text is needed (BEGIN PUBLIC KEY)' },
  { why: 'no_end', is: (text) => text.includes(BEGIN) && !text.includes(END),
    says: `the line ${END} is missing` },
  { why: 'bare_base64', is: (text) => decode(withoutSpace(text))?.[0] === 0x30,
    says: `this is base64 without the lines ${BEGIN} and ${END} around it` },
];
