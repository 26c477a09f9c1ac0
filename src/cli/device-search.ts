// Finds devices by search words, and one device by an id, a serial or a MAC address.
import { comparable } from '../domain/attributes.ts';
import { systemClock } from '../time/clock.ts';
import type { Client } from './client.ts';
import { parseDevice, parseDevices, textOf, titleOf, type ListedDevice } from './device-view.ts';
import { CommandFailed, EXIT } from './io.ts';
import { readWords, type WordFilter } from './search-words.ts';
import { segmentOf } from './path-segment.ts';

/** Reads `-q` and `-s`; `-s pending` also means a new key of an accepted device. Refuses a word that it does not understand. */
export function filterOf(words: string | undefined, status: string | undefined): WordFilter {
  const text = [words, status && (status === 'pending' ? 'waits:key' : `status:${status}`)].filter(Boolean).join(' ');
  const { filter, problems } = readWords(text, systemClock());
  if (problems.length === 0) return filter;
  throw new CommandFailed(EXIT.usage, problems.map(({ word, says }) => `cannot read ${word}: ${says}`).join('; '), {
    next: `words are such as sn:E2026 (begins so), sn=E20260001 (whole), status:accepted, key:3f2a, older:2d, or "free text"`,
  });
}

export interface Range {
  readonly order?: string | undefined;
  /** The most devices. */
  readonly limit: number;
}

const PAGE = 500;

export interface Page {
  readonly devices: readonly ListedDevice[];
  /** True if there is a page after this one. */
  readonly hasMore: boolean;
}

/** Yields the devices page by page. A page may be short although there are more. */
export async function* searchPages(client: Client, filter: WordFilter, range: Range): AsyncGenerator<Page> {
  const query = new URLSearchParams({ cursor: '', per_page: String(Math.min(PAGE, range.limit)) });
  if (range.order !== undefined) query.set('order', range.order);
  let next: string | undefined = `/devices/search?${query.toString()}`;
  let left = range.limit;
  while (next !== undefined && left > 0) {
    const { body, headers } = await client.management(`POST ${next}`, { body: filter });
    const devices = parseDevices(body);
    next = nextOf(headers.get('link'));
    yield { devices: devices.slice(0, left), hasMore: next !== undefined || devices.length > left };
    left -= devices.length;
  }
}

/** Returns the path below the base of the API. */
export const nextOf = (link: string | null): string | undefined =>
  /<[^>]*\/devauth([^>]+)>; rel="next"/.exec(link ?? '')?.[1];

const NOT_FOUND = 404;
const MOST_LIKE_IT = 100;

/** Returns the device with that id, or the only one that has the text as the whole value of an attribute. */
export async function findDevice(client: Client, text: string): Promise<ListedDevice> {
  const { status, body } = await client.management(`GET /devices/${segmentOf(text, 'a device')}`, {
    also: [NOT_FOUND],
  });
  if (status !== NOT_FOUND) return parseDevice(body);
  const [only, ...more] = await withAttribute(client, text);
  if (only !== undefined && more.length === 0) return only;
  if (only === undefined) throw notFound(text);
  throw new CommandFailed(EXIT.refused, `${more.length + 1} devices have ${text} in their identity`, {
    next: `name one by its id: ${[only, ...more].map((device) => `${device.id} (${titleOf(device)})`).join(', ')}`,
  });
}

const notFound = (text: string): CommandFailed =>
  new CommandFailed(
    EXIT.refused,
    `404 no device has the id ${text}, or has it as a serial, MAC address or other attribute`,
    {
      next: '`devauth devices ls -q <beginning>` looks for the beginning of a value',
      status: NOT_FOUND,
    },
  );

async function withAttribute(client: Client, text: string): Promise<readonly ListedDevice[]> {
  const filter: WordFilter = { identity: [{ name: '*', op: 'prefix', value: text }] };
  const found: ListedDevice[] = [];
  for await (const { devices } of searchPages(client, filter, { limit: MOST_LIKE_IT })) found.push(...devices);
  const wanted = comparable(text);
  return found.filter(({ identity_data: identity }) =>
    Object.values(identity).some((value) => comparable(textOf(value)) === wanted),
  );
}

/** Returns the existing devices with these ids. */
export async function findDevices(client: Client, ids: readonly string[]): Promise<ReadonlyMap<string, ListedDevice>> {
  const devices = new Map<string, ListedDevice>();
  for (let at = 0; at < ids.length; at += PAGE) {
    const filter = { id: ids.slice(at, at + PAGE) };
    for await (const page of searchPages(client, filter, { limit: PAGE }))
      page.devices.forEach((device) => devices.set(device.id, device));
  }
  return devices;
}
