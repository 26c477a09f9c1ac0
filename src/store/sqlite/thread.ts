// The thread that writes (D5). This is its main file: it opens the connection, then runs the calls of the main thread. A slow sync
// of the disk delays only this thread. Messages that arrive during a sync are the next transaction.
import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting } from './file.ts';
import { failureOf, runCall, type Call, type Outcome, type Reply, type Request } from './messages.ts';
import { openWrites, type OpenWrites, type Writes } from './writes.ts';

/** Given to the thread when it starts. */
export interface ThreadOptions {
  readonly file: string;
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly patienceMs: number;
  readonly defaultLimit: number;
  /** As in a request. */
  readonly at: number;
}

const options: ThreadOptions = workerData;
const reply = (message: Reply): void => parentPort?.postMessage(message);
const clock = { at: options.at };

try {
  // NOTE: the driver does not keep a connection alive for its statements; `file` must stay referenced until the thread ends.
  const file = openForWriting(options);
  const { writes, close } = await openWrites(file.db, {
    defaultLimit: options.defaultLimit,
    now: () => new Date(clock.at),
  });
  const end = (): void => {
    close();
    setImmediate(() => {
      file.close();
      parentPort?.close();
    });
  };
  serve(writes, end);
  reply({ opened: true });
} catch (error) {
  reply({ failure: failureOf(error) });
  parentPort?.close();
}

function serve(writes: Writes, end: OpenWrites['close']): void {
  const answer = openAnswers();
  const run = (call: Call): void => {
    const { id } = call;
    runCall(writes, call).then(
      (answered) => answer({ id, answer: answered }),
      (error: unknown) => answer({ id, failure: failureOf(error) }),
    );
  };
  parentPort?.on('message', ({ at, calls }: Request) => {
    clock.at = at;
    if (calls === 'close') end();
    else calls.forEach(run);
  });
}

/** Collects the answers of one transaction, and sends them before the next one begins. */
function openAnswers(): (outcome: Outcome) => void {
  let outcomes: Outcome[] = [];
  const send = (): void => {
    reply(outcomes);
    outcomes = [];
  };
  return (outcome) => {
    outcomes.push(outcome);
    if (outcomes.length === 1) queueMicrotask(send);
  };
}
