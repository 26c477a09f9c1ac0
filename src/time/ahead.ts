/** Yields what `source` yields, and asks it for the next thing while the one before is used. */
export async function* ahead<Thing>(source: AsyncIterable<Thing>): AsyncGenerator<Thing> {
  const things = source[Symbol.asyncIterator]();
  const next = (): Promise<IteratorResult<Thing>> => {
    const asked = things.next();
    asked.catch(() => undefined); // it is thrown when it is awaited, if anyone still does
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
