// Begins only a few expensive requests in one turn of the event loop. Between the turns, all other requests are read and answered,
// so that a crowd of expensive requests does not delay them.

/** Begins the work at once if nothing waits, otherwise in the order of the calls. The returned function removes waiting work. */
export type Pace = (work: () => void) => () => void;

export function createPace(perTurn: number): Pace {
  const waiting = new Set<() => void>();
  let begun = 0;
  const nextTurn = (): void => {
    const works = takeFirst(waiting, perTurn);
    begun = works.length;
    if (begun > 0) setImmediate(nextTurn);
    for (const work of works) work();
  };
  return (work) => {
    if (begun >= perTurn) {
      waiting.add(work);
      return () => waiting.delete(work);
    }
    if (begun === 0) setImmediate(nextTurn);
    begun += 1;
    work();
    return () => {};
  };
}

function takeFirst<Thing>(things: Set<Thing>, count: number): readonly Thing[] {
  const taken: Thing[] = [];
  for (const thing of things) {
    if (taken.length === count) break;
    taken.push(thing);
    things.delete(thing);
  }
  return taken;
}
