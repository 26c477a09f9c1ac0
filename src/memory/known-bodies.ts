// Remembers what was read from the bodies of auth requests that got a token. A device sends the same bytes each time, and to read them is a
// pure function, so they are read again only after many other devices have asked. Strangers cannot fill this memory.
import { createBoundedMap } from './bounded-map.ts';

export interface KnownBodies<Read> {
  /** Returns what `keep` was given for exactly these bytes. */
  find(bytes: Buffer): Read | undefined;
  /** The body that was kept longest ago makes room. A body of more than 2 KiB is not kept. */
  keep(bytes: Buffer, read: Read): void;
}

/** Twice the body of a device with a key of RSA-4096. */
const MAX_BYTES = 2048;
const MAX_BODIES = 10_000;

export function createKnownBodies<Read>(max = MAX_BODIES): KnownBodies<Read> {
  const known = createBoundedMap<string, Read>(max);
  return {
    find: (bytes) => known.get(textOf(bytes)),
    keep: (bytes, read) => {
      if (bytes.length <= MAX_BYTES) known.set(textOf(bytes), read);
    },
  };
}

/** One character for each byte, so that different bytes are different texts. */
const textOf = (bytes: Buffer): string => bytes.toString('latin1');
