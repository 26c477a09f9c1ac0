// The main thread's side of the thread that writes. Calls of one turn of the event loop are one message. Each is answered when its
// transaction is durable. If the thread dies, all waiting and later calls are refused: nobody knows what was written.
import { Worker } from 'node:worker_threads';
import { Refused } from '../../domain/errors.ts';
import { errorOf, forwardedWrites, type Call, type Outcome, type Reply, type Request } from './messages.ts';
import { unavailable } from './sqlite-errors.ts';
import type { ThreadOptions } from './thread.ts';
import { threadFile } from './thread-file.ts';
import type { Writes } from './writes.ts';

export interface Writer {
  readonly writes: Writes;
  /** Waits for running calls. Resolves when the thread has ended. */
  readonly close: () => Promise<void>;
}

export interface WriterOptions extends Omit<ThreadOptions, 'at'> {
  readonly now: () => Date;
  /** Called once if the thread has ended unexpectedly. */
  readonly died: (why: string) => void;
}

/** The size of the thread's young generation, for short-lived objects. */
const YOUNG_GENERATION_MB = 8;

/** Starts the thread. Resolves when the file is open and has the present schema. */
export async function startWriter({ now, died, ...options }: WriterOptions): Promise<Writer> {
  const workerData: ThreadOptions = { ...options, at: now().getTime() };
  const worker = new Worker(threadFile(), {
    name: 'store',
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  await opening(worker).catch(async (error: unknown) => {
    await ended;
    throw error;
  });
  const calls = openCalls(worker, now);
  let isClosing = false;
  let problem = 'it ended';
  worker.on('error', (error) => (problem = messageOf(error)));
  worker.once('exit', (code) => {
    const why = `the thread that writes to ${options.file} has died (${problem}, exit code ${code})`;
    calls.end(isClosing ? new Refused('store_unavailable', 'the store is closed') : unavailable(new Error(why)));
    if (!isClosing) died(why);
  });
  const close = async (): Promise<void> => {
    isClosing = true;
    calls.close();
    await ended;
  };
  return { writes: forwardedWrites(calls.send), close };
}

/** Resolves when the thread reports that it is open. */
const opening = (worker: Worker): Promise<void> =>
  new Promise((resolve, reject) => {
    const exited = (code: number): void => reject(new Error(`the thread that writes ended with code ${code}`));
    worker.once('error', reject);
    worker.once('exit', exited);
    worker.once('message', (reply: Reply) => {
      worker.off('error', reject);
      worker.off('exit', exited);
      if ('failure' in reply) reject(errorOf(reply.failure));
      else resolve();
    });
  });

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : 'not an Error';

interface Calls {
  readonly send: (port: string, name: string, args: readonly unknown[]) => Promise<unknown>;
  /** Sends the remaining calls and refuses later ones. */
  readonly close: () => void;
  /** Refuses the waiting calls and every later call. */
  readonly end: (refusal: Refused) => void;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

function openCalls(worker: Worker, now: () => Date): Calls {
  const waiting = new Map<number, Waiting>();
  let unsent: Call[] = [];
  let refusal: Refused | undefined;
  let last = 0;
  const post = (calls: Request['calls']): void => worker.postMessage({ at: now().getTime(), calls } satisfies Request);
  const flush = (): void => {
    if (unsent.length > 0) post(unsent);
    unsent = [];
  };
  const settle = ({ id, answer, failure }: Outcome): void => {
    const caller = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) caller?.resolve(answer);
    else caller?.reject(errorOf(failure));
  };
  worker.on('message', (outcomes: readonly Outcome[]) => {
    outcomes.forEach(settle);
    if (waiting.size === 0) worker.unref(); // an idle store does not keep the process alive
  });
  worker.unref();
  return {
    send: (port, name, args) =>
      new Promise((resolve, reject) => {
        if (refusal !== undefined) throw refusal;
        if (waiting.size === 0) worker.ref();
        last += 1;
        waiting.set(last, { resolve, reject });
        unsent.push({ id: last, port, name, args });
        if (unsent.length === 1) setImmediate(flush);
      }),
    close: () => {
      refusal ??= new Refused('store_unavailable', 'the store is closed');
      worker.ref();
      flush();
      post('close');
    },
    end: (why) => {
      refusal ??= why;
      unsent = [];
      for (const { reject } of waiting.values()) reject(why);
      waiting.clear();
    },
  };
}
