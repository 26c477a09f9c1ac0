// Reads of single documents that share queries (D10), because a call of the driver costs more than the document.
//
// Reads of one turn of the event loop share a query. At most two queries run; reads that come later are collected for the next one. So
// every query begins after all of its reads were requested, and its answers are as fresh as those of separate queries. A query that
// hangs on a broken connection stops counting after a while, and others begin beside it.

const UNDER_WAY = 2;
const MAX_IDS = 1000;
/** A query that takes longer does not keep others from beginning. */
export const HANGING_MS = 500;

export type FindAll<Id, Found> = (ids: readonly Id[]) => Promise<ReadonlyMap<Id, Found>>;

interface Query<Id, Found> {
  readonly ids: Set<Id>;
  readonly answer: Promise<ReadonlyMap<Id, Found>>;
  readonly begin: () => void;
}

/** Returns a function that reads one thing by its id; `undefined` if it does not exist. */
export function shareReads<Id, Found>(findAll: FindAll<Id, Found>): (id: Id) => Promise<Found | undefined> {
  const waiting: Query<Id, Found>[] = [];
  let underWay = 0;
  let isPlanned = false;
  const beginNext = (): void => {
    isPlanned = false;
    while (underWay < UNDER_WAY) {
      const next = waiting.shift();
      if (next === undefined) return;
      underWay += 1;
      next.begin();
    }
  };
  /** Begins after the requests that this turn still reads from its connections. */
  const plan = (): void => {
    if (isPlanned || underWay >= UNDER_WAY) return;
    isPlanned = true;
    setImmediate(beginNext);
  };
  const ended = (): void => {
    underWay -= 1;
    plan();
  };
  const queryFor = (id: Id): Query<Id, Found> => {
    const last = waiting.at(-1);
    if (last !== undefined && (last.ids.size < MAX_IDS || last.ids.has(id))) return last;
    const query = makeQuery(findAll, ended);
    waiting.push(query);
    return query;
  };
  return async (id) => {
    const query = queryFor(id);
    query.ids.add(id);
    plan();
    return (await query.answer).get(id);
  };
}

/** `ended` is called once, when the query has ended or has been running for long. */
function makeQuery<Id, Found>(findAll: FindAll<Id, Found>, ended: () => void): Query<Id, Found> {
  const ids = new Set<Id>();
  let answerWith = (_found: Promise<ReadonlyMap<Id, Found>>): void => {};
  const answer = new Promise<ReadonlyMap<Id, Found>>((resolve) => {
    answerWith = resolve;
  });
  const begin = (): void => {
    const found = new Promise<ReadonlyMap<Id, Found>>((resolve) => resolve(findAll([...ids])));
    answerWith(found);
    onceEnded(found, ended);
  };
  return { ids, answer, begin };
}

function onceEnded(work: Promise<unknown>, ended: () => void): void {
  let hasEnded = false;
  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    clearTimeout(timer);
    ended();
  };
  const timer = setTimeout(end, HANGING_MS).unref();
  work.then(end, end);
}
