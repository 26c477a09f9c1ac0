// What every request for a bulk decision has.
import type { DecisionOptions, Verb } from './decisions.ts';

/** How many auth sets one call decides. */
export const PART = 1000;

/** The members of a decision that do not depend on which devices are meant. */
export const bodyOf = ({ status }: Verb, { reason, allowKeyChange, dryRun }: DecisionOptions) => ({
  status,
  ...(reason !== undefined && { reason }),
  ...(allowKeyChange && { allow_key_change: true }),
  ...(dryRun && { dry_run: true }),
});
