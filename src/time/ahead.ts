/** Yields what `source` yields, and requests so many further items while one is used. */
export async function* ahead<Thing>(source: AsyncIterable<Thing>, count = 1): AsyncGenerator<Thing> {
  const things = source[Symbol.asyncIterator]();
  const next = (): Promise<IteratorResult<Thing>> => {
    const asked = things.next();
    asked.catch(() => undefined); // it is thrown when it is awaited
    return asked;
  };
  const asked = Array.from({ length: count }, next);
  try {
    for (let now = next(); ; now = next()) {
      asked.push(now);
      const { done, value } = await (asked.shift() ?? now);
      if (done === true) return;
      yield value;
    }
  } finally {
    await things.return?.();
  }
}
