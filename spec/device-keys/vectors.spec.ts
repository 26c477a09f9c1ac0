// Every case of the published vectors through the port: the key is admitted, then the signature is checked (T19 to T22).
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Refused } from '../../src/domain/errors.ts';
import { createKeys } from '../../src/device-keys/device-key.ts';
import { DEFAULT_KEY_RULES } from '../../src/domain/names.ts';
import * as given from './samples.ts';

const keys = createKeys(DEFAULT_KEY_RULES);

interface Case {
  readonly tcId: number;
  readonly msg: string;
  readonly sig: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
}

interface Wycheproof {
  readonly numberOfTests: number;
  readonly testGroups: readonly {
    readonly publicKeyPem: string;
    readonly publicKeyDer: string;
    readonly tests: readonly Case[];
  }[];
}

interface SpecCheck {
  readonly message: string;
  readonly pub_key: string;
  readonly signature: string;
}

type Verdict = 'verified' | 'not verified' | `public key refused: ${string}`;

const wycheproof = (name: string): Wycheproof => JSON.parse(read(name));

describe('Wycheproof', () => {
  const WEAK_EXPONENT = 'public key refused: RSA keys must have the exponent 65537';

  // T19 to T22: only `valid` verifies; this table names the cases that the policy refuses, by number
  test.each([
    ['rsa_signature_2048_sha256_test.json', { verified: 7, 'not verified': 250, [WEAK_EXPONENT]: 2 }, [258, 259]],
    ['rsa_signature_3072_sha256_test.json', { verified: 7, 'not verified': 251, [WEAK_EXPONENT]: 1 }, [259]],
    ['ecdsa_secp256r1_sha256_test.json', { verified: 174, 'not verified': 310 }, []],
    ['ed25519_test.json', { verified: 88, 'not verified': 63 }, []],
  ] as const)('%s has the verdicts that it says', async (name, counts, refusedByPolicy) => {
    const { numberOfTests, testGroups } = wycheproof(name);
    const judged = await Promise.all(
      testGroups.flatMap(({ publicKeyPem, tests }) =>
        tests.map(async ({ tcId, msg, sig, result }) => ({
          tcId,
          result,
          verdict: await verdict(publicKeyPem, msg, sig),
        })),
      ),
    );

    const refused = judged.filter((each) => each.verdict.startsWith('public key refused'));
    const wrong = judged.filter(
      (each) => !refused.includes(each) && (each.verdict === 'verified') !== (each.result === 'valid'),
    );
    expect(wrong).toEqual([]);
    expect(refused.map(({ tcId }) => tcId)).toEqual(refusedByPolicy);
    expect(tally(judged.map((each) => each.verdict))).toEqual(counts);
    expect(judged).toHaveLength(numberOfTests);
  });

  // T19
  test('has 168 public keys in these files: 165 are admitted and written as they were read, 3 have e = 3', () => {
    const files = ['rsa_signature_2048_sha256', 'rsa_signature_3072_sha256', 'ecdsa_secp256r1_sha256', 'ed25519'];
    const groups = files.flatMap((name) => wycheproof(`${name}_test.json`).testGroups);
    const ders = [...new Set(groups.map(({ publicKeyDer }) => publicKeyDer))].map((hex) => Buffer.from(hex, 'hex'));

    const texts = ders.map((der) => admittedText(given.pem(der)));

    expect(tally(texts.map((text) => (text.startsWith('-----') ? 'admitted' : text)))).toEqual({
      admitted: 165,
      [WEAK_EXPONENT]: 3,
    });
    expect(texts.filter((text, index) => text !== given.pem(ders[index] ?? Buffer.alloc(0)))).toHaveLength(3);
  });
});

describe('ed25519-speccheck', () => {
  const LOW_ORDER = 'public key refused: the Ed25519 point is of low order';

  // T22
  test('is answered strictly: X X X V X X X X X X X X', async () => {
    const cases: readonly SpecCheck[] = JSON.parse(read('ed25519_speccheck_cases.json'));
    const verdicts = await Promise.all(
      cases.map(({ message, pub_key: key, signature }) =>
        verdict(given.pem(given.ed25519(Buffer.from(key, 'hex'))), message, signature),
      ),
    );

    expect(verdicts.map((each) => (each === 'verified' ? 'V' : 'X')).join('')).toBe('XXXVXXXXXXXX');
    expect(verdicts.flatMap((each, number) => (each === LOW_ORDER ? [number] : []))).toEqual([0, 1, 10, 11]);
  });
});

async function verdict(pem: string, message: string, signature: string): Promise<Verdict> {
  const text = admittedText(pem);
  if (!text.startsWith('-----')) return `public key refused: ${text.replace('public key refused: ', '')}`;
  const good = await keys.admit(pem).verify(Buffer.from(message, 'hex'), Buffer.from(signature, 'hex'));
  return good ? 'verified' : 'not verified';
}

/** The canonical text, or the reason. */
function admittedText(pem: string): string {
  try {
    return keys.admit(pem).pem;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function read(name: string): string {
  return readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8');
}
