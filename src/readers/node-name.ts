// The name by which a node claims readers.
import { hostname } from 'node:os';

/**
 * Returns a name that no other process has, since no other has the id. The embedded store belongs to one process at a time, so its name
 * is always the same: after a crash the claims are its own, and it reads on at once instead of after a lease.
 */
export const nodeNameOf = ({ isShared, id }: { readonly isShared: boolean; readonly id: string }): string =>
  isShared ? `${hostname()} ${id}` : 'embedded';
