// The shape that V8 has learned for the objects of `process.nextTick` outlives garbage collections.
import { expect, test } from '@jest/globals';
import { runChild } from '../support/child.ts';

test('one object of process.nextTick is kept, and later ones have its shape', async () => {
  const { code, stdout, stderr } = await runChild('spec/cli/first-tick.child.ts');

  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual({ kept: 1, sameShape: true });
});
