// Wycheproof's JOSE vectors (spec/vectors/PROVENANCE.md) through the gate and the keys that users' tokens are verified with.
import { describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { passGate, passJws } from '../../src/tokens/gate.ts';
import { findKey, findSigner, FOREIGN_GATE, type VerificationKey } from '../../src/tokens/foreign/verification-keys.ts';
import { ed25519Weakness, rsaWeakness } from '../../src/domain/weak-keys.ts';
import { rsaNumbers } from '../../src/tokens/crypto-key.ts';

const Jwk = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const Keys = z.union([z.object({ keys: z.array(Jwk) }).transform(({ keys }) => keys), Jwk.transform((jwk) => [jwk])]);
const File = z.object({
  testGroups: z.array(
    z.object({
      public: Keys.optional(),
      private: Keys.optional(),
      tests: z.array(z.object({ tcId: z.number(), jws: z.unknown(), result: z.enum(['valid', 'invalid']) })),
    }),
  ),
});

const load = (name: string) =>
  File.parse(JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8'))).testGroups.flatMap(
    (group) =>
      group.tests.map((vector) => ({ ...vector, jws: toText(vector.jws), keys: group.public ?? group.private ?? [] })),
  );

/** Some vectors are in the JSON serialization. */
const toText = (jws: unknown): string => (typeof jws === 'string' ? jws : JSON.stringify(jws));

async function isAccepted(jws: string, jwks: readonly z.infer<typeof Jwk>[]): Promise<boolean> {
  const gated = passJws(jws, FOREIGN_GATE);
  if (gated === undefined) return false;
  const keys: readonly (VerificationKey | undefined)[] = await Promise.all(jwks.map((jwk) => findKey(jwk)));
  const candidates = keys
    .filter((key) => key !== undefined)
    .filter(({ kid }) => gated.kid === undefined || kid === gated.kid);
  return (await findSigner(jws, gated.alg, candidates)) !== undefined;
}

async function acceptedOf(vectors: ReturnType<typeof load>): Promise<readonly number[]> {
  const verdicts = await Promise.all(
    vectors.map(async ({ tcId, jws, keys }) => ({ tcId, ok: await isAccepted(jws, keys) })),
  );
  return verdicts.filter(({ ok }) => ok).map(({ tcId }) => tcId);
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Labelled valid but refused here, each for a reason in PROVENANCE.md or D9. */
const REFUSED_SIGNATURES = {
  hmac: [1, 348, 352, 357, 358, 359, 376, 377],
  'an empty payload is not a JWT': [259, 264, 268, 272, 320, 325],
  'the key is of another algorithm, or the algorithm of no name': [346, 347, 350, 351],
  'a segment that holds ?': [372, 373],
};
const REFUSED_KEYS = { hmac: [2, 13, 14, 15] };

// T65
describe('Wycheproof', () => {
  test.each([
    ['json_web_signature_test.json', 401, REFUSED_SIGNATURES],
    ['json_web_key_test.json', 26, REFUSED_KEYS],
  ])('%s: of %i vectors the valid ones are accepted, except the listed', async (name, count, refused) => {
    const vectors = load(name);
    const listed = new Set(Object.values(refused).flat());

    const expected = vectors
      .filter(({ tcId, result }) => result === 'valid' && !listed.has(tcId))
      .map(({ tcId }) => tcId);

    expect(vectors).toHaveLength(count);
    expect(await acceptedOf(vectors)).toEqual(expected);
  });

  test('no vector is accepted that is not on this list', async () => {
    expect(await acceptedOf(load('json_web_signature_test.json'))).toEqual([
      18,
      33,
      ...range(260, 263),
      ...range(265, 267),
      ...range(269, 271),
      ...range(273, 275),
      ...[287, 288],
      ...range(321, 323),
      ...range(326, 328),
      345,
      349,
      378,
    ]);
    expect(await acceptedOf(load('json_web_key_test.json'))).toEqual([5]);
  });

  test('no vector is a JWT: the payload of each is text', () => {
    const vectors = [...load('json_web_signature_test.json'), ...load('json_web_key_test.json')];

    expect(vectors.filter(({ jws }) => passGate(jws, FOREIGN_GATE) !== undefined)).toEqual([]);
  });

  // T6
  test('the ROCA key is found to be one', () => {
    const [{ n, e } = {}] = load('json_web_key_test.json').find(({ tcId }) => tcId === 7)?.keys ?? [];

    expect(rsaWeakness(rsaNumbers({ kty: 'RSA', n: String(n), e: String(e) }))).toContain('ROCA');
  });
});

// T11
describe('ed25519Weakness', () => {
  const isWeak = (point: Buffer): boolean => ed25519Weakness(point) !== undefined;
  const Cases = z.array(z.object({ pub_key: z.string() }));
  const Speccheck = Cases.parse(
    JSON.parse(readFileSync(new URL('../vectors/ed25519_speccheck_cases.json', import.meta.url), 'utf8')),
  );

  test('the keys of low order of ed25519-speccheck are found', () => {
    const low = Speccheck.map(({ pub_key: key }) => isWeak(Buffer.from(key, 'hex')));

    expect(low).toEqual([true, true, false, false, false, false, false, false, false, false, true, true]);
  });

  const P = 2n ** 255n - 19n;
  const ORDER_8 = [
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  ].map((hex) => Buffer.from(hex, 'hex'));
  const encodings = [...[0n, 1n, P - 1n, P, P + 1n].map(toLittleEndian), ...ORDER_8].flatMap((y) => [y, withSign(y)]);

  // An OpenSSL before 3.5.8 accepts identity and zero as a signature of such a key for one message in a few.
  test.each(encodings.map((y) => y.toString('base64url')))('%s is found to be weak', (x) => {
    expect(isWeak(Buffer.from(x, 'base64url'))).toBe(true);
  });

  test('fresh keys are not among them', () => {
    const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });

    expect(isWeak(Buffer.from(x ?? '', 'base64url'))).toBe(false);
  });
});

function toLittleEndian(y: bigint): Buffer {
  return Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse();
}

function withSign(y: Buffer): Buffer {
  return Buffer.concat([y.subarray(0, 31), Buffer.from([(y[31] ?? 0) | 0x80])]);
}
