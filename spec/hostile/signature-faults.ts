// Wrong signatures, one for each class of fault in the vectors, made over a body with the private key that should sign it.
import { constants, createHash, privateEncrypt, sign, type KeyObject } from 'node:crypto';
import { simulateDevice, type SimulatedKey } from '../support/app/simulated-device.ts';

export type Kind = Exclude<SimulatedKey, 'RSA-1024'>;
export const KINDS: readonly Kind[] = ['RSA', 'P-256', 'P-384', 'Ed25519'];

// prettier-ignore
export const ORDERS = {
  'P-256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  'P-384': 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
} as const;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

export type Faults = Readonly<Record<string, Buffer>>;

export function faultsOf(kind: Kind, body: Buffer, key: KeyObject): Faults {
  const other = simulateDevice({ key: kind === 'RSA' ? 'P-256' : 'RSA' });
  const good = sign(kind === 'Ed25519' ? null : 'sha256', body, key);
  const own = { RSA: rsaFaults, 'P-256': ecFaults('P-256'), 'P-384': ecFaults('P-384'), Ed25519: edFaults }[kind];
  return {
    'of another key of the kind': Buffer.from(simulateDevice({ key: kind }).sign(body), 'base64'),
    'of another kind of key': Buffer.from(other.sign(body), 'base64'),
    'over another body': sign(kind === 'Ed25519' ? null : 'sha256', Buffer.concat([body, Buffer.of(0)]), key),
    'over no body': sign(kind === 'Ed25519' ? null : 'sha256', Buffer.alloc(0), key),
    'without its last byte': good.subarray(0, -1),
    'without its first byte': good.subarray(1),
    'with a byte behind it': Buffer.concat([good, Buffer.of(0)]),
    'with a byte before it': Buffer.concat([Buffer.of(0), good]),
    twice: Buffer.concat([good, good]),
    'of one byte': Buffer.of(1),
    'of zeros': Buffer.alloc(good.length),
    'of ones': Buffer.alloc(good.length, 0xff),
    'with its first bit turned': flip(good, 0),
    'with its last bit turned': flip(good, good.length - 1),
    ...own(body, key, good),
  };
}

export function flip(bytes: Buffer, at: number): Buffer {
  const turned = Buffer.from(bytes);
  turned[at] = (turned[at] ?? 0) ^ 1;
  return turned;
}

// T28, T29
function rsaFaults(body: Buffer, key: KeyObject, good: Buffer): Faults {
  const n = BigInt(`0x${Buffer.from(key.export({ format: 'jwk' }).n ?? '', 'base64url').toString('hex')}`);
  const digest = createHash('sha256').update(body).digest();
  return {
    'by SHA-1': sign('sha1', body, key),
    'by SHA-384': sign('sha384', body, key),
    'by SHA-512': sign('sha512', body, key),
    'in PSS': sign('sha256', body, { key, padding: constants.RSA_PKCS1_PSS_PADDING }),
    'without a DigestInfo': privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digest),
    'of the body itself': privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, body.subarray(0, 200)),
    'of garbage behind the digest': privateEncrypt(
      { key, padding: constants.RSA_PKCS1_PADDING },
      Buffer.concat([DIGEST_INFO, digest, Buffer.alloc(30)]),
    ),
    'that names no parameters': privateEncrypt(
      { key, padding: constants.RSA_PKCS1_PADDING },
      Buffer.concat([Buffer.from('302f300b0609608648016503040201 0420'.replace(' ', ''), 'hex'), digest]),
    ),
    'as large as the modulus': unsigned(n, 256),
    'plus the modulus': unsigned(BigInt(`0x${good.toString('hex')}`) + n, 257),
    'of one': unsigned(1n, 256),
  };
}

const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

// T24, T25, T26
const ecFaults =
  (curve: keyof typeof ORDERS) =>
  (body: Buffer, key: KeyObject): Faults => {
    const n = ORDERS[curve];
    const { r, s } = numbersOf(body, key);
    return {
      'by SHA-1': sign('sha1', body, key),
      'by SHA-512': sign('sha512', body, key),
      'in the form r||s': sign('sha256', body, { key, dsaEncoding: 'ieee-p1363' }),
      'with r and s of nothing': der(0n, 0n),
      'with r of nothing': der(0n, s),
      'with s of nothing': der(r, 0n),
      'with r of n': der(n, s),
      'with s of n': der(r, n),
      'with r + n': der(r + n, s),
      'with s + n': der(r, s + n),
      'with negative r': der(-r, s),
      'with negative s': der(r, -s),
      'with r and s exchanged': der(s, r),
      'with r = s = 1': der(1n, 1n),
      'with a third number': tlv(0x30, Buffer.concat([integer(r), integer(s), integer(1n)])),
      'with bytes behind the numbers': Buffer.concat([der(r, s), Buffer.of(5, 0)]),
      'with a long length': Buffer.concat([
        Buffer.of(0x30, 0x82, 0, integer(r).length + integer(s).length),
        integer(r),
        integer(s),
      ]),
    };
  };

// T22, T27
function edFaults(body: Buffer, key: KeyObject, good: Buffer): Faults {
  const [R, S] = [good.subarray(0, 32), BigInt(`0x${Buffer.from(good.subarray(32)).reverse().toString('hex')}`)];
  const withS = (value: bigint): Buffer => Buffer.concat([R, unsigned(value, 32).reverse()]);
  return {
    'of the digest': sign(null, createHash('sha512').update(body).digest(), key),
    'with S + L': withS(S + L),
    'with S + 2 L': withS(S + 2n * L),
    'with S of L': withS(L),
    'with S of nothing': withS(0n),
    'with R of nothing': Buffer.concat([Buffer.alloc(32), good.subarray(32)]),
    'with R of small order': Buffer.concat([unsigned(1n, 32).reverse(), good.subarray(32)]),
    'with S before R': Buffer.concat([good.subarray(32), R]),
  };
}

export function numbersOf(body: Buffer, key: KeyObject): { readonly r: bigint; readonly s: bigint } {
  const pair = sign('sha256', body, { key, dsaEncoding: 'ieee-p1363' });
  const half = pair.length / 2;
  const [r = 0n, s = 0n] = [pair.subarray(0, half), pair.subarray(half)].map((part) =>
    BigInt(`0x${part.toString('hex')}`),
  );
  return { r, s };
}

export const der = (r: bigint, s: bigint): Buffer => tlv(0x30, Buffer.concat([integer(r), integer(s)]));

function integer(value: bigint): Buffer {
  const bytes = Math.ceil((value < 0n ? -value : value).toString(2).length / 8) + 1;
  const wide = unsigned(BigInt.asUintN(8 * bytes, value), bytes);
  const isSpare = wide.length > 1 && (wide[0] === 0 || wide[0] === 0xff) && (wide[0] ^ (wide[1] ?? 0)) < 0x80;
  return tlv(2, isSpare ? wide.subarray(1) : wide);
}

function tlv(tag: number, content: Buffer): Buffer {
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

const unsigned = (value: bigint, bytes: number): Buffer =>
  Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex');
