// An id that a person typed, as one segment of a path. `fetch` resolves `.` and `..`, and an empty segment is another path, too.
import { CommandFailed, EXIT } from './io.ts';

const OTHER_PATHS: readonly string[] = ['', '.', '..'];

/** Returns the encoded id. `what` names it in the message for that person. */
export function segmentOf(id: string, what: string): string {
  if (OTHER_PATHS.includes(id))
    throw new CommandFailed(EXIT.usage, `${JSON.stringify(id)} is not the id of ${what}`, {
      next: 'the commands that list show the ids',
    });
  return encodeURIComponent(id);
}

/** Returns the tenant, encoded. The empty one is the installation's own. */
export const tenantSegmentOf = (tenant: string): string => (tenant === '' ? '' : segmentOf(tenant, 'a tenant'));
