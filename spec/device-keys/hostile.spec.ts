// Keys that end a process (T1, T2), each in a separate process.
import { describe, expect, test } from '@jest/globals';
import { runChild } from '../support/child.ts';
import { times } from '../support/times.ts';

const FUZZ_CASES = Number(process.env['FUZZ_KEYS'] ?? times({ inCi: 20_000, here: 5000 }));
const FUZZ_SEED = Number(process.env['FUZZ_SEED'] ?? 20_251_121);

const nodeMajor = Number(process.versions.node.split('.')[0]);
const abortsOnInfinity = nodeMajor === 20 || nodeMajor === 22;

describe('the point at infinity', () => {
  // T1
  test('is refused on every curve, and the process lives', async () => {
    const { code, signal, stdout } = await runChild('spec/device-keys/infinity.child.ts', { args: ['admit'] });

    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(stdout.trim().split('\n')).toEqual(
      ['P-224', 'P-256', 'P-384', 'P-521'].map((name) => `${name} public key refused: EC points must be uncompressed`),
    );
  });

  // T1: the control. If it does not abort, the test above proves less.
  (abortsOnInfinity ? test : test.skip)('kills Node 20 and 22 when OpenSSL is asked directly', async () => {
    const { signal } = await runChild('spec/device-keys/infinity.child.ts', { args: ['control'] });

    expect(signal).toBe('SIGABRT');
  });
});

describe('mutated keys', () => {
  // T2
  test(
    `${FUZZ_CASES} of them (FUZZ_SEED=${FUZZ_SEED}): no abort, no hang, and an admitted key is written as it was read`,
    async () => {
      const timeoutMs = 30_000 + FUZZ_CASES * 5;
      const ended = await runChild('spec/device-keys/fuzz.child.ts', {
        args: [`${FUZZ_CASES}`, `${FUZZ_SEED}`],
        timeoutMs,
      });

      expect(ended).toMatchObject({ code: 0, signal: null, stderr: '' });
      const tally: { admitted: number; unlike: number; slowestMs: number } = JSON.parse(ended.stdout);
      expect(tally.admitted).toBeGreaterThan(FUZZ_CASES / 100);
      expect(tally.unlike).toBe(0);
      expect(tally.slowestMs).toBeLessThan(2_000);
      if (process.env['FUZZ_KEYS'] !== undefined) process.stdout.write(`${ended.stdout}\n`);
    },
    60_000 + FUZZ_CASES * 5,
  );
});
