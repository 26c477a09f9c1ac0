// Public keys that were made once with openssl 3.0.19, and functions that write others: the DER of a SubjectPublicKeyInfo by hand.
// They are fixed, so that a failed mutation can be repeated. The private halves do not exist any longer.
import { createHash } from 'node:crypto';

export type SampleName = keyof typeof SAMPLES;

/** The DER of a sample. */
export const sample = (name: SampleName) => Buffer.from(SAMPLES[name], 'base64');

export const SAMPLE_NAMES = () => Object.keys(SAMPLES).filter((name): name is SampleName => name in SAMPLES);

export interface Spelling {
  readonly width?: number;
  readonly newline?: string;
  readonly label?: string;
}

export function pem(der: Buffer, { width = 64, newline = '\n', label = 'PUBLIC KEY' }: Spelling = {}): string {
  const lines = der.toString('base64').match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join(newline);
}

export function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  if (value.length < 0x80) return Buffer.concat([Buffer.of(tag, value.length), value]);
  const length = unsigned(BigInt(value.length));
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, value]);
}

export const TAG = { integer: 2, bits: 3, octets: 4, null: 5, oid: 6, sequence: 0x30 } as const;

export const NULL = tlv(TAG.null);
export const oid = (hex: string) => tlv(TAG.oid, Buffer.from(hex, 'hex'));
export const bits = (bytes: Buffer) => tlv(TAG.bits, Buffer.of(0), bytes);
export const RSA = oid('2a864886f70d010101');
export const EC = oid('2a8648ce3d0201');
export const ED25519 = oid('2b6570');

export function spki(algorithm: readonly Buffer[], subject: Buffer): Buffer {
  return tlv(TAG.sequence, tlv(TAG.sequence, ...algorithm), subject);
}

export function rsa(n: bigint, e = 65537n): Buffer {
  return spki([RSA, NULL], bits(tlv(TAG.sequence, integer(n), integer(e))));
}

export const ec = (curve: string, point: Buffer) => spki([EC, oid(curve)], bits(point));

export const ed25519 = (point: Buffer) => spki([ED25519], bits(point));

/** A non-negative INTEGER, minimal. */
export function integer(n: bigint): Buffer {
  const bytes = unsigned(n);
  return tlv(TAG.integer, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

export function unsigned(n: bigint, size = 0): Buffer {
  const hex = n.toString(16);
  return Buffer.from(hex.padStart(Math.max(hex.length + (hex.length % 2), 2 * size), '0'), 'hex');
}

/** A number of that many bits without any of the weaknesses, the same in every run. */
export function modulus(bits: number, name = `modulus of ${bits} bits`): bigint {
  let n = (BigInt(`0x${hash(name, Math.ceil(bits / 8) + 8)}`) % 2n ** BigInt(bits - 1)) + 2n ** BigInt(bits - 1);
  n |= 1n;
  while (n % 3n === 0n || SMALL_PRIMES().some((prime) => n % prime === 0n)) n += 2n;
  return n;
}

const SMALL_PRIMES = () =>
  Array.from({ length: 1000 }, (_, n) => n)
    .filter(isPrime)
    .map(BigInt);

export function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor += 1) if (n % divisor === 0) return false;
  return n > 1;
}

export function hash(name: string, outputLength: number): string {
  return createHash('shake256', { outputLength }).update(name).digest('hex');
}

