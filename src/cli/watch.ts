// `devauth devices watch`: one line for each event when it happens, until Ctrl-C.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { identityMatches, type AttributeCondition } from '../domain/device-filter.ts';
import { clientOf, type Client } from './client.ts';
import { filterOf } from './device-search.ts';
import { eventPages } from './event-list.ts';
import { EVENT_SHAPE, type ListedEvent } from './event-view.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { openInterrupt } from './interrupt.ts';
import { formatOf, openListing, type Shape } from './output.ts';
import type { Condition, WordFilter } from './search-words.ts';

const POLL_MS = 2000;
const LONGEST_PAUSE_MS = 30_000;
/** The audit may have an event this much later than it happened. */
const LATE_MS = 30_000;

export interface Watch {
  readonly query?: string;
  readonly status?: string;
}

export async function watch(io: Io, command: Command, { query, status }: Watch): Promise<void> {
  const format = formatOf(command);
  if (format === 'json' || format === 'csv')
    throw new CommandFailed(EXIT.usage, `-o ${format} is one document, and watching has no end`, {
      next: 'use -o ndjson: one object a line',
    });
  const matches = matcherOf(filterOf(query, status));
  const news = createNews(clientOf(command));
  const listing = openListing(io, command, WATCH_SHAPE);
  const interrupt = openInterrupt(() => undefined);
  let pauseMs = POLL_MS;
  await news.read(); // the events before
  if (io.line !== undefined) io.err('watching; Ctrl-C ends\n');
  while (!interrupt.isAsked()) {
    await sleep(pauseMs, undefined, { signal: interrupt.signal }).catch(() => undefined);
    if (interrupt.isAsked()) break;
    try {
      const events = (await news.read()).filter(matches);
      if (events.length > 0) listing.write(events);
      pauseMs = POLL_MS;
    } catch (error) {
      if (!(error instanceof CommandFailed) || error.exitCode !== EXIT.unavailable) throw error;
      if (pauseMs === POLL_MS) io.err(`devauth: ${error.message}; trying again\n`);
      pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
    }
  }
  interrupt.close();
}

/** An age would be that of the moment when the line was written. */
const WATCH_SHAPE: Shape<ListedEvent> = {
  ...EVENT_SHAPE,
  short: [
    { name: 'time', of: ({ ts }) => ts, short: ({ ts }) => new Date(ts).toTimeString().slice(0, 8) },
    ...EVENT_SHAPE.short.slice(1),
  ],
};

interface News {
  /** Returns the new events, the oldest first. */
  read(): Promise<readonly ListedEvent[]>;
}

/** Uses the time of the newest event, because the clock here may be wrong. */
function createNews(client: Client): News {
  let from: Date | undefined;
  let known: ReadonlySet<string> = new Set();
  return {
    read: async () => {
      from ??= await newestOf(client);
      const after = new Date(Math.max(0, from.getTime() - LATE_MS)).toISOString();
      const read: ListedEvent[] = [];
      for await (const { events } of eventPages(client, new URLSearchParams({ after }))) read.push(...events);
      const news = read.filter(({ id }) => !known.has(id)).toReversed();
      known = new Set(read.map(({ id }) => id));
      from = news.reduce((latest, { ts }) => (new Date(ts) > latest ? new Date(ts) : latest), from);
      return news;
    },
  };
}

async function newestOf(client: Client): Promise<Date> {
  for await (const { events } of eventPages(client, new URLSearchParams(), 1)) {
    const [newest] = events;
    if (newest !== undefined) return new Date(newest.ts);
  }
  return new Date(0);
}

/** Words about times and check-ins do not apply to events. */
function matcherOf(filter: WordFilter): (event: ListedEvent) => boolean {
  const { id, status, auth_set_status: waits, identity = [], key, created, check_in: checkIn } = filter;
  if (created !== undefined || checkIn !== undefined)
    throw new CommandFailed(EXIT.usage, 'words about times do not go with watch', {
      next: '`devauth events list --after 2h` lists what was',
    });
  const conditions = identity.map(domainCondition);
  const statuses = waits ?? status;
  return (event) =>
    (id?.includes(event.device ?? '') ?? true) &&
    (statuses?.includes(event.to ?? '') ?? true) &&
    (key === undefined || event.fingerprint?.startsWith(key) === true) &&
    (conditions.length === 0 || (event.identity !== undefined && identityMatches(event.identity, conditions)));
}

function domainCondition(condition: Condition): AttributeCondition {
  switch (condition.op) {
    case 'eq':
      return { op: 'in', name: condition.name, values: [condition.value] };
    case 'prefix':
      return { op: 'prefix', name: condition.name === '*' ? undefined : condition.name, value: condition.value };
    case 'exists':
      return condition;
  }
}
