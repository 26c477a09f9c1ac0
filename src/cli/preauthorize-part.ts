// Sends one part of a list of devices with one call of the bulk operation.
import { z } from 'zod';
import type { Client } from './client.ts';
import type { Row } from './device-list.ts';

export type Conflict = 'skip' | 'force' | 'fail';

export interface Outcome {
  readonly row: Row;
  readonly line: number;
  readonly result: string;
  readonly device?: string | undefined;
  readonly auth_set?: string | undefined;
  /** The line of the row that was done instead. Only for a duplicate. */
  readonly firstLine?: number | undefined;
  readonly error?: string | undefined;
}

const Answer = z.object({
  results: z.array(
    z.object({
      row: z.number(),
      result: z.string(),
      device: z.string().optional(),
      auth_set: z.string().optional(),
      first_row: z.number().optional(),
      member: z.string().optional(),
      error: z.string().optional(),
    }),
  ),
  stopped: z.object({ error: z.string() }).optional(),
});

export interface PartOptions {
  readonly onConflict: Conflict;
  readonly isDryRun: boolean;
  /** The identities of earlier parts with their lines. The part adds its own. */
  readonly firstLines: Map<string, number>;
}

export interface DecidedPart {
  /** In the order of the list. */
  readonly outcomes: readonly Outcome[];
  /** The reason why the server did not do the whole part. */
  readonly stopped?: string | undefined;
}

export async function decidePart(
  client: Client,
  rows: readonly Row[],
  { onConflict, isDryRun, firstLines }: PartOptions,
): Promise<DecidedPart> {
  const known = rows.map((row) => outcomeHere(row, firstLines));
  const sent = rows.filter((_, at) => known[at] === undefined);
  if (sent.length === 0) return { outcomes: known.flatMap((outcome) => outcome ?? []) };
  const query = new URLSearchParams({ on_conflict: onConflict, ...(isDryRun && { dry_run: 'true' }) });
  const { body } = await client.management(`POST /devices/bulk?${query.toString()}`, {
    text: { type: 'application/x-ndjson', body: sent.map(({ entry }) => `${JSON.stringify(entry)}\n`).join('') },
    accept: 'application/json',
    timeout: 'none',
  });
  const { results, stopped } = Answer.parse(body);
  const bySent = new Map(results.map((result) => [sent[result.row - 1], outcomeOf(sent, result)]));
  const outcomes = rows.flatMap((row, at) => known[at] ?? bySent.get(row) ?? []);
  return { outcomes, ...(stopped !== undefined && { stopped: stopped.error }) };
}

function outcomeOf(
  sent: readonly Row[],
  { row, first_row: first, member, error, ...result }: z.infer<typeof Answer>['results'][number],
): Outcome {
  const of = sent[row - 1];
  if (of === undefined) throw new TypeError(`the server reports row ${row}, which was not sent`);
  const place = member === undefined ? error : `${member}: ${error ?? ''}`;
  return {
    ...result,
    row: of,
    line: of.line,
    error: place,
    firstLine: first === undefined ? undefined : sent[first - 1]?.line,
  };
}

/** Returns the outcome of a row that is not sent. */
function outcomeHere(row: Row, firstLines: Map<string, number>): Outcome | undefined {
  const { line, entry } = row;
  if (entry === undefined) return { row, line, result: 'invalid', error: 'identity data and a public key are needed' };
  const identity = canonical(entry.identity_data);
  const firstLine = firstLines.get(identity);
  if (firstLine !== undefined) return { row, line, result: 'duplicate', firstLine };
  firstLines.set(identity, line);
  return undefined;
}

/** Returns the same text for the same identity. The order of its members does not matter. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

/** The part for programs. */
export const outcomeObject = ({ line, result, device, auth_set: set, firstLine, error }: Outcome) => ({
  line,
  result,
  ...(device !== undefined && { id: device }),
  ...(set !== undefined && { auth_set: set }),
  ...(firstLine !== undefined && { first_line: firstLine }),
  ...(error !== undefined && { error }),
});

/** Returns the fault of the row, or nothing if it was done now or before. */
export function problemOf({ line, result, device = '', firstLine, error }: Outcome): string | undefined {
  switch (result) {
    case 'created':
    case 'updated':
    case 'exists':
      return undefined;
    case 'other_key':
      return `line ${line}: the identity is that of device ${device}, which has another key`;
    case 'duplicate':
      return `line ${line}: the same identity as line ${firstLine ?? 0}, which decided`;
    case 'full':
      return `line ${line}: device ${device} has as many keys as a device may have`;
    case 'decommissioning':
      return `line ${line}: device ${device} is being decommissioned`;
    default:
      return `line ${line}: ${error ?? result}`;
  }
}
