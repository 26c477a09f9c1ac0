/** Yields what `source` yields, and requests the next item while the present one is used. */
export async function* ahead<Thing>(source: AsyncIterable<Thing>): AsyncGenerator<Thing> {
  const things = source[Symbol.asyncIterator]();
  const next = (): Promise<IteratorResult<Thing>> => {
    const asked = things.next();
    asked.catch(() => undefined); // it is thrown when it is awaited
    return asked;
  };
  try {
    for (let asked = next(); ;) {
      const { done, value } = await asked;
      if (done === true) return;
      asked = next();
      yield value;
    }
  } finally {
    await things.return?.();
  }
}
