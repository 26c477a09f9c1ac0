// Runs a command again when another command wrote first (D1).
import { Refused } from '../domain/errors.ts';

/** Another command was written in each lost attempt, so all commands together always progress. */
const MAX_ATTEMPTS = 100;

/** Repeats `attempt` until it returns something other than `undefined`. Refuses with `conflict` after 100 attempts. */
export async function untilWritten<Answer>(attempt: () => Promise<Answer | undefined>): Promise<Answer> {
  for (let count = 0; count < MAX_ATTEMPTS; count += 1) {
    const answer = await attempt();
    if (answer !== undefined) return answer;
  }
  throw new Refused('conflict', 'the device keeps changing; try again', { retryAfterSeconds: 1 });
}
