// Reads of single documents that share queries (D10), because a call of the driver costs more than the document.
//
// At most two queries run. Later reads are collected for the next query. So every query begins after all of its reads were
// requested, and its answers are as fresh as those of separate queries. A query that hangs on a broken connection stops counting
// after a while, and others begin beside it.

const UNDER_WAY = 2;
const MAX_IDS = 1000;
const HANGING_MS = 500;

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
  const beginNext = (): void => {
    while (underWay < UNDER_WAY) {
      const next = waiting.shift();
      if (next === undefined) return;
      underWay += 1;
      next.begin();
    }
  };
  const ended = (): void => {
    underWay -= 1;
    beginNext();
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
    beginNext();
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
