// A process remembers as many tokens as the memory of its container has room for.
import { expect, test } from '@jest/globals';
import { rememberedTokens } from '../../src/compose/room.ts';

const MEBIBYTE = 2 ** 20;

test.each([
  ['without a limit', 0, 100_000],
  ['in the 128 MiB of the chart of Mender', 128 * MEBIBYTE, 8_192],
  ['in 512 MiB', 512 * MEBIBYTE, 32_768],
  ['in 16 GiB', 16 * 1024 * MEBIBYTE, 100_000],
  ['with the number that a system without limits gives', 2 ** 64, 100_000],
])('%s: %d bytes are room for %d tokens', (_where, limit, tokens) => {
  expect(rememberedTokens(limit)).toBe(tokens);
});
