// Who asks often does not keep others from being heard: of its requests only so many begin in one turn of the event loop, and in
// between everybody else's are read and answered.

/** Begins the work at once where nobody waits, and in the order of asking otherwise. */
export type Pace = (work: () => void) => void;

export function openPace(perTurn: number): Pace {
  const waiting: (() => void)[] = [];
  let begun = 0;
  const nextTurn = (): void => {
    const works = waiting.splice(0, perTurn);
    begun = works.length;
    if (begun > 0) setImmediate(nextTurn);
    for (const work of works) work();
  };
  return (work) => {
    if (begun >= perTurn) {
      waiting.push(work);
      return;
    }
    if (begun === 0) setImmediate(nextTurn);
    begun += 1;
    work();
  };
}
