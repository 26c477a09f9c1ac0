// The reader that copies the feed into the audit, on stores whose feed does not live that long.
import type { Audit } from '../store/audit.ts';
import type { ReaderSettings } from './reader.ts';

const BATCH = 500;

/** Returns the reader, or none if the feed itself is the audit. */
export function auditReaders(audit: Audit): readonly ReaderSettings[] {
  if (audit.keep === undefined) return [];
  return [{ name: 'audit', batch: BATCH, deliver: async ({ entries }) => audit.keep?.(entries) }];
}
