// An id that a person gave, as one segment of a path. `fetch` resolves `.` and `..`, and an empty segment is another path, too.
import { CommandFailed, EXIT } from './io.ts';

const OTHER_PATHS: readonly string[] = ['', '.', '..'];

/** Returns the id, encoded. `what` names it for the person who gave it. */
export function segmentOf(id: string, what: string): string {
  if (OTHER_PATHS.includes(id)) throw new CommandFailed(EXIT.usage, `${JSON.stringify(id)} is not the id of ${what}`);
  return encodeURIComponent(id);
}

/** Returns the tenant, encoded. The empty one is the installation's own. */
export const tenantSegmentOf = (tenant: string): string => (tenant === '' ? '' : segmentOf(tenant, 'a tenant'));
