/**
 * Works on the items, a bounded number at once, until one fails. Then waits for the running ones, and rejects with the first
 * failure.
 */
export async function eachAtOnce<Item>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item, hasFailed: () => boolean) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const hasFailed = (): boolean => failures.length > 0;
  const rest = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true && !hasFailed(); next = rest.next()) {
      await work(next.value, hasFailed).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (hasFailed()) throw failures[0];
}
