// Bytes that are a public key: strict DER, one SubjectPublicKeyInfo, nothing else.
import { describe, expect, test } from '@jest/globals';
import * as given from './samples.ts';
import { verdict } from './verdict.ts';

const UNREADABLE = 'cannot decode public key';

describe('the DER', () => {
  const rsaKey = given.sample('rsa2048');
  const n = 2n ** 2047n + 3n;
  const rsaWith = (...members: readonly Buffer[]) =>
    given.spki([given.RSA, given.NULL], given.bits(given.tlv(given.TAG.sequence, ...members)));
  const members = [given.integer(n), given.integer(65537n)];
  const key = given.sample('p256');
  const point = key.subarray(-65);
  const curve = given.oid('2a8648ce3d030107');
  const raw = given.sample('ed25519').subarray(-32);

  // T15
  test.each([
    ['is empty', Buffer.alloc(0)],
    ['is one byte', Buffer.of(0x30)],
    ['has a byte after it', Buffer.concat([key, Buffer.of(0)])],
    ['is there twice', Buffer.concat([key, key])],
    ['lacks its last byte', key.subarray(0, -1)],
    ['has indefinite length', Buffer.concat([Buffer.of(0x30, 0x80), key.subarray(2), Buffer.of(0, 0)])],
    ['has a length that is not minimal', Buffer.concat([Buffer.of(0x30, 0x81), key.subarray(1)])],
    ['has a length with zeros before it', Buffer.concat([Buffer.of(0x30, 0x83, 0), rsaKey.subarray(2)])],
    ['has a length of 2^32 - 1', Buffer.concat([Buffer.of(0x30, 0x84, 255, 255, 255, 255), key.subarray(2)])],
    ['is a set', Buffer.concat([Buffer.of(0x31), key.subarray(1)])],
    ['is a sequence that says it is primitive', Buffer.concat([Buffer.of(0x10), key.subarray(1)])],
    ['is a sequence of another class', Buffer.concat([Buffer.of(0x70), key.subarray(1)])],
    ['has no key', given.tlv(given.TAG.sequence, given.tlv(given.TAG.sequence, given.EC, curve))],
    ['has more than algorithm and key', given.tlv(given.TAG.sequence, key.subarray(2), given.NULL)],
    ['has no algorithm', given.spki([], given.bits(point))],
    ['has three members in its algorithm', given.spki([given.EC, curve, given.NULL], given.bits(point))],
    ['holds its key as octets', given.spki([given.EC, curve], given.tlv(given.TAG.octets, Buffer.of(0), point))],
    ['holds an empty bit string', given.spki([given.EC, curve], given.tlv(given.TAG.bits))],
    ['leaves bits unused', given.spki([given.EC, curve], given.tlv(given.TAG.bits, Buffer.of(1), point))],
    [
      'leaves bits of an RSA key unused',
      given.spki(
        [given.RSA, given.NULL],
        given.tlv(given.TAG.bits, Buffer.of(7), given.tlv(given.TAG.sequence, ...members)),
      ),
    ],
    ['lacks the NULL of RSA', given.spki([given.RSA], given.bits(given.tlv(given.TAG.sequence, ...members)))],
    [
      'has a NULL that is not empty',
      given.spki(
        [given.RSA, given.tlv(given.TAG.null, Buffer.of(0))],
        given.bits(given.tlv(given.TAG.sequence, ...members)),
      ),
    ],
    ['names a curve for RSA', given.spki([given.RSA, curve], given.bits(given.tlv(given.TAG.sequence, ...members)))],
    ['has a NULL for Ed25519', given.spki([given.ED25519, given.NULL], given.bits(raw))],
    ['has an INTEGER more', rsaWith(...members, given.integer(1n))],
    ['has an INTEGER less', rsaWith(given.integer(n))],
    ['has a negative modulus', rsaWith(given.tlv(given.TAG.integer, given.unsigned(n)), given.integer(65537n))],
    [
      'has a modulus with zeros before it',
      rsaWith(given.tlv(given.TAG.integer, Buffer.of(0, 0), given.unsigned(n)), given.integer(65537n)),
    ],
    [
      'has an exponent with a zero before it',
      rsaWith(given.integer(n), given.tlv(given.TAG.integer, Buffer.of(0, 1, 0, 1))),
    ],
    ['has an INTEGER of no bytes', rsaWith(given.integer(n), given.tlv(given.TAG.integer))],
    ['has an INTEGER of another class', rsaWith(given.integer(n), given.tlv(0x82, Buffer.of(1, 0, 1)))],
    [
      'has a byte after its RSA key',
      given.spki(
        [given.RSA, given.NULL],
        given.bits(Buffer.concat([given.tlv(given.TAG.sequence, ...members), Buffer.of(0)])),
      ),
    ],
    [
      'has an RSA key of indefinite length',
      given.spki(
        [given.RSA, given.NULL],
        given.bits(Buffer.concat([Buffer.of(0x30, 0x80), ...members, Buffer.of(0, 0)])),
      ),
    ],
  ])('that %s is refused', (_, der) => {
    expect(verdict(der)).toBe(UNREADABLE);
  });

  // T15: an identifier is compared byte by byte, so another spelling of its numbers never matches
  test('that spells an object identifier with a leading zero is of no known type', () => {
    const der = given.spki([given.oid('2a80864886f70d010101'), given.NULL], given.bits(Buffer.alloc(4)));

    expect(verdict(der)).toBe('unrecognized public key type');
  });

  // T15
  test.each([9, 100, 700, 3000])('that is %d levels deep is refused', (depth) => {
    let der = given.NULL;
    for (let level = 0; level < depth; level += 1) der = given.tlv(given.TAG.sequence, der);

    expect(verdict(der)).toBe(UNREADABLE);
  });

  // T15: the reader itself stops, before it reads the content of the levels
  test.each([
    [6, 'unrecognized public key type'],
    [7, UNREADABLE],
    [500, UNREADABLE],
  ])('whose parameters are %d levels deep: %s', (depth, expected) => {
    let parameters = given.NULL;
    for (let level = 1; level < depth; level += 1) parameters = given.tlv(given.TAG.sequence, parameters);
    const der = given.spki([given.oid('2a03'), parameters], given.bits(Buffer.of(0)));

    expect(verdict(der)).toBe(expected);
  });

  // T15
  test('that opens a thousand indefinite lengths is refused', () => {
    expect(verdict(Buffer.alloc(2000, Buffer.of(0x30, 0x80)))).toBe(UNREADABLE);
  });
});
