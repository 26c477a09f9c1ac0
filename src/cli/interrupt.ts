// Ctrl-C during a command that changes many things: the part under way is finished, and the command ends after it. A second Ctrl-C ends
// the process at once.
export interface Interrupt {
  isAsked(): boolean;
  close(): void;
}

/** `say` tells the person that the command is about to end. */
export function openInterrupt(say: () => void): Interrupt {
  let isAsked = false;
  const ask = (): void => {
    isAsked = true;
    say();
  };
  process.once('SIGINT', ask);
  return { isAsked: () => isAsked, close: () => void process.off('SIGINT', ask) };
}
