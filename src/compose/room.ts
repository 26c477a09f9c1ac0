// The number of tokens that a process remembers, so that a container with little memory is not killed for it.

const KIBIBYTE = 1024;
/** A remembered token takes 4 KiB, with its verdict: all of them take at most a quarter of the memory. */
const BYTES_FOR_ONE = 16 * KIBIBYTE;
const MOST = 100_000;

/** The limit is that of the container, in bytes; 0 if there is none. 128 MiB are 8,192 tokens, 1.6 GiB are the most. */
export function rememberedTokens(limit = process.constrainedMemory()): number {
  return limit > 0 ? Math.min(MOST, Math.ceil(limit / BYTES_FOR_ONE)) : MOST;
}
