// Messages between the main thread and the thread that writes: plain data only. Both sides are this program, in one version.
import { Refused, type RefusalCode } from '../../domain/errors.ts';
import { sqliteCode } from './sqlite-errors.ts';
import type { Writes } from './writes.ts';

/** Every write by its port and name. Complete by its type. */
const NAMES: { readonly [Port in keyof Writes]: { readonly [Name in keyof Writes[Port]]: true } } = {
  devices: {
    commit: true,
    commitMany: true,
    checkIn: true,
    noteAsked: true,
    noteRefusals: true,
    purgeTokens: true,
  },
  limits: { set: true },
  feed: { append: true, claim: true, moveCursor: true, dropReader: true, prune: true },
  tenantDevices: { commit: true, setSettings: true, noteUses: true },
  apiKeys: { create: true, revoke: true, noteUses: true },
  webhooks: { create: true, change: true, remove: true, noteDeliveries: true, pruneDeliveries: true },
  imports: { put: true, setLimit: true, countSlots: true },
  stats: { settings: true, failures: true },
  store: { ping: true },
};

/** One write that the main thread requests. */
export interface Call {
  readonly id: number;
  readonly port: string;
  readonly name: string;
  readonly args: readonly unknown[];
}

/** The calls of one turn of the main thread. `close` is the last message. */
export interface Request {
  /** The time of the main thread's clock, in milliseconds since 1970. */
  readonly at: number;
  readonly calls: readonly Call[] | 'close';
}

/** The answer to one call. */
export interface Outcome {
  readonly id: number;
  readonly answer?: unknown;
  readonly failure?: Failure;
}

/** A message of the thread: it is open, it could not open, or the outcomes of one transaction. */
export type Reply = { readonly opened: true } | { readonly failure: Failure } | readonly Outcome[];

/** An error as plain data, because a message does not keep its class. */
export interface Failure {
  readonly message: string;
  readonly stack: string | undefined;
  /** Present for a refusal. */
  readonly code?: RefusalCode;
  readonly retryAfterSeconds?: number;
  /** The SQLite error that caused it. */
  readonly sqliteCode?: number;
  readonly cause?: Failure;
}

/** Returns writes that send each call to the thread. */
export function forwardedWrites(
  send: (port: string, name: string, args: readonly unknown[]) => Promise<unknown>,
): Writes {
  const forwarded = Object.entries(NAMES).map(([port, names]) => {
    const calls = Object.keys(names).map((name) => [name, (...args: readonly unknown[]) => send(port, name, args)]);
    return [port, Object.fromEntries(calls)] as const;
  });
  return Object.fromEntries(forwarded) as Writes;
}

/** Runs a call that was sent. */
export function runCall(writes: Writes, { port, name, args }: Call): Promise<unknown> {
  const run: unknown = Reflect.get(Reflect.get(writes, port), name);
  if (typeof run !== 'function') throw new TypeError(`there is no write ${port}.${name}`);
  const answer: Promise<unknown> = Reflect.apply(run, undefined, args);
  return answer;
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: 'not an Error', stack: undefined };
  const { message, stack, cause } = error;
  return {
    message,
    stack,
    ...(error instanceof Refused && { code: error.code, ...retryOf(error) }),
    ...codeOf(error),
    ...(cause !== undefined && { cause: failureOf(cause) }),
  };
}

function codeOf(error: Error): Pick<Failure, 'sqliteCode'> {
  if ('sqliteCode' in error && typeof error.sqliteCode === 'number') return { sqliteCode: error.sqliteCode };
  const primary = sqliteCode(error);
  return primary === undefined ? {} : { sqliteCode: primary };
}

const retryOf = ({ details: { retryAfterSeconds } }: Refused): Pick<Failure, 'retryAfterSeconds'> =>
  retryAfterSeconds === undefined ? {} : { retryAfterSeconds };

/** Rebuilds the error: a refusal from its code, any other one as an `Error` with the stack of the thread. */
export function errorOf({ message, stack, code, retryAfterSeconds, sqliteCode, cause }: Failure): Error {
  const because = cause === undefined ? {} : { cause: errorOf(cause) };
  if (code !== undefined) {
    return new Refused(code, message, { ...because, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });
  }
  const error = new Error(message, because);
  if (stack !== undefined) error.stack = stack;
  return sqliteCode === undefined ? error : Object.assign(error, { sqliteCode });
}