const SAMPLES = {
  rsa2048:
    'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvD5GC+7PqQX8uXJYJ3vV/pWiSmXU7qXm3vaeoW5GX6X+RCZVf4Exu4k5ahs0zmDDzpfCZ5ysEqEzmX6U9hz7BlPaCpRoVl+fngGhB7Qmx0d8t9N1cvK/l0v0g0aprIc6ADiA0mcrthIFiNQacab7JJIzxfCj+HVAYeX5Qhw3Qlb8Qba7uhCOSG0faT0+PP1+Wbsd+mRkouoDzohOl+3EiYgZsjJfFyX5ad8pssGaq4/+ZcOyPBEef5Rec4VL+khQHUiB1mMeNtHfS8CK+HkzPANy75CfoogLjFMlH1NUeRCu5lmFP/tw7bIwt70Cw5UbRWabFOSoLU0UQ7ksw895PwIDAQAB',
  rsa3072:
    'MIIBojANBgkqhkiG9w0BAQEFAAOCAY8AMIIBigKCAYEAvjZ1Y5w8Jzlk9TR6WKgbFrHz2JKpN2MXmzmAhdOH+Fg4ESTp0St1boeEx743TlP+S/HZ50nn4bbytOBv+xhGoldKc9PShdYYUuqqh55XfGEnTu+nKF47zffTUZM2pQU7w5WKrV95lezn5+DeORaYO2PHjacBKcHFQpSWsXYTF5DGR/yLOVYSKe1cS5ZXGBRSjxlWWqsjdRN1pgE72Oa6+DEZV6qrsT6GH9VcYD+cDaW9xIBdAOvZE7aR1W91XclGwWU2Yls5r8NZGi+tJL1lPq4aha2ad3R7fYhi+9WEQm6ED1+YKaMySwy/GitC5gjVl4Rh6Ad5b7WF3Jl1MYima5/J40MytMVH7MfnW2xFEzIjeybptarWONYdEPwOtNtDrmbeoG0JlTm881vcoUmrpH0Q2vtcdpq9wZWmX+s3tjGPncvlbDdoJg07w15lfibxDQLCc1sfyIrIVeCIXTN/oYi+xDtHj6oT928JJWKUQptAZuU86N+0Q0tqOYl//BRhAgMBAAE=',
  rsa4096:
    'MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAyw4xlvgw/RPhxAjFxvgMQDnBypFADiOqoppIy7SbT7RavlHyhl3OreDvIcamL9nIeLRpT/sFq04h/DPxGzcDTyFC99RYWo0b8RVN42NWhtSAN+zsLk351JKwU4yL7F2XI5wOyS6vrTwdx0Aw64vgCUIFIQqHPE7AWxOwkH2yHoG7zwYMrEQWnAwpN1Ud5EZcf/MWfPpSV+u2v4ldKYFcpp0/RnqUOMiXGGiGxnXTbs+3wu3eKPkgqYKkr222wSKGIl1f3NGrHQcKmJC/rmrbi1bcMsK47XE0W/LXouG1Ec48RMfiBevgWgRy2/LIpGVBWLmsyNBfvFqNPqCZTvik6MahxzoYrPA2TMTcZoZTrC2756TrjUmPQmOT6x1ofZ6gv5SJYckAJatbpD9ICs8BlLbDo81hTeD146Xvrza1pPuxkHN3OVlFqfhiHe/8oW4ZReLWBbe/ODdR2ZOAtWKGcxDQQ01WmM1csQcRV1biSbS/JmugHElGXlUHLWwklCS+Prga10w3n6cm/rer8vIid3YCAlcxNIZap0tEq95bHfxS3o8231VGvsKSi7tnnwlyf9ujtiQMVECzRnivLKMhr69+uLqfm5+8v9W0n3tsCNrNU4Q8DQhXEHT56OkZZsN7YUsxJ1A95snQnaaXO0v4FApN5QDr7ZxQnJ2WKBIZLCsCAwEAAQ==',
  p224: 'ME4wEAYHKoZIzj0CAQYFK4EEACEDOgAENgWdz+k3Pu2YLHMxftYojsUqpVq3r0fOrkxvMqiisYWqwYJdzTAZ+3Wy4koRKZc+6NLN0gub0Z8=',
  p256: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbstIwUB6d/HBd3qyBvILrBWSt1YBKwHFMVnULNDg61ytn6GFpWLubVQZlYJFWh+xP5moooDG53ZJyYR51uLbxg==',
  p384: 'MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEt6hVVHblJvvNe85s+NqKM2BPosMEbjbcxeXAncv/D7bp5htBx+yGL8XEO1y8tu268uVFbn9ApZ4kl3H4uSnocjXY7bKU4UvwJBN4/THxnmr8wz7RGqeHm5dFQO6yTn1b',
  p521: 'MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQB7A+1NhMvEy5UjPaSoYyiqWT8UGBQ38W3pgmUIqGOrmvMcO3hSMlUkPxD7EqhJ6tzF/JQjbRMU7PNWrlziHHLUw4BOfwsyQN0rjQHRU+RnQHooAvt6xi/VXJP5G1H2D1vc5A8Yj2BK3b1OPptQ4uoZ1CNEqcua5/RVdG+eNXyboV8t84=',
  ed25519: 'MCowBQYDK2VwAyEAcy1ABU1MW0arhPv8IZ5jP72koWTPf3CdloCElXlWq6U=',
  ed448: 'MEMwBQYDK2VxAzoA8e22QCIU6ajqiIsxL7Zgy71vX71AC3bdCPFIvbo3XwvNRkP9AzDPDZrF0p6BDaPA5Q8dZ2rxkigA',
  x25519: 'MCowBQYDK2VuAyEA/HRg8WjeW60QlZhuQzL4vA0BtPK0M/6k5WoEJ7FjV2g=',
  x448: 'MEIwBQYDK2VvAzkASHLbXe1GlOOSSSqY1jbgxdHDFR854azxB9WafobVj6vLC//Chr/cER2ONQzUl1tXIyFzdJjsehA=',
  dsa: 'MIIBvjCCATMGByqGSM44BAEwggEmAoGBAOzvsaNPYdMNVPRlUKp3AM1qjG9b/xyo1Lrtuu1jSgOj0WvmJAg5yp7gGOdnzvoPBsnBetXCi98EThxFgH1Vf6w3Ug6FY5dm8rcvAHkNziSpVdFFkVugUbvzuogJHZhBDgRAv0i5JFNyL8Oii+sc/OS2/MCyUz3UiAt1v3DXkbRlAh0AmTRodLe3GZD/d1jkC5kwAy43vQvD9zjPeZNDLQKBgH+OB+ey5pmN3HV3/P1hwGfEwtXBgMvnSTiD4YRjEjB4PTSGw/xxFKEminUqKpVnDVQWi7x5EncHE/DUmxEPS3aUhz8/Isb+4+0AvmYcqvEF29GL+oDfOf8cnkddVE9ywldia4EYJnlAUjskH8VRBUyLFgWDQ4kezg6rbL8Rt9TjA4GEAAKBgAhFsjH5Ytmb9FWrwdTWfZzZUggUKL/vjeGYZT7qC5xIKJD93LrdM26keTKR4ToS2G/pl3mGNOZ7QLFGJyBxcmOsMB43vN5Hw/gYkwWxMkj6vGbicOxoqy9s8Pbyf5/EAkl+teMzCCoZeURnmFrHQ44lBMIONwd9lzy3JRXqlx0R',
  dh: 'MIICJDCCARcGCSqGSIb3DQEDATCCAQgCggEBAP//////////rfhUWKK7Spqv3FYgJz088di5xYPOLTaVqeE2QRRkM/vMk53OJJs++X0v42NjDHXY9oGyAq7EYXrT3x7V1f1lYSQz9R9fBm7QhWNlVT3tGvO1VxNef1fJNZhPDHDg5ot34qaJ2vPv6HId8VihNq3nNTCsyk9IOnl6vAqxgrMk+2HRCKlLssjj+7lq2rdg1/RoHU9Co945TfSuVu3nY3K7GQsHp8juCm1wngL84c334uzANATNKDQvYZFy/pzphYP/jk8SMu7ygYPD/jsbTG+tczu1/LwuwiAFxY7xg30Wg7LG80omwbLv+ohrQjhhKFyX//////////8CAQIDggEFAAKCAQAmxo+14difvjvozvMfbcdFzC77OsdbEV7S9lKnDPOXdO5fcM6dvsbqMKgDUbYdZH7+iaKuxv/BQLkXTVokM1QWqzzbx3FMZGyiHBvKldAdXAcjukyEFqw2WqHVRmeHb/RIBL4QITcDo/qysfqzgkOWOrqT+tmg4tGa6Bx25MOg01TVGOgtvXlOVC0AnNXJvazZev5/ZmDvdCAlvrI6/rcKlLRzrdKk2KuljMpvHm9IzlYcj6oqzelhXQktxSf4Fv/LNTObVZLQ/kT1BI9vP+x+WhbkFnNva8w2UzwJsMRZ3s9UVWp45DaqELllAsNYuz4Xj5C9EEi6NDo3cecZVvAG',
  rsaPss:
    'MIIBIDALBgkqhkiG9w0BAQoDggEPADCCAQoCggEBAMJbN3HSTsX4/bx5W5LhWP3Gbhvp+YQcrzifu+tIZHmXmdCc0CP91Pdquj49xXQQmXh0fR3jLzb12ICgSb1Sdbh+bKHShCY3hItj5MIEQMLP/oDlEnWR8q+8aTUfuHupZiPlSeMi++RRNJgq4hwqMps6Zf3MJlSR3hR+vP226i9/cvVFGl9CQQjBt3LcNTxkjrZSL5cKsjkDcQaBGdDCV1CMkfql+3l1vobB4YY0J9VFBTP0TZNa5sDsUoVxxNBQ8sJu7nc62QDKw2GgkNKkTyJT/mPyQIejTlVgIuFgET7sPKCwqmE4FnSz93rD+AdeOaK7v0vKn/FCGNCu/6VO7LMCAwEAAQ==',
  rsaPssWithParameters:
    'MIIBVjBBBgkqhkiG9w0BAQowNKAPMA0GCWCGSAFlAwQCAQUAoRwwGgYJKoZIhvcNAQEIMA0GCWCGSAFlAwQCAQUAogMCASADggEPADCCAQoCggEBALjh/qUPyZ+lzFR9zsCtRITMiathbDFAApnlOLNeQTOpBdKZSIawRA22gDifdx/ZkxVrKJksODJTCJVLRGS/8vwPldr1r+edQKzhIsqOmUmdy+zo8mnlbHGF9R/CePn0FUE0/MvVTXQqHSwNMQ+kCB9jFftIRW9FMBnecrwu/8AIDIzLy5726KBqxvooh/Fzw2A1Aene/7OE/wj+kT31FRZeTIN6GyQcHS0MFZXvjaZJu40Bv9no21chVZQaQ2/o86keCoeNhvqShTwj87XCwSuPyo6X5TKkhvKVOrdfzij2X2QfKfBrPBgLPa1gGDx3BJWPEc0SwQBaKDXs540xE3UCAwEAAQ==',
  explicitP256:
    'MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAAAAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA///////////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSdNgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA//////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABG7LSMFAenfxwXd6sgbyC6wVkrdWASsBxTFZ1CzQ4OtcrZ+hhaVi7m1UGZWCRVofsT+ZqKKAxud2ScmEedbi28Y=',
  compressedP256: 'MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgACbstIwUB6d/HBd3qyBvILrBWSt1YBKwHFMVnULNDg61w=',
  hybridP256:
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAGbstIwUB6d/HBd3qyBvILrBWSt1YBKwHFMVnULNDg61ytn6GFpWLubVQZlYJFWh+xP5moooDG53ZJyYR51uLbxg==',
  secp256k1:
    'MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEDxH6THPH+Yl2MihW597xneZhJQu5wdLKZBJdVCW5CPgDvgjnwkFD/vDJdLry9JJ3bdOkn5g12Php0q+eAc5onw==',
  brainpoolP256r1:
    'MFowFAYHKoZIzj0CAQYJKyQDAwIIAQEHA0IABFJbVc8ysvqTLJnuGLzQqFPSJVMVdKDZlD66uI4Bm5boc9cveIR8T8K59kPntwXJX5UMELNV6v3AJdz8nS9wXBo=',
  sect163k1: 'MEAwEAYHKoZIzj0CAQYFK4EEAAEDLAAEBYawW8NPrRxe2easODEMxQtMvP+3Axxohjf4Y0toBY0OoBNb7+mOHwCV',
  secp112r1: 'MDIwEAYHKoZIzj0CAQYFK4EEAAYDHgAEozMN4FYEIrrusYHqZjiQ+dUrNZiC65ZvwwPjmA==',
  sm2: 'MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEXjpjgRBI9sPVySjVfGSFkjJH2PPUCtvw8X+MdUoplEuViEQd7ByzIruZssbPW3el8gWvy92d71jPxcnOcdt9tA==',
} as const;

