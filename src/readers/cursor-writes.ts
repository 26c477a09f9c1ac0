// Writes a reader's cursor at most once in each delay, because a write for each batch would cost as much as the commands
// themselves.

export interface CursorWrites {
  /** Writes the position, or a later one, within the delay. Without a delay, resolves after the write. */
  note(position: number): Promise<void>;
  /** Writes the noted position now. Rejects if it cannot be written; it stays noted. */
  flush(): Promise<void>;
  /** Forgets the noted position. */
  cancel(): void;
}

export function createCursorWrites(write: (position: number) => Promise<void>, delayMs: number): CursorWrites {
  let noted: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const flush = async (): Promise<void> => {
    stop();
    const position = noted;
    if (position === undefined) return;
    await write(position);
    if (noted === position) noted = undefined;
  };
  const later = (): void => {
    timer ??= setTimeout(() => void flush().catch(later), delayMs).unref();
  };
  return {
    note: async (position) => {
      noted = Math.max(position, noted ?? 0);
      if (delayMs === 0) await flush();
      else later();
    },
    flush,
    cancel: () => {
      stop();
      noted = undefined;
    },
  };
}
