// A pause that a wake-up can shorten.

export interface Wakeable {
  /** Resolves after that time, or after a wake-up; at once if a wake-up came since the last pause. */
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