/** DER that openssl writes under other labels. */
export const NOT_PUBLIC_KEYS = {
  certificate:
    'MIIBbzCCARWgAwIBAgIUXklZIVmpdDeMsyZQME1796irySUwCgYIKoZIzj0EAwIwDDEKMAgGA1UEAwwBeDAgFw0yNjExMjExMzQ5MjBaGA8yMTI2MTAyODEzNDkyMFowDDEKMAgGA1UEAwwBeDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABG7LSMFAenfxwXd6sgbyC6wVkrdWASsBxTFZ1CzQ4OtcrZ+hhaVi7m1UGZWCRVofsT+ZqKKAxud2ScmEedbi28ajUzBRMB0GA1UdDgQWBBQmqFAeFXT1XO320J+kEkPHvPzCpDAfBgNVHSMEGDAWgBQmqFAeFXT1XO320J+kEkPHvPzCpDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQDk4pKHwT3g9Df1nT0lnN9kcKRwNFGWx+sb/A7Zu83WggIgYfkJb+9EN1vrL39D/3NonlnCQZBMdfOo3dv3bwaGKX0=',
  certificateRequest:
    'MIHFMG4CAQAwDDEKMAgGA1UEAwwBeDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABG7LSMFAenfxwXd6sgbyC6wVkrdWASsBxTFZ1CzQ4OtcrZ+hhaVi7m1UGZWCRVofsT+ZqKKAxud2ScmEedbi28agADAKBggqhkjOPQQDAgNHADBEAiA43XKlUuYJ6jkFgcLn+Fc2SRXNQe2jHts5dUkC60whMgIgKd5IjoA5N3KzD4HB/mn4W20beU1+vAQNkq+Vx/nU21M=',
  pkcs1:
    'MIIBCgKCAQEAvD5GC+7PqQX8uXJYJ3vV/pWiSmXU7qXm3vaeoW5GX6X+RCZVf4Exu4k5ahs0zmDDzpfCZ5ysEqEzmX6U9hz7BlPaCpRoVl+fngGhB7Qmx0d8t9N1cvK/l0v0g0aprIc6ADiA0mcrthIFiNQacab7JJIzxfCj+HVAYeX5Qhw3Qlb8Qba7uhCOSG0faT0+PP1+Wbsd+mRkouoDzohOl+3EiYgZsjJfFyX5ad8pssGaq4/+ZcOyPBEef5Rec4VL+khQHUiB1mMeNtHfS8CK+HkzPANy75CfoogLjFMlH1NUeRCu5lmFP/tw7bIwt70Cw5UbRWabFOSoLU0UQ7ksw895PwIDAQAB',
} as const;

