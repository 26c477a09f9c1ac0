// Who asks often does not keep others from being heard: of its requests only so many begin in one turn of the event loop, and in
// between everybody else's are read and answered.

/** Begins the work at once where nobody waits, and in the order of asking otherwise. Answers how to take back what still waits. */
export type Pace = (work: () => void) => () => void;

export function openPace(perTurn: number): Pace {
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
