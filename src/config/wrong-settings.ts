// The error that refuses a start: every problem of the settings at once, each under the name of its setting (D15).

export const PREFIX = 'DEVICEAUTH_';

export class WrongSettings extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'WrongSettings';
    this.problems = problems;
  }
}

/**
 * Turns a failure of something that a setting names into WrongSettings. Not changed: a store that does not answer
 * (`store_unavailable`), because it may answer later, and every fault of the program itself.
 */
export async function bySetting<Result>(name: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new WrongSettings([`${PREFIX}${name}: ${error.message}`]);
  }
}

const isRefusal = (error: unknown): error is Error =>
  error instanceof Error &&
  (error.name === 'Error' || ('code' in error && error.name === 'Refused' && error.code !== 'store_unavailable'));

/** Waits for all, and refuses with the problems of all. */
export async function allBySetting<Works extends readonly unknown[] | []>(
  works: Works,
): Promise<{ -readonly [Key in keyof Works]: Awaited<Works[Key]> }> {
  const results = await Promise.allSettled(works);
  const problems = results.flatMap((result) =>
    result.status === 'rejected' && result.reason instanceof WrongSettings ? result.reason.problems : [],
  );
  if (problems.length > 0) throw new WrongSettings([...new Set(problems)]);
  return Promise.all(works);
}
