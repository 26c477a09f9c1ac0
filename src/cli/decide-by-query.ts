// Accepts or rejects all devices that match search words. The command shows their number, and the user types it or gives it with
// `--expect`. If the number has changed on the server, nothing is decided.
import type { Command } from 'commander';
import { systemClock } from '../time/clock.ts';
import { clientOf, type Client } from './client.ts';
import { bodyOf } from './decision-request.ts';
import type { DecisionOptions, Verb } from './decisions.ts';
import { confirmCount, writePreview } from './decision-preview.ts';
import { runParts } from './decision-parts.ts';
import { outcomesOf, parseDecided, writeOutcomes, type Decided } from './decision-view.ts';
import { filterOf } from './device-search.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { otherCount } from './named-devices.ts';
import type { WordFilter } from './search-words.ts';

/** A decision about all matching devices, in the form of the request. */
interface Request {
  readonly filter: WordFilter;
  readonly from: string;
  readonly seen_before: string;
  readonly expected_count: number;
}

export async function decideByQuery(io: Io, command: Command, verb: Verb, query: string): Promise<void> {
  const options = command.opts<DecisionOptions>();
  const filter = filterOf(query, undefined);
  if (Object.keys(filter).length === 0)
    throw new CommandFailed(EXIT.usage, '-q has no words', { next: "-q 'status:pending' means all that wait" });
  if (options.expect === undefined && !options.dryRun && (io.ask === undefined || options.yes))
    throw new CommandFailed(EXIT.usage, 'without a terminal, or with --yes, -q needs --expect', {
      next: 'see how many match with --dry-run, then give the number with --expect',
    });
  const client = clientOf(command);
  const request = await count(client, verb, { filter, from: options.from ?? 'pending' });
  const { expected_count: matched } = request;
  if (options.expect !== undefined && options.expect !== matched) throw otherCount(matched, options.expect, 'match');
  if (matched === 0) return sayNothingMatches(io, command, query);
  if (options.dryRun || io.ask !== undefined) {
    const preview = await ask(client, { ...bodyOf(verb, options), ...request, dry_run: true });
    await writePreview(io, client, { verb: verb.verb, query, preview });
    if (options.dryRun) return writeOutcomes(io, command, outcomesOf(preview), verb.status);
    if (!options.yes) await confirmCount(io, verb.verb, matched);
  }
  await decideAll(io, command, { client, verb, request });
}

function sayNothingMatches(io: Io, command: Command, query: string): void {
  writeOutcomes(io, command, [], '');
  io.err(`no device with such a key matches ${query}; nothing changed\n`);
}

const FAR = '9999-12-31T00:00:00Z';
const CONFLICT = 409;
const SECOND = 1000;

/** Asks for the number of matching devices. The time comes from the server, so that a wrong clock here does not matter. */
async function count(client: Client, { status }: Verb, meant: Pick<Request, 'filter' | 'from'>): Promise<Request> {
  const { headers, body } = await client.management('POST /devices/decisions', {
    body: { status, ...meant, seen_before: FAR, expected_count: 0, dry_run: true },
    also: [CONFLICT],
    timeout: 'none',
  });
  const date = Date.parse(headers.get('date') ?? '');
  const now = Number.isNaN(date) ? systemClock() : new Date(date + SECOND); // `Date` has whole seconds
  return { ...meant, seen_before: now.toISOString(), expected_count: matchedIn(body) };
}

const matchedIn = (body: unknown): number =>
  typeof body === 'object' && body !== null && 'matched' in body ? Number(body.matched) : 0;

async function ask(client: Client, body: object): Promise<Decided> {
  const answer = await client.management('POST /devices/decisions', { body, also: [CONFLICT], timeout: 'none' });
  if (answer.status !== CONFLICT) return parseDecided(answer.body);
  const expected = 'expected_count' in body ? Number(body.expected_count) : 0;
  throw otherCount(matchedIn(answer.body), expected, 'match');
}

interface All {
  readonly client: Client;
  readonly verb: Verb;
  readonly request: Request;
}

async function decideAll(io: Io, command: Command, { client, verb, request }: All): Promise<void> {
  const total = request.expected_count;
  const body = { ...bodyOf(verb, command.opts<DecisionOptions>()), ...request };
  let cursor: string | undefined = '';
  await runParts(io, command, {
    total,
    status: verb.status,
    says: verb.status,
    canUndo: true,
    known: [],
    hasNext: () => cursor !== undefined,
    next: async () => {
      const decided = await ask(client, { ...body, ...(cursor !== '' && { cursor }) });
      cursor = decided.next;
      return outcomesOf(decided);
    },
    goOn: (done) => {
      const decisions = [...new Set(done.flatMap(({ decision }) => decision ?? []))].join(' ');
      const onward = `the same command with --expect ${total - done.length} goes on`;
      return decisions === '' ? onward : `${onward}; devauth undo ${decisions} puts back what is done`;
    },
  });
}