/** Moduli of 2048 bits. */
export const MODULI = {
  /** Two primes next to each other. */
  neighbours:
    0xc9954266f66919689c6c0601a8ae094a4a2e4eb0d1dc195a244cfe567bd2d32f88af164a272fa067d6dcff80fe36241281275aaceb6e90f3dd40eb5352b5ecd3153dfb02cd1cc31593cc7f9f8b76cbec341f9d75c44a519c46a643276cbf4e2bbf75a951214038086e766aa813e8de279abb5e7d77f1891c85a806363d9ae86dce49ea1bb1db35d6cdb7f6e25eca28474e54a5c4d6ba27d79e716dbae603de6e30ca71950ac2cbc7618eeff6fe9f644d66fae789409240f43682837b9561047156128959c674a4bf61757d0e6ea047fe8c7fb4d711074ff838f04247233c947b7e46cf524bac8b93419ead2143b8d7c97862a9beca11d2bd672ba7bc4341603bn,
  /** Fermat's method needs 50 steps. */
  fiftySteps:
    0xc9954266f66919689c6c0601a8ae094a4a2e4eb0d1dc195a244cfe567bd2d32f88af164a272fa067d6dcff80fe36241281275aaceb6e90f3dd40eb5352b5ece3cd1c78c8ca49108f3b19fab9779469c65c560827fd8ace498ebf7dd2316bcaeec7ed0ff6335577be0ee2fbd2891c65b19229ed6f8cb3814b9bc080f51712d3cd48c6301d1bae16bb22799ac7bcd0c4424474abae66e843c63b117f7ee4494ddde81b3d0a2233d950880c54217af6144f2bb0679edfec70598f6d7046f0db6927fc9418c4ef6ff215c2457d82bc50ba771336ec1965aab1cd00dd7b37fb3b36b837c17b52cc4adab0eebf93f05454f505f7dab3ab8d5b4019079a89ba339154f5n,
  prime:
    0xe015ba945eb2c27a48e990ddb3f22c472f261bc7e6ffe466cd9269ad0fea0f84b54af159b32e4c23408fbb7bb91a6d60754a72cbb3b587275fb04ba3c55b056671e38e500d8bfd46b196e43de4f39ec6e0fa90ec7af6c12affa5d0d6cc82ebcefef35bfd04a28f7db70a17880067cd803f5926a3e746937ec33bfabfac26d7b462e91b2b39fc8ad8e5d9e630627018bb5d994f7e33357355670ada012096691dced0458b4acdcdeb9c42d1f5e37a696fe1053686e304d0a4444f53c1e49a259cf410ee8489aa3ba8616dcd5f685b57b5421c903fcd583f85f99b9a21f9a32269b8e72f4066839f38031c094caf6a8b5e9512ca4cb160d305503d42d549eac7dfn,
} as const;
