// Ctrl-C during a command that changes many things, or waits for events: what is under way is finished, and the command ends after it. A
// second Ctrl-C ends the process at once.
export interface Interrupt {
  isAsked(): boolean;
  /** Aborts when it is asked. */
  readonly signal: AbortSignal;
  close(): void;
}

/** `say` tells the person that the command is about to end. */
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
