// Reads events page by page.
import type { Command } from 'commander';
import { systemClock } from '../time/clock.ts';
import type { Client } from './client.ts';
import { findDevice, nextOf } from './device-search.ts';
import { EVENT_SHAPE, parseEvents, type ListedEvent } from './event-view.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { formatOf, openListing } from './output.ts';
import { timeOf } from './search-words.ts';

export interface EventQuery {
  readonly device?: string;
  readonly type?: string;
  readonly actor?: string;
  readonly after?: string;
  readonly before?: string;
  readonly limit?: number;
  readonly all?: true;
}

const DEFAULT_LIMIT = 50;
const PAGE = 500;

export async function listEvents(io: Io, command: Command, client: Client, query: EventQuery): Promise<void> {
  const { device, type, actor, after, before, limit = DEFAULT_LIMIT, all } = query;
  const parameters = new URLSearchParams({
    ...(type !== undefined && { type }),
    ...(actor !== undefined && { actor }),
    ...(after !== undefined && { after: readTime(after, '--after') }),
    ...(before !== undefined && { before: readTime(before, '--before') }),
    ...(device !== undefined && { device: await idOf(client, device) }),
  });
  const most = all ? Infinity : limit;
  const listing = openListing(io, command, EVENT_SHAPE);
  let shown = 0;
  let hasMore = false;
  for await (const page of eventPages(client, parameters, most)) {
    listing.write(page.events);
    shown += page.events.length;
    ({ hasMore } = page);
  }
  listing.close();
  if (hasMore) io.err('there are more; --all lists them\n');
  if (shown === 0 && io.terminal !== undefined && formatOf(command) === 'table') io.err('nothing happened\n');
}

export interface EventPage {
  readonly events: readonly ListedEvent[];
  readonly hasMore: boolean;
}

/** Yields the newest first. A page may be short although there are more. */
export async function* eventPages(client: Client, query: URLSearchParams, most = Infinity): AsyncGenerator<EventPage> {
  const parameters = new URLSearchParams(query);
  parameters.set('per_page', String(Math.min(PAGE, most)));
  let next: string | undefined = `/events?${parameters.toString()}`;
  let left = most;
  while (next !== undefined && left > 0) {
    const { body, headers } = await client.management(`GET ${next}`);
    const events = parseEvents(body);
    next = nextOf(headers.get('link'));
    yield { events: events.slice(0, left), hasMore: next !== undefined || events.length > left };
    left -= events.length;
  }
}

/** Returns the id of a device. A removed device is known only by its id, so a text without a device is taken for an id. */
async function idOf(client: Client, text: string): Promise<string> {
  try {
    return (await findDevice(client, text)).id;
  } catch (error) {
    if (error instanceof CommandFailed && error.advice.status === NOT_FOUND) return text;
    throw error;
  }
}

const NOT_FOUND = 404;

function readTime(text: string, option: string): string {
  const time = timeOf(text, systemClock());
  if (time !== undefined) return time;
  throw new CommandFailed(EXIT.usage, `${option} must be a time, and is ${text}`, {
    next: `such as ${option} 2h, ${option} 3d or ${option} 2026-11-28T09:30:00Z`,
  });
}
