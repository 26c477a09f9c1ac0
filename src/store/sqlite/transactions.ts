// How the store's one connection is used. A read is answered in the caller's turn of the event loop. Writes that arrive in one
// turn share a transaction, and so one sync of the disk; all of it runs in one later turn, so that no read sees half of it.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { Refused } from '../../domain/errors.ts';
import { prepare } from './rows.ts';

export interface Transactions {
  readonly read: <Answer>(query: () => Answer) => Promise<Answer>;
  /** Resolves when what `command` wrote is durable. A command that throws has written nothing; the others of its turn have. */
  readonly write: <Answer>(command: () => Answer) => Promise<Answer>;
  /**
   * For what is too much for one turn: `piece` is written again and again, each time as a command of its own and behind what waits by
   * then, until it answers true. Resolves when that last one is durable. One that throws ends it; the pieces before it stay written.
   */
  readonly writeInPieces: (piece: () => boolean) => Promise<void>;
  /** Writes what is waiting, then refuses everything; false when that was done before. */
  readonly close: () => boolean;
}

interface Waiting {
  /** Runs the command; what is returned tells the caller, once it is durable. */
  readonly run: () => () => void;
  readonly refuse: (error: unknown) => void;
}

/** Keeps a turn short for the reads that wait behind it. */
const MAX_TOGETHER = 200;

export function openTransactions(db: DatabaseSyncInstance): Transactions {
  const { enqueue, writeAll } = openQueue(db);
  let closed = false;

  const refuseWhenClosed = (): void => {
    if (closed) throw new Refused('store_unavailable', 'the store is closed');
  };
  return {
    read: (query) =>
      new Promise((resolve) => {
        refuseWhenClosed();
        resolve(telling(query));
      }),
    write: (command) =>
      new Promise((resolve, refuse) => {
        refuseWhenClosed();
        const run = (): (() => void) => {
          const answer = command();
          return () => resolve(answer);
        };
        enqueue({ run, refuse });
      }),
    writeInPieces: (piece) =>
      new Promise((resolve, refuse) => {
        refuseWhenClosed();
        const run = (): (() => void) => {
          const isLast = piece();
          return () => (isLast ? resolve() : enqueue({ run, refuse }));
        };
        enqueue({ run, refuse });
      }),
    close: () => {
      if (closed) return false;
      closed = true;
      writeAll();
      return true;
    },
  };
}

interface Queue {
  readonly enqueue: (command: Waiting) => void;
  /** In this turn, and what comes of it too. */
  readonly writeAll: () => void;
}

function openQueue(db: DatabaseSyncInstance): Queue {
  const together = prepareTogether(db);
  const waiting: Waiting[] = [];
  let stopped: unknown;

  const writeWaiting = (): void => {
    const now = waiting.splice(0, MAX_TOGETHER);
    if (now.length === 0) return;
    if (waiting.length > 0) setImmediate(writeWaiting);
    const failure = stopped ?? together(now);
    if (failure === undefined) return;
    if (!mayRecover(failure)) stopped = failure;
    now.forEach(({ refuse }) => refuse(unavailable(failure)));
  };
  return {
    enqueue: (command) => {
      waiting.push(command);
      if (waiting.length === 1) setImmediate(writeWaiting);
    },
    writeAll: () => {
      while (waiting.length > 0) writeWaiting();
    },
  };
}

/** All of them in one transaction, or none; answers why none, and leaves the telling of that to the caller. */
function prepareTogether(db: DatabaseSyncInstance): (commands: readonly Waiting[]) => unknown {
  const [begin, commit, rollback] = [prepare(db, 'BEGIN IMMEDIATE'), prepare(db, 'COMMIT'), prepare(db, 'ROLLBACK')];
  const [enter, leave] = [prepare(db, 'SAVEPOINT command'), prepare(db, 'RELEASE command')];
  const undo = prepare(db, 'ROLLBACK TO command');

  const one = ({ run, refuse }: Waiting): (() => void) => {
    enter.run({});
    try {
      const tell = run();
      leave.run({});
      return tell;
    } catch (error) {
      if (isOfTheDisk(error)) throw error;
      undo.run({});
      leave.run({});
      return () => refuse(error);
    }
  };
  return (commands) => {
    try {
      begin.run({});
      const tellings = commands.map(one);
      commit.run({});
      tellings.forEach((tell) => tell());
      return undefined;
    } catch (error) {
      if (db.isTransaction) rollback.run({});
      return error;
    }
  };
}

function telling<Answer>(query: () => Answer): Answer {
  try {
    return query();
  } catch (error) {
    throw isOfTheDisk(error) ? unavailable(error) : error;
  }
}

const unavailable = (cause: unknown): Refused =>
  new Refused('store_unavailable', 'the store cannot be used', { cause, retryAfterSeconds: 5 });

// Primary result codes of SQLite.
const [BUSY, NO_MEMORY, FULL] = [5, 7, 13] as const;
/** Wrong SQL, a broken constraint, a wrong value: mistakes of ours, not of the disk. */
const MISTAKES: readonly number[] = [1, 18, 19, 20, 21, 25];

const isOfTheDisk = (error: unknown): boolean => {
  const code = sqliteCode(error);
  return code !== undefined && !MISTAKES.includes(code);
};

/** After anything else, a failed sync above all, nobody knows what is on the disk: no more writes. */
const mayRecover = (error: unknown): boolean => {
  const code = sqliteCode(error);
  return code === BUSY || code === NO_MEMORY || code === FULL;
};

/** The primary result code, when SQLite threw it. */
export function sqliteCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('sqliteCode' in error)) return undefined;
  return typeof error.sqliteCode === 'number' ? error.sqliteCode & 0xff : undefined;
}
