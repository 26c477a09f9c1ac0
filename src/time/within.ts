/** Returns the result of `work`, or rejects with `late` after `ms`; the work itself continues. `Infinity` means no limit. */
export async function within<Answer>(ms: number, work: Promise<Answer>, late: () => Error): Promise<Answer> {
  if (ms === Infinity) return work;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
