// A body that is written while the request is still being read. A caller may send its whole request before it reads the answer; if
// the answer waited for the caller then, both would wait for ever. So the answer is kept in memory until the request is complete.
import { Readable } from 'node:stream';

export interface Writing {
  /** Resolves when more may be written; at once while the request is still arriving. */
  readonly write: (text: string) => Promise<void>;
  /** True if the body is no longer read. */
  readonly isGone: () => boolean;
}

export interface WrittenAheadParts {
  readonly isWhole: () => boolean;
  /** Writes the whole body. An error becomes an error status if nothing was written. */
  readonly produce: (writing: Writing) => Promise<void>;
  /** Called once: when `produce` has ended, or if it never begins because the body is not read. */
  readonly ended: () => void;
}

/** Writing begins when the body is read for the first time. */
export function writtenAhead({ isWhole, produce, ended }: WrittenAheadParts): Readable {
  let isBegun = false;
  let wake = (): void => {};
  const body = new Readable({
    read: () => {
      if (!isBegun) begin();
      isBegun = true;
      wake();
    },
    destroy: (error, done) => {
      if (!isBegun) ended();
      isBegun = true;
      wake();
      done(error);
    },
  });
  const write = async (text: string): Promise<void> => {
    if (body.destroyed || body.push(text) || !isWhole()) return;
    await new Promise<void>((resolve) => (wake = resolve));
  };
  const begin = (): void =>
    void produce({ write, isGone: () => body.destroyed })
      .then(
        () => body.push(null),
        (error: unknown) => body.destroy(error instanceof Error ? error : new Error('not an Error')),
      )
      .finally(ended);
  return body;
}
