// Every device that matches search words, as the service writes them: one answer for the whole fleet, read while it arrives.
import type { Client } from './client.ts';
import { parseDevices, type ListedDevice } from './device-view.ts';
import { CommandFailed, EXIT } from './io.ts';
import type { WordFilter } from './search-words.ts';

/** Yields all devices in the order of creation. */
export async function* allDevices(client: Client, filter: WordFilter): AsyncGenerator<readonly ListedDevice[]> {
  const { body } = await client.managementStream('POST /devices/export', {
    body: filter,
    accept: 'application/x-ndjson',
  });
  if (body === null) return;
  for await (const lines of linesOf(body)) yield parseDevices(lines.map((line): unknown => JSON.parse(line)));
}

/** Yields the lines that each piece of the answer ends. Fails if the answer breaks off. */
async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<readonly string[]> {
  const text: AsyncIterable<string> = body.pipeThrough(new TextDecoderStream());
  let [rest, count] = ['', 0];
  try {
    for await (const piece of text) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      count += lines.length;
      yield lines;
    }
  } catch {
    throw endedEarly(count);
  }
  if (rest !== '') throw endedEarly(count);
}

const endedEarly = (count: number): CommandFailed =>
  new CommandFailed(EXIT.unavailable, `the answer of the server ended early, after ${count} devices`, {
    next: 'what was written is not all; run it again',
  });
