// Every device that matches search words, as the service writes them: one answer for the whole fleet, read while it arrives.
import type { Client } from './client.ts';
import { searchPages } from './device-search.ts';
import { parseDevices, type ListedDevice } from './device-view.ts';
import { CommandFailed, EXIT } from './io.ts';
import type { Condition, WordFilter } from './search-words.ts';

/** Yields all devices in the order of creation. A filter that query parameters cannot express is searched page by page. */
export async function* allDevices(client: Client, filter: WordFilter): AsyncGenerator<readonly ListedDevice[]> {
  const query = exportQuery(filter);
  if (query === undefined)
    for await (const { devices } of searchPages(client, filter, { limit: Infinity })) yield devices;
  else yield* streamedDevices(client, query);
}

async function* streamedDevices(client: Client, query: URLSearchParams): AsyncGenerator<readonly ListedDevice[]> {
  const path = `/devices/export?${query.toString()}`;
  const { body } = await client.managementStream(`GET ${path}`, { accept: 'application/x-ndjson' });
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

/** Returns the filter as parameters of the export. They hold one condition for each attribute: `undefined` for two. */
function exportQuery(filter: WordFilter): URLSearchParams | undefined {
  const { status, id, auth_set_status: sets, identity = [], key, created, check_in: checkIn } = filter;
  const conditions = identity.map((condition) => [`identity.${condition.name}`, valueOf(condition)] as const);
  const isExpressible = new Set(conditions.map(([name]) => name)).size === conditions.length;
  if (!isExpressible || conditions.some(([, value]) => value === undefined)) return undefined;
  const all: readonly (readonly [string, string | undefined])[] = [
    ...(status ?? []).map((one) => ['status', one] as const),
    ...(id ?? []).map((one) => ['id', one] as const),
    ...(sets ?? []).map((one) => ['auth_set_status', one] as const),
    ...conditions,
    ['key', key],
    ['created_after', created?.after],
    ['created_before', created?.before],
    ['check_in_after', checkIn?.after],
    ['check_in_before', checkIn?.before],
    ['check_in_never', checkIn?.never === undefined ? undefined : String(checkIn.never)],
  ];
  const query = new URLSearchParams();
  for (const [name, value] of all) if (value !== undefined) query.append(name, value);
  return query;
}

/** A whole value that ends with `*` would be read as a beginning. */
function valueOf(condition: Condition): string | undefined {
  if (condition.op === 'exists') return '*';
  if (condition.op === 'prefix') return `${condition.value}*`;
  return condition.value.endsWith('*') ? undefined : condition.value;
}
