// Remembers calls that a store could not carry out: their number, the last one, and whether the store works again.

export interface StoreFailures {
  /** The number of failed calls since the store was opened. */
  readonly count: number;
  readonly last: { readonly at: Date; readonly problem: string } | undefined;
  /** True from a failure until the next success. */
  readonly isFailing: boolean;
}

export interface FailureNotes {
  readonly note: (problem: unknown) => void;
  /** Notes that a call succeeded. */
  readonly succeeded: () => void;
  readonly current: () => StoreFailures;
}

export function createFailureNotes(now: () => Date): FailureNotes {
  let failures: StoreFailures = { count: 0, last: undefined, isFailing: false };
  return {
    note: (problem) => {
      failures = { count: failures.count + 1, last: { at: now(), problem: textOf(problem) }, isFailing: true };
    },
    succeeded: () => {
      if (failures.isFailing) failures = { ...failures, isFailing: false };
    },
    current: () => failures,
  };
}

const textOf = (problem: unknown): string => (problem instanceof Error ? problem.message : 'not an Error');
