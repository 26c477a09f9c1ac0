// Reads files that an operator names in the settings. A file that never ends, such as a device, is refused like one that is too long.
import { closeSync, openSync, readSync } from 'node:fs';

const MAX_BYTES = 1024 * 1024;

/** Returns the text of the file. Throws if it cannot be read or has more than 1 MiB. */
export function readShortFile(file: string): string {
  const bytes = Buffer.alloc(MAX_BYTES + 1);
  const handle = openSync(file, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(handle, bytes, length, bytes.length - length, null);
    if (length > MAX_BYTES) throw new Error(`${file} has more than 1 MiB`);
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(handle);
  }
}
