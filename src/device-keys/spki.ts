// Reads a public key from its one DER encoding, so that one key has one fingerprint (D8). This is the only file that uses
// node-forge, and only its ASN.1 reader: node-forge never checks a signature.
import type { Bytes } from 'node-forge';
import asn1 from 'node-forge/lib/asn1.js'; // the whole package loads a TLS stack
import { Refused } from '../domain/errors.ts';
import { readPublicPem, unreadable } from './pem.ts';

/** A key as it was read. `key-rules.ts` decides about it. */
export interface Spki {
  /** The whole SubjectPublicKeyInfo, byte for byte. */
  readonly der: Buffer;
  readonly key: PublicNumbers;
}

export type PublicNumbers =
  | { readonly kind: 'RSA'; readonly modulus: Buffer; readonly exponent: Buffer }
  /** `curve` is the DER content of the object identifier, hexadecimal. Absent if the key does not name its curve. */
  | { readonly kind: 'EC'; readonly curve?: string; readonly point: Buffer }
  | { readonly kind: 'Ed25519'; readonly point: Buffer };

/** Reads one SubjectPublicKeyInfo in canonical DER. Refuses everything else, and quotes no part of it. */
export function readSpki(pem: string): Spki {
  const der = readPublicPem(pem);
  const [algorithm, subject] = elements(readDer(der), { least: 2, most: 2 });
  const [name, parameters] = elements(algorithm, { least: 1, most: 2 });
  const bits = bitString(subject);

  switch (content(name, asn1.Type.OID).toString('hex')) {
    case RSA_ENCRYPTION:
      return { der, key: rsaNumbers(bits, parameters) };
    case EC_PUBLIC_KEY:
      return { der, key: { kind: 'EC', point: bits, ...curveOf(parameters) } };
    case ED25519:
      return { der, key: ed25519Point(bits, parameters) };
    default:
      throw new Refused('key_refused', 'unrecognized public key type');
  }
}

/** An RSA-PSS key with all its parameters has seven levels, more than any other key. */
const MAX_DEPTH = 8;

const RSA_ENCRYPTION = '2a864886f70d010101'; // 1.2.840.113549.1.1.1
const EC_PUBLIC_KEY = '2a8648ce3d0201'; // 1.2.840.10045.2.1
const ED25519 = '2b6570'; // 1.3.101.112

/** Reads DER only: the result written again must give the same bytes. */
function readDer(der: Buffer): asn1.Asn1 {
  const element = parse(der);
  if (element === undefined || !bytesOf(asn1.toDer(element).getBytes()).equals(der)) throw unreadable();
  return element;
}

function parse(der: Buffer): asn1.Asn1 | undefined {
  const options = { strict: true, parseAllBytes: true, decodeBitStrings: false, maxDepth: MAX_DEPTH } as const;
  try {
    return asn1.fromDer(der.toString('latin1'), options);
  } catch {
    return undefined;
  }
}

function rsaNumbers(bits: Buffer, parameters: asn1.Asn1 | undefined): PublicNumbers {
  if (content(parameters, asn1.Type.NULL).length !== 0) throw unreadable();
  const [modulus, exponent] = elements(readDer(bits), { least: 2, most: 2 });
  return { kind: 'RSA', modulus: positive(modulus), exponent: positive(exponent) };
}

function curveOf(parameters: asn1.Asn1 | undefined): { readonly curve?: string } {
  if (parameters?.type !== asn1.Type.OID) return {};
  return { curve: content(parameters, asn1.Type.OID).toString('hex') };
}

function ed25519Point(bits: Buffer, parameters: asn1.Asn1 | undefined): PublicNumbers {
  if (parameters !== undefined) throw unreadable();
  return { kind: 'Ed25519', point: bits };
}

function elements(sequence: asn1.Asn1 | undefined, count: { least: number; most: number }) {
  const { value } = only(sequence, asn1.Type.SEQUENCE);
  if (typeof value === 'string' || value.length < count.least || value.length > count.most) throw unreadable();
  return value;
}

/** Returns the bytes of a bit string that uses all its bits. */
function bitString(element: asn1.Asn1 | undefined): Buffer {
  const bytes = content(element, asn1.Type.BITSTRING);
  if (bytes[0] !== 0) throw unreadable();
  return bytes.subarray(1);
}

/** Returns the bytes of a positive integer. Its second encoding has shown that it has no needless zero. */
function positive(element: asn1.Asn1 | undefined): Buffer {
  const bytes = content(element, asn1.Type.INTEGER);
  const [first] = bytes;
  if (first === undefined || first >= 0x80) throw unreadable();
  return first === 0 ? bytes.subarray(1) : bytes;
}

function content(element: asn1.Asn1 | undefined, type: asn1.Type): Buffer {
  const { value } = only(element, type);
  if (typeof value !== 'string') throw unreadable();
  return bytesOf(value);
}

/** NOTE: compare the class too: `[2]` in context has the tag number of an INTEGER. */
function only(element: asn1.Asn1 | undefined, type: asn1.Type): asn1.Asn1 {
  if (element?.tagClass !== asn1.Class.UNIVERSAL || element.type !== type) throw unreadable();
  return element;
}

const bytesOf = (text: Bytes) => Buffer.from(text, 'latin1');
