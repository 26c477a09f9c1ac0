// A body that is sent while it is read. Its source (an open file, a walk over the store) is closed when the answer ends in any way:
// sent, refused, too late, or cut off.
import type { ServerResponse } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Waits for the first chunk of a streamed body, so that a failing source becomes an error status and not a broken 200. Afterwards
 * the source is closed with the response.
 */
export async function openBody(source: Readable, response: ServerResponse): Promise<void> {
  const close = (): void => void source.destroy();
  if (response.destroyed) close();
  else response.once('close', close);
  await new Promise((resolve, reject) => source.once('readable', resolve).once('close', resolve).once('error', reject));
}

/** Sends the body. A caller that disconnects in the middle is no fault. */
export function sendBody(source: Readable, response: ServerResponse, through?: Transform): Promise<void> {
  response.setMaxListeners(MAX_LISTENERS);
  const sent = through === undefined ? pipeline(source, response) : pipeline(source, through, response);
  return sent.catch(() => undefined);
}

/** Our own listeners and those of `pipeline`: more than the ten at which Node warns of a leak. */
const MAX_LISTENERS = 20;
