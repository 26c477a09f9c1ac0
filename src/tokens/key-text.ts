// Reads the text of a file with a key, however long the file is.
import type { FileHandle } from 'node:fs/promises';

const MAX_BYTES = 64 * 1024;

/** `undefined` for a text that is too long for a key. A file that never ends, such as a device, says nothing about its size. */
export async function readKeyText(handle: FileHandle): Promise<string | undefined> {
  const bytes = Buffer.alloc(MAX_BYTES + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < bytes.length; length += read)
    read = (await handle.read(bytes, length, bytes.length - length)).bytesRead;
  return length > MAX_BYTES ? undefined : bytes.toString('utf8', 0, length);
}
