// Undoes bulk decisions.
import type { Command } from 'commander';
import { clientOf } from './client.ts';
import { outcomesOf, parseDecided, tellOutcomes, writeOutcomes, type Outcome } from './decision-view.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { segmentOf } from './path-segment.ts';

const NOT_FOUND = 404;

export async function undo(io: Io, command: Command, ids: readonly string[]): Promise<void> {
  const client = clientOf(command);
  const segments = ids.map((id) => [id, segmentOf(id, 'a bulk decision')] as const);
  const outcomes: Outcome[] = [];
  for (const [id, segment] of segments) {
    const answer = await client.management(`POST /devices/decisions/${segment}/undo`, {
      also: [NOT_FOUND],
      timeout: 'none',
    });
    if (answer.status === NOT_FOUND)
      throw new CommandFailed(EXIT.refused, `404 no bulk decision ${id} has changed anything`, {
        next: '`devauth events list -o wide` shows the decisions of the last days',
      });
    const undone = outcomesOf(parseDecided(answer.body));
    writeOutcomes(io, command, undone, 'put back');
    outcomes.push(...undone);
  }
  tellOutcomes(io, command, { outcomes, status: 'put back', canUndo: false });
}
