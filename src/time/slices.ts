// Long work on the main thread in slices, between which other requests are answered.

/** Returns a function to call between two steps: it gives others a turn when the slice has taken so many milliseconds. */
export function createSlices(ms: number): () => Promise<void> | undefined {
  let began = performance.now();
  return () => {
    if (performance.now() - began < ms) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        began = performance.now();
        resolve();
      }),
    );
  };
}
