// The type of a handler, from the generated types: what an operation gets, and which answers it may give.
import type { Readable } from 'node:stream';
import type { Caller } from '../callers/callers.ts';
import type { FORBIDDEN, UNAVAILABLE } from '../errors.ts';
import type { JsonText } from '../json-text.ts';
import type { BodyStream } from '../server/body-stream.ts';

export interface Context {
  readonly caller: Caller;
  readonly requestId: string;
  /** The bytes of the body; empty if there is none. */
  readonly bytes: Buffer;
  /** Path and query as the caller sent them. */
  readonly url: string;
  readonly header: (name: string) => string | undefined;
  /** Returns the media type of the document that the caller prefers. Refuses if the caller excludes all of them. */
  readonly answerType: () => string;
  /** Address of the peer, not from a header. */
  readonly from: string;
  /** True if the connection ended before the answer: no caller waits for it. */
  readonly isGone: () => boolean;
  /** The body of an operation that reads it while it arrives (`x-body: stream`). */
  readonly stream?: BodyStream;
}

type Part<Operation, Name extends string> = Operation extends {
  readonly parameters: { readonly [N in Name]?: infer P };
}
  ? NonNullable<P>
  : never;

type BodyOf<Operation> = Operation extends { readonly requestBody?: infer B }
  ? NonNullable<B> extends { readonly content: { readonly 'application/json': infer Json } }
    ? Json
    : undefined
  : undefined;

export interface Request<Operation> extends Context {
  readonly params: Part<Operation, 'path'>;
  readonly query: Part<Operation, 'query'>;
  readonly body: BodyOf<Operation>;
}

/** Statuses that a handler answers with. Refusals are thrown, except a verdict about another caller. */
type Answered = 200 | 201 | 202 | 204 | 303 | 304 | typeof FORBIDDEN | typeof UNAVAILABLE;

type ContentOf<Response> = Response extends { content: File }
  ? string | Uint8Array | Readable
  : Response extends { content: infer C }
    ? C[keyof C] | JsonText<C[keyof C]> | Streamed<C[keyof C]> | EventStream<C>
    : undefined;

type File =
  | { readonly 'application/octet-stream': unknown }
  | { readonly 'application/x-ndjson': unknown }
  | { readonly 'text/css': unknown }
  | { readonly 'text/html': unknown }
  | { readonly 'text/csv': unknown };

/** A list may be sent while it is read. */
type Streamed<Body> = Body extends readonly unknown[] ? Readable : never;

type EventStream<Content> = Content extends { readonly 'text/event-stream': unknown } ? Readable : never;

interface ReplyHeaders {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

export type Reply<Operation> = Operation extends { readonly responses: infer R }
  ? {
      [Status in keyof R & Answered]: ReplyHeaders &
        (ContentOf<R[Status]> extends undefined
          ? { readonly status: Status; readonly body?: undefined }
          : { readonly status: Status; readonly body: ContentOf<R[Status]>; readonly type?: string });
    }[keyof R & Answered]
  : never;

export type Handler<Operation> = (request: Request<Operation>) => Reply<Operation> | Promise<Reply<Operation>>;

/** Exactly one handler for each operation of a document. */
export type Handlers<Operations> = { readonly [Id in keyof Operations]: Handler<Operations[Id]> };
