// Sizes V8's heap for a service with objects that live briefly, and for the memory that its container has.
import { setFlagsFromString } from 'node:v8';

const MEBIBYTE = 2 ** 20;
/** A container with less memory than this saves it. Mender's chart gives 128 MiB. */
const SMALL = 256 * MEBIBYTE;

/** Call it before the program is loaded: loading it makes the heap grow. The limit is that of the container, in bytes. */
export function sizeHeap(limit = process.constrainedMemory()): void {
  // Keeps the young generation at 1 MiB for each half. V8 would let it grow to 16 MiB, which brings nothing for the embedded store.
  setFlagsFromString('--semi-space-growth-factor=1');
  // Collects garbage when the heap has grown by a fifth, and not when it has doubled. This saves 20 MB under load, but a verify
  // beside a bulk call waits longer (p99 16 ms in place of 8 ms).
  if (isSmall(limit)) setFlagsFromString('--heap-growing-percent=20');
}

/** Lets the young generation grow: with MongoDB, a read of the store makes many objects, and verify takes 8 % less CPU. */
export function growYoungGeneration(limit = process.constrainedMemory()): void {
  if (!isSmall(limit)) setFlagsFromString('--semi-space-growth-factor=2');
}

const isSmall = (limit: number): boolean => limit > 0 && limit < SMALL;
