// `devauth devices queue`: how many strangers wait for a decision, and from which addresses.
import type { Command } from 'commander';
import { z } from 'zod';
import { systemClock } from '../time/clock.ts';
import { clientOf } from './client.ts';
import { jsonLines, type Io } from './io.ts';
import { formatOf, list, type Shape } from './output.ts';
import { grouped } from './progress.ts';
import { ageOf } from './show-text.ts';

const Source = z.object({ from: z.string().optional(), places: z.number(), keys: z.number(), newest_ts: z.string() });
const Queue = z.object({
  name: z.string(),
  places: z.number(),
  cap: z.number(),
  leaving: z.number(),
  oldest_ts: z.string().optional(),
  refused_1h: z.number(),
  sources: z.array(Source),
});
const Queues = z.object({ queues: z.array(Queue) });

type Source = z.infer<typeof Source>;
type Queue = z.infer<typeof Queue>;

/** Writes the object of the API for programs. For people: a sentence, and the sources. */
export async function showQueue(io: Io, command: Command): Promise<void> {
  const { body } = await clientOf(command).management('GET /queue');
  const { queues } = Queues.parse(body);
  const format = formatOf(command);
  if (format === 'json') return io.out(`${JSON.stringify(body, undefined, 2)}\n`);
  if (format === 'ndjson') return io.out(jsonLines(queues));
  for (const queue of queues) {
    if (io.terminal !== undefined && format !== 'csv' && format !== 'name') io.out(`${sentence(queue)}\n`);
    list(io, command, queue.sources, SOURCES);
  }
}

function sentence({ places, cap, leaving, oldest_ts: oldest, refused_1h: refused }: Queue): string {
  const waiting = `${grouped(places)} of ${grouped(cap)} places are taken`;
  return [
    oldest === undefined ? waiting : `${waiting}, the oldest for ${ageOf(new Date(oldest), systemClock())}`,
    ...(leaving > 0 ? [`${grouped(leaving)} made room, and can be accepted for an hour`] : []),
    ...(refused > 0 ? [`${grouped(refused)} requests were refused in the last hour`] : []),
  ].join('; ');
}

const COLUMNS: Shape<Source>['whole'] = [
  { name: 'from', of: ({ from }) => from ?? 'unknown' },
  { name: 'places', of: ({ places }) => places },
  { name: 'keys', of: ({ keys }) => keys },
  { name: 'newest', of: ({ newest_ts: newest }) => new Date(newest) },
];

const SOURCES: Shape<Source> = { short: COLUMNS, whole: COLUMNS, name: ({ from }) => from ?? 'unknown' };
