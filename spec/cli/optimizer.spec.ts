// A process starts without V8's optimizing compiler, and has it when it serves.
import { expect, test } from '@jest/globals';
import { runChild } from '../support/child.ts';

test('nothing is optimized while the optimizer is off, and what is called often is when it is on again', async () => {
  const { code, stdout, stderr } = await runChild('spec/cli/optimizer.child.ts', { timeoutMs: 60_000 });

  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual({ whileOff: false, whenOn: true });
}, 60_000);
