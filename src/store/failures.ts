// What a store remembers of calls that it could not carry out: how many, the last one, and whether it works again.

export interface StoreFailures {
  /** Failed calls since the store was opened. */
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
