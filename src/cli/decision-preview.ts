// Previews a decision about many devices: their number, what they have in common, the first of them, the room under the limit.
import type { Client } from './client.ts';
import { leftText, outcomesOf, type Decided } from './decision-view.ts';
import { searchPages } from './device-search.ts';
import { titleOf } from './device-view.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { grouped } from './progress.ts';
import { padded, visible } from './show-text.ts';

export interface Preview {
  readonly verb: string;
  readonly query: string;
  readonly preview: Decided;
}

const FIRST = 4;
const FACETS = 2;
const VALUES = 4;

/** Writes to standard error, because standard output has the result. */
export async function writePreview(io: Io, client: Client, { verb, query, preview }: Preview): Promise<void> {
  const { matched, results, facets = [], room, done } = preview;
  const ids = results.slice(0, FIRST).map(({ device }) => device);
  const names = await titlesOf(client, ids);
  const rows: (readonly [string, string])[] = [
    ...telling(facets).map(({ name, values }) => [name, valuesText(values)] as const),
    ['first', `${names.join(', ')}${matched > names.length ? ', …' : ''}`],
    ...(room === undefined ? [] : [['room', roomText(verb, room, done)] as const]),
    ...leftText(outcomesOf(preview)).map((text) => ['left', text] as const),
  ];
  const width = Math.max(...rows.map(([name]) => visible(name).length));
  io.err(`${verb} ${grouped(matched)}: ${visible(query)}\n`);
  rows.forEach(([name, text]) => io.err(`  ${padded(visible(name), width)}  ${visible(text)}\n`));
  if (preview.next !== undefined) io.err(`  these figures are of the first ${grouped(results.length)}\n`);
}

const roomText = (verb: string, room: number, done: number): string =>
  verb === 'accept'
    ? `for ${grouped(room)} more; ${grouped(Math.max(0, room - done))} afterwards`
    : `for ${grouped(room)} more`;

type Facet = NonNullable<Decided['facets']>[number];

/** Chooses attributes that divide the devices into few groups. Those with the fewest values already come first. */
const telling = (facets: readonly Facet[]): readonly Facet[] =>
  facets.filter(({ values }) => values.length > 1 && values.some(({ count }) => count > 1)).slice(0, FACETS);

function valuesText(values: Facet['values']): string {
  const shown = values.slice(0, VALUES).map(({ value, count }) => `${value} ${grouped(count)}`);
  return `${shown.join(', ')}${values.length > VALUES ? ', …' : ''}`;
}

async function titlesOf(client: Client, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const titles: string[] = [];
  for await (const { devices } of searchPages(client, { id: ids }, { limit: FIRST }))
    titles.push(...devices.map(titleOf));
  return titles;
}

/** Asks for the number, so that an operator does not accept many devices out of habit. */
export async function confirmCount(io: Io, verb: string, count: number): Promise<void> {
  const answer = await io.ask?.({ text: `Type ${count} to ${verb} them: ` });
  if (answer?.trim().replaceAll(',', '') === String(count)) return;
  throw new CommandFailed(EXIT.refused, 'another text was typed; nothing changed', {
    next: `the same command again, and type ${count}`,
  });
}
