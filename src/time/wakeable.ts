// A pause that can be cut short.

export interface Wakeable {
  /** Resolves after that time, or when woken: at once if that happened since the last pause ended. */
  pause(ms: number): Promise<void>;
  wake(): void;
}

export function openWakeable(): Wakeable {
  let isWoken = false;
  let resume = (): void => {};
  return {
    wake: () => {
      isWoken = true;
      resume();
    },
    pause: (ms) =>
      new Promise((resolve) => {
        const end = (): void => {
          isWoken = false;
          clearTimeout(timer);
          resume = () => {};
          resolve();
        };
        const timer = setTimeout(end, ms).unref();
        resume = end;
        if (isWoken) end();
      }),
  };
}
