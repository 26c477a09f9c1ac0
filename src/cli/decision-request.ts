// The parts that all requests for a bulk decision share.
import type { DecisionOptions, Verb } from './decisions.ts';

/** The number of auth sets in one call. */
export const PART = 1000;

/** The members of a decision that do not depend on the choice of devices. */
export const bodyOf = ({ status }: Verb, { reason, allowKeyChange, dryRun }: DecisionOptions) => ({
  status,
  ...(reason !== undefined && { reason }),
  ...(allowKeyChange && { allow_key_change: true }),
  ...(dryRun && { dry_run: true }),
});
