// Ctrl-C during a command that changes many things or waits for events: the command finishes what has begun, and then ends. A
// second Ctrl-C ends the process at once.
export interface Interrupt {
  isAsked(): boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  close(): void;
}

/** `say` tells the user that the command is about to end. */
export function openInterrupt(say: () => void): Interrupt {
  const asked = new AbortController();
  const ask = (): void => {
    say();
    asked.abort();
  };
  process.once('SIGINT', ask);
  return {
    isAsked: () => asked.signal.aborted,
    signal: asked.signal,
    close: () => void process.off('SIGINT', ask),
  };
}
