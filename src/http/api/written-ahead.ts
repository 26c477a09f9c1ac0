// A body that is written while the request is still being read. A caller may send all of its request before it reads any of the answer:
// to wait for it then would leave both sides waiting. So what is written is kept until the request is whole.
import { Readable } from 'node:stream';

export interface Writing {
  /** Resolves when more may be written: at once while the request is still arriving. */
  readonly write: (text: string) => Promise<void>;
  /** True when the body is no longer read. */
  readonly isGone: () => boolean;
}

export interface WrittenAheadParts {
  readonly isWhole: () => boolean;
  /** Writes the whole body. What it throws becomes an error status, if nothing was written. */
  readonly produce: (writing: Writing) => Promise<void>;
  /** Called once, when `produce` has ended, or never begins because nobody reads the body. */
  readonly ended: () => void;
}

/** The body begins to be written when it is read for the first time. */
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
