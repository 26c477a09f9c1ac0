// Shares transactions on the connection that writes. Commands of one turn of the event loop share a transaction, and so one sync of
// the disk. Commands that arrive while the disk syncs are in the next transaction.
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { Refused } from '../../domain/errors.ts';
import { createFailureNotes, type FailureNotes, type StoreFailures } from '../failures.ts';
import { prepare } from './statement.ts';
import { isOfTheDisk, mayRecover, unavailable } from './sqlite-errors.ts';

export interface Transactions {
  /**
   * Resolves when the writes of `command` are durable. A command that throws has written nothing; the others of its turn have. `size` is
   * the number of changes that it makes.
   */
  readonly write: <Answer>(command: () => Answer, size?: number) => Promise<Answer>;
  /**
   * For work that is too much for one transaction: calls `piece` again and again until it returns true. Each call is a command of
   * its own, after the commands that wait at that time. Resolves when the last one is durable. A piece that throws ends the work;
   * the pieces before it stay written.
   */
  readonly writeInPieces: (piece: () => boolean) => Promise<void>;
  /** Writes each of the things, in pieces. */
  readonly writeEach: <Thing>(things: readonly Thing[], write: (thing: Thing) => void) => Promise<void>;
  /** The number of failed transactions. */
  readonly failures: () => StoreFailures;
  readonly isClosed: () => boolean;
  /** Writes everything that waits, then refuses everything. Returns false if it was called before. */
  readonly close: () => boolean;
}

interface Waiting {
  /** Runs the command and returns a function that answers its caller after the transaction is durable. */
  readonly run: () => () => void;
  readonly refuse: (error: unknown) => void;
  readonly size: number;
}

/** The most changes in a transaction, so that it stays short for the commands that wait. */
const MAX_TOGETHER = 200;
/** The number of things in a piece. More are done sooner, but later commands wait longer. */
export const PIECE = 50;

export function openTransactions(db: DatabaseSyncInstance, now: () => Date): Transactions {
  const notes = createFailureNotes(now);
  const { enqueue, writeAll } = openQueue(db, notes);
  let closed = false;

  const refuseWhenClosed = (): void => {
    if (closed) throw new Refused('store_unavailable', 'the store is closed');
  };
  const writeInPieces: Transactions['writeInPieces'] = (piece) =>
    new Promise((resolve, refuse) => {
      refuseWhenClosed();
      const run = (): (() => void) => {
        const isLast = piece();
        return () => (isLast ? resolve() : enqueue({ run, refuse, size: 1 }));
      };
      enqueue({ run, refuse, size: 1 });
    });
  return {
    write: (command, size = 1) =>
      new Promise((resolve, refuse) => {
        refuseWhenClosed();
        const run = (): (() => void) => {
          const answer = command();
          return () => resolve(answer);
        };
        enqueue({ run, refuse, size });
      }),
    writeInPieces,
    writeEach: (things, write) => {
      let written = 0;
      return writeInPieces(() => {
        things.slice(written, written + PIECE).forEach(write);
        written += PIECE;
        return written >= things.length;
      });
    },
    failures: notes.current,
    isClosed: () => closed,
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
  /** Runs everything in this turn, later pieces included. */
  readonly writeAll: () => void;
}

function openQueue(db: DatabaseSyncInstance, notes: FailureNotes): Queue {
  const together = prepareTogether(db, () => notes.current().isFailing);
  const waiting: Waiting[] = [];
  let stopped: unknown;

  const writeWaiting = (): void => {
    const now = waiting.splice(0, fitting(waiting));
    if (now.length === 0) return;
    if (waiting.length > 0) setImmediate(writeWaiting);
    const failure = stopped ?? together(now);
    if (failure === undefined) return notes.succeeded();
    notes.note(failure);
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

/** Returns how many of the commands fit into one transaction; the first one always does. */
function fitting(commands: readonly Waiting[]): number {
  let [count, size] = [0, 0];
  for (const command of commands) {
    size += command.size;
    if (count > 0 && size > MAX_TOGETHER) break;
    count += 1;
  }
  return count;
}

/**
 * Returns a function that runs all commands in one transaction, or none: then it returns the error, and the caller answers for
 * them. After a failure each transaction writes a page, even without anything to write, because its success shows that the disk
 * accepts writes.
 */
function prepareTogether(
  db: DatabaseSyncInstance,
  isFailing: () => boolean,
): (commands: readonly Waiting[]) => unknown {
  const [begin, commit, rollback] = [prepare(db, 'BEGIN IMMEDIATE'), prepare(db, 'COMMIT'), prepare(db, 'ROLLBACK')];
  const [enter, leave] = [prepare(db, 'SAVEPOINT command'), prepare(db, 'RELEASE command')];
  const undo = prepare(db, 'ROLLBACK TO command');
  const writePage = prepare(db, `PRAGMA user_version = ${versionOf(db)}`); // the same number, but still a write

  const runAlone = ({ run, refuse }: Waiting): (() => void) => {
    enter.run({});
    try {
      const answer = run();
      leave.run({});
      return answer;
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
      const answers = commands.map(runAlone);
      if (isFailing()) writePage.run({});
      commit.run({});
      answers.forEach((answer) => answer());
      return undefined;
    } catch (error) {
      if (db.isTransaction) rollback.run({});
      return error;
    }
  };
}

const versionOf = (db: DatabaseSyncInstance): number =>
  prepare<object, { user_version: number }>(db, 'PRAGMA user_version').get({})?.user_version ?? 0;
