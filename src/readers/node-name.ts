// Makes the name by which a node claims readers.
import { hostname } from 'node:os';

/**
 * Returns a name that no other process has, because no other has the id. The embedded store belongs to one process at a time, so
 * its name is always the same: after a crash the node still has its claims and does not wait for a lease.
 */
export const nodeNameOf = ({ isShared, id }: { readonly isShared: boolean; readonly id: string }): string =>
  isShared ? `${hostname()} ${id}` : 'embedded';
